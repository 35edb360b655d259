"""What the second person says to a change that was proposed."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from negotiations.actions.reviewing import decide_change
from negotiations.api.writes.bounds import Reason
from negotiations.api.writes.operations import Operation
from negotiations.enums import Decision


class NewDecision(Struct, forbid_unknown_fields=True, kw_only=True):
    """Confirmed, it is carried out at once; declined, for a reason, everything stays as it is."""

    decision: Decision
    reason: Reason | UnsetType = UNSET


DECIDE_CHANGE = Operation(
    summary="Confirm a change that somebody else proposed, or decline one.",
    does=decide_change,
    body=NewDecision,
    of="proposed",
    moves=True,
)
