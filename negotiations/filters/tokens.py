from __future__ import annotations

from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import instants, numbers, texts


class TokenFilters(RecordFilters):
    offers = (
        texts("name", "prefix"),
        instants("expires_at", null=False),
        instants("last_used_at"),
        instants("revoked_at"),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
    )
    orderings = ("expires_at", "last_used_at", "recorded_at", "name")
