from __future__ import annotations

from negotiations.api.records import Records
from negotiations.api.writes.claims import MARK_CLAIM, RECORD_CLAIM
from negotiations.api.writes.operations import writable
from negotiations.filters.claims import ClaimFilters
from negotiations.queries.claims import CLAIM


@writable(create=RECORD_CLAIM, standing=MARK_CLAIM)
class Claims(Records):
    """Assertions found in articles, newest first."""

    shape = CLAIM
    filters = ClaimFilters
    order = ("-stated_at",)
    dated = True
