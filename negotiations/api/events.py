from __future__ import annotations

from negotiations.api.records import Records
from negotiations.filters.events import EventFilters
from negotiations.queries.events import EVENT


class Events(Records):
    """Things that happened, newest first."""

    shape = EVENT
    filters = EventFilters
    order = ("-occurred_at",)
    dated = True
