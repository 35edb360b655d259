from __future__ import annotations

from negotiations.api.records import Records
from negotiations.filters.people import PersonFilters
from negotiations.queries.people import PERSON


class People(Records):
    """Named persons, by name."""

    shape = PERSON
    filters = PersonFilters
    order = ("name",)
