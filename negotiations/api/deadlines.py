from __future__ import annotations

from negotiations.api.records import Records
from negotiations.filters.deadlines import DeadlineFilters
from negotiations.queries.deadlines import DEADLINE, DEADLINE_DETAIL


class Deadlines(Records):
    """Moments by which something runs out or is due, soonest first."""

    shape = DEADLINE
    whole = DEADLINE_DETAIL
    filters = DeadlineFilters
    order = ("due_at",)
    dated = True
