from __future__ import annotations

from negotiations.api.authentication import SessionLogin
from negotiations.api.records import Records
from negotiations.api.writes.operations import writable
from negotiations.api.writes.webhooks import DISABLE, ENABLE, MAKE_WEBHOOK, PING, REDELIVER, ROTATE
from negotiations.filters.webhooks import WebhookFilters, WebhookMessageFilters
from negotiations.queries.webhooks import WEBHOOK, WEBHOOK_MESSAGE


@writable(create=MAKE_WEBHOOK, destroy=DISABLE, enable=ENABLE, rotate=ROTATE, test=PING)
class Webhooks(Records):
    """Your own webhooks. No token comes here: one that is confined would escape through them."""

    authentication_classes = (SessionLogin,)
    personal = True
    shape = WEBHOOK
    filters = WebhookFilters
    order = ("id",)
    unchained = True  # sending is no change of the record


@writable(redeliver=REDELIVER)
class WebhookMessages(Records):
    """What your webhooks were owed, and each try; newest first."""

    authentication_classes = (SessionLogin,)
    personal = True
    shape = WEBHOOK_MESSAGE
    filters = WebhookMessageFilters
    order = ("-id",)
    unchained = True
