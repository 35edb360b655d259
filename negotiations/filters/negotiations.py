from __future__ import annotations

from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import days, flags, instants, numbers, texts


class NegotiationFilters(RecordFilters):
    offers = (
        flags("restricted"),
        texts("name", "reference"),
        days("closed_on"),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
    )
    orderings = ("name", "recorded_at")
