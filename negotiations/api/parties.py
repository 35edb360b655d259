from __future__ import annotations

from negotiations.api.records import Records
from negotiations.api.writes.actors import (
    JOIN_GROUP,
    LEAVE_GROUP,
    MERGE_PARTY,
    NAME_PARTY,
    REGISTER_PARTY,
    REVISE_PARTY,
)
from negotiations.api.writes.operations import writable
from negotiations.filters.parties import PartyFilters
from negotiations.queries.parties import PARTY


@writable(
    create=REGISTER_PARTY,
    partial_update=REVISE_PARTY,
    names=NAME_PARTY,
    groups=JOIN_GROUP,
    leave_group=LEAVE_GROUP,
    merge=MERGE_PARTY,
)
class Parties(Records):
    """Actors, in the order that is the same everywhere."""

    shape = PARTY
    filters = PartyFilters
    order = ("display_order", "name")
