from __future__ import annotations

from negotiations.api.records import Records
from negotiations.api.writes.actors import (
    HOLD_ROLE,
    LEAVE_ROLE,
    MERGE_PERSON,
    NAME_PERSON,
    REGISTER_PERSON,
    REVISE_PERSON,
)
from negotiations.api.writes.operations import writable
from negotiations.filters.people import PersonFilters
from negotiations.queries.people import PERSON


@writable(
    create=REGISTER_PERSON,
    partial_update=REVISE_PERSON,
    names=NAME_PERSON,
    roles=HOLD_ROLE,
    leave_role=LEAVE_ROLE,
    merge=MERGE_PERSON,
)
class People(Records):
    """Named persons, by name."""

    shape = PERSON
    filters = PersonFilters
    order = ("name",)
