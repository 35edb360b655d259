from __future__ import annotations

from negotiations.api.records import Referenced
from negotiations.api.writes.operations import writable
from negotiations.api.writes.positions import POSITION_ON_CONDITION
from negotiations.filters.conditions import ConditionFilters
from negotiations.queries.conditions import CONDITION, CONDITION_DETAIL


@writable(positions=POSITION_ON_CONDITION)
class Conditions(Referenced):
    """What is asked for or offered, proposal by proposal."""

    shape = CONDITION
    whole = CONDITION_DETAIL
    filters = ConditionFilters
    order = ("id",)
    dated = True
