from __future__ import annotations

from negotiations.api.records import Records
from negotiations.filters.claims import ClaimFilters
from negotiations.queries.claims import CLAIM


class Claims(Records):
    """Assertions found in articles, newest first."""

    shape = CLAIM
    filters = ClaimFilters
    order = ("-stated_at",)
    dated = True
