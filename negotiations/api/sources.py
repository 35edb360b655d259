from __future__ import annotations

from negotiations.api.records import Records
from negotiations.filters.sources import SourceFilters
from negotiations.queries.sources import SOURCE


class Sources(Records):
    """Outlets, by name."""

    shape = SOURCE
    filters = SourceFilters
    order = ("name",)
