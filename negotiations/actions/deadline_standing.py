"""What a deadline goes by now: one reading in use, one standing, and the alerts that follow from them."""

from __future__ import annotations

from datetime import datetime

from negotiations.actions.alerts import arm_deadline
from negotiations.actions.proposal_standing import refresh_standing
from negotiations.actions.recording import add, amend
from negotiations.enums import DeadlineStatus
from negotiations.errors import ForbiddenMoveError, InvalidValueError
from negotiations.models import Claim, Deadline, DeadlineOutcome, DeadlineReading, User
from negotiations.models.bases import columns
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES, outcomes_after
from negotiations.rules.deadline_readings import live
from negotiations.rules.moments import WorldMoment


def go_by(deadline: Deadline, reading: DeadlineReading, *, kind: str, actor: User | None, now: datetime) -> None:
    """Record a reading as the one in use and let the deadline follow it."""
    reading.in_use = True
    add(reading, actor=actor, now=now, claim=reading.claim, reason=reading.reason)
    amend(
        deadline,
        kind=kind,
        actor=actor,
        now=now,
        claim=reading.claim,
        reason=reading.reason,
        due_on=reading.due_on,
        due_at=reading.due_at,
        due_precision=reading.due_precision,
        due_zone=reading.due_zone,
    )
    settle_dispute(deadline, claim=reading.claim, actor=actor, now=now)
    follow(deadline, now=now)


def settle_dispute(deadline: Deadline, *, claim: Claim, actor: User | None, now: datetime) -> None:
    """An open deadline is disputed exactly while its live readings name different moments."""
    moments = {reading.due_at for reading in live_readings(deadline) if reading.due_at}
    status = DeadlineStatus.DISPUTED if len(moments) > 1 else DeadlineStatus.PENDING
    if deadline.status in OPEN_DEADLINES and deadline.status != status:
        stand(deadline, status, claim=claim, stated=claim.stated, reason="", actor=actor, now=now)


def stand(
    deadline: Deadline,
    status: DeadlineStatus,
    *,
    claim: Claim,
    stated: WorldMoment,
    reason: str,
    actor: User | None,
    now: datetime,
    version: int | None = None,
    extended_to: Deadline | None = None,
) -> DeadlineOutcome:
    """Add a standing as a dated row and repeat it on the deadline."""
    amend(
        deadline,
        kind=f"deadline.{status}",
        actor=actor,
        now=now,
        claim=claim,
        reason=reason,
        version=version,
        status=status,
    )
    outcome = DeadlineOutcome(
        negotiation=deadline.negotiation,
        deadline=deadline,
        status=status,
        reason=reason,
        extended_to=extended_to,
        claim=claim,
        **columns("stated", stated),
    )
    return add(outcome, actor=actor, now=now, claim=claim, reason=reason)


def live_readings(deadline: Deadline) -> list[DeadlineReading]:
    """The newest reading of each voice: the record's own (no party) and every party's."""
    rows = DeadlineReading.objects.unscoped(reason="the deadline's own readings").filter(deadline=deadline)
    return live(rows.order_by("recorded_at", "pk"), lambda row: row.party_id)


def follow(deadline: Deadline, *, now: datetime) -> None:
    """Let everything that hangs on the deadline's moment or standing follow it, in the same transaction."""
    arm_deadline(deadline=deadline, now=now)
    proposal = deadline.proposal or (deadline.condition.proposal if deadline.condition else None)
    if proposal is not None:
        refresh_standing(proposal, now=now)


def require_open(deadline: Deadline) -> None:
    """Refuse where an outcome is on record."""
    if deadline.status not in OPEN_DEADLINES:
        raise InvalidValueError(
            f"This deadline is already {deadline.status}; reopen it first, with a reason.", field="deadline"
        )


def require_outcome(deadline: Deadline, status: DeadlineStatus) -> None:
    """Refuse a standing that cannot follow the present one."""
    allowed = outcomes_after(DeadlineStatus(deadline.status))
    if status not in allowed:
        choices = ", ".join(f"“{choice}”" for choice in allowed)
        raise ForbiddenMoveError(
            f"A deadline that is “{deadline.status}” cannot become “{status}”; it can become {choices}.",
            allowed=allowed,
        )


def require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidValueError("Say in one line why this is changing.", field="reason")
