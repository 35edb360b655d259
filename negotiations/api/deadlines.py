from __future__ import annotations

from negotiations.api.formats import EVERY_LIST, Ics
from negotiations.api.records import Records
from negotiations.api.writes.deadlines import (
    ADD_READING,
    CANCEL_DEADLINE,
    CORRECT_DEADLINE,
    DECIDE_READING,
    EXTEND_DEADLINE,
    LAPSE_DEADLINE,
    MEET_DEADLINE,
    REOPEN_DEADLINE,
    SET_DEADLINE,
)
from negotiations.api.writes.operations import writable
from negotiations.filters.deadlines import DeadlineFilters
from negotiations.queries.deadlines import DEADLINE, DEADLINE_DETAIL


@writable(
    create=SET_DEADLINE,
    extend=EXTEND_DEADLINE,
    meet=MEET_DEADLINE,
    lapse=LAPSE_DEADLINE,
    cancel=CANCEL_DEADLINE,
    reopen=REOPEN_DEADLINE,
    correct=CORRECT_DEADLINE,
    readings=ADD_READING,
    decide=DECIDE_READING,
)
class Deadlines(Records):
    """Moments by which something runs out or is due, soonest first."""

    shape = DEADLINE
    whole = DEADLINE_DETAIL
    filters = DeadlineFilters
    order = ("due_at",)
    dated = True
    formats = (*EVERY_LIST, Ics)
