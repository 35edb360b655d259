from __future__ import annotations

from negotiations.api.records import Records
from negotiations.api.writes.operations import writable
from negotiations.api.writes.positions import TAKE_POSITION
from negotiations.filters.positions import PositionFilters
from negotiations.queries.positions import POSITION


@writable(create=TAKE_POSITION)
class Positions(Records):
    """Where parties, and persons, stand; newest first."""

    shape = POSITION
    filters = PositionFilters
    order = ("-stated_at",)
    dated = True
