"""What the second person says to a change that was proposed."""

from __future__ import annotations

from msgspec import Struct

from negotiations.actions.reviewing import confirm_change, decline_change
from negotiations.api.writes.bounds import Reason
from negotiations.api.writes.operations import Operation


class Declining(Struct, forbid_unknown_fields=True, kw_only=True):
    """Everything stays as it is."""

    reason: Reason


CONFIRM_CHANGE = Operation(
    summary="Confirm a change that somebody else proposed; it is carried out at once.",
    does=confirm_change,
    of="proposed",
    moves=True,
)
DECLINE_CHANGE = Operation(
    summary="Decline a proposed change, or take one's own back.",
    does=decline_change,
    body=Declining,
    of="proposed",
    moves=True,
)
