from __future__ import annotations

from negotiations.enums import MessageState
from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import codes, instants, numbers, related, texts
from negotiations.models import Webhook


class WebhookFilters(RecordFilters):
    offers = (
        texts("name"),
        instants("failing_since"),
        instants("disabled_at"),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
    )
    orderings = ("name", "recorded_at")


class WebhookMessageFilters(RecordFilters):
    offers = (
        related("webhook", "webhook", Webhook),
        codes("state", MessageState),
        texts("subject"),
        instants("made_at", null=False),
        instants("next_try_at", null=False),
        instants("delivered_at"),
        numbers("id", least=1, null=False),
    )
    orderings = ("made_at", "next_try_at", "delivered_at")
