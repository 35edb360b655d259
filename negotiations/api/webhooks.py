from __future__ import annotations

from negotiations.api.own import Own
from negotiations.api.writes.operations import writable
from negotiations.api.writes.webhooks import DISABLE, ENABLE, MAKE_WEBHOOK, PING, REDELIVER, ROTATE
from negotiations.filters.webhooks import WebhookFilters, WebhookMessageFilters
from negotiations.queries.webhooks import WEBHOOK, WEBHOOK_MESSAGE


@writable(create=MAKE_WEBHOOK, disable=DISABLE, enable=ENABLE, rotate=ROTATE, test=PING)
class Webhooks(Own):
    """Your own webhooks. No token comes here: one that is confined would escape through them."""

    shape = WEBHOOK
    filters = WebhookFilters


@writable(redeliver=REDELIVER)
class WebhookMessages(Own):
    """What your webhooks were owed, and each try; newest first."""

    shape = WEBHOOK_MESSAGE
    filters = WebhookMessageFilters
    order = ("-id",)
