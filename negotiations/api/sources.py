from __future__ import annotations

from negotiations.api.records import Records
from negotiations.api.writes.operations import writable
from negotiations.api.writes.sources import REGISTER_SOURCE, REVISE_SOURCE
from negotiations.filters.sources import SourceFilters
from negotiations.queries.sources import SOURCE


@writable(create=REGISTER_SOURCE, partial_update=REVISE_SOURCE)
class Sources(Records):
    """Outlets, by name."""

    shape = SOURCE
    filters = SourceFilters
    order = ("name",)
