from __future__ import annotations

from negotiations.enums import Ownership
from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import codes, instants, numbers, related, texts
from negotiations.models import Negotiation


class SourceFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        codes("ownership", Ownership),
        texts("name", "language"),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
    )
    orderings = ("name", "recorded_at")
