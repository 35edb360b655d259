from __future__ import annotations

from negotiations.api.records import Records
from negotiations.filters.parties import PartyFilters
from negotiations.queries.parties import PARTY


class Parties(Records):
    """Actors, in the order that is the same everywhere."""

    shape = PARTY
    filters = PartyFilters
    order = ("display_order", "name")
