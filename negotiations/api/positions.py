from __future__ import annotations

from negotiations.api.records import Records
from negotiations.filters.positions import PositionFilters
from negotiations.queries.positions import POSITION


class Positions(Records):
    """Where parties, and persons, stand; newest first."""

    shape = POSITION
    filters = PositionFilters
    order = ("-stated_at",)
    dated = True
