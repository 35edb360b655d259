from __future__ import annotations

from negotiations.api.formats import EVERY_LIST, Ics
from negotiations.api.records import Records
from negotiations.api.writes.events import CORRECT_EVENT, RECORD_EVENT, REVISE_EVENT
from negotiations.api.writes.operations import writable
from negotiations.filters.events import EventFilters
from negotiations.queries.events import EVENT


@writable(create=RECORD_EVENT, partial_update=REVISE_EVENT, correct=CORRECT_EVENT)
class Events(Records):
    """Things that happened, newest first."""

    shape = EVENT
    filters = EventFilters
    order = ("-occurred_at",)
    dated = True
    formats = (*EVERY_LIST, Ics)
