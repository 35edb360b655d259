from __future__ import annotations

from negotiations.api.records import Referenced
from negotiations.api.writes.conditions import (
    ATTACH_CONDITION,
    CLEAR_DEPENDENCY,
    DROP_CONDITION,
    MAKE_DEPEND,
    RECORD_PROGRESS,
    REVISE_CONDITION,
)
from negotiations.api.writes.deadlines import DEADLINE_OF_CONDITION
from negotiations.api.writes.operations import writable
from negotiations.api.writes.positions import POSITION_ON_CONDITION
from negotiations.filters.conditions import ConditionFilters
from negotiations.queries.conditions import CONDITION, CONDITION_DETAIL


@writable(
    create=ATTACH_CONDITION,
    partial_update=REVISE_CONDITION,
    progress=RECORD_PROGRESS,
    positions=POSITION_ON_CONDITION,
    dependencies=MAKE_DEPEND,
    clear_dependency=CLEAR_DEPENDENCY,
    drop=DROP_CONDITION,
    deadlines=DEADLINE_OF_CONDITION,
)
class Conditions(Referenced):
    """What is asked for or offered, proposal by proposal."""

    shape = CONDITION
    whole = CONDITION_DETAIL
    filters = ConditionFilters
    order = ("id",)
    dated = True
