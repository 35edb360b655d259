"""Two people for one change: it is proposed by one and carried out when another confirms it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import transaction

from negotiations.actions.kept_arguments import called_with, kept
from negotiations.actions.permission import require_role
from negotiations.actions.recording import action, add, amend, require_version
from negotiations.enums import Decision, ProposedState, ReviewedMove
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import Deadline, DeadlineOutcome, DeadlineReading, Proposal, ProposedChange, StatusChange, User

P = ParamSpec("P")
R = TypeVar("R")
_CARRIED_OUT: dict[ReviewedMove, Callable[..., Any]] = {}
WHY = "the row that a proposed change is about"


class _TriedError(Exception):
    """Undoes what was only tried."""


def reviewed(move: ReviewedMove) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let this action wait for a second person where the negotiation asks for two.

    What waits is tried first, so that nothing impossible is proposed, and undone. Then it answers with the row as it
    still stands, of the kind the action answers with. Parley itself (no actor) waits for nobody.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        _CARRIED_OUT[move] = function

        @wraps(function)
        def within(*args: P.args, **kwargs: P.kwargs) -> R:
            given: dict[str, Any] = dict(kwargs)
            subject: Proposal | Deadline = given["deadline" if "deadline" in given else "proposal"]
            if given["actor"] is None or not subject.negotiation.two_person_review:
                return function(*args, **kwargs)
            try:
                with transaction.atomic():
                    function(*args, **kwargs)
                    raise _TriedError
            except _TriedError:
                subject.refresh_from_db()
            _propose(move, subject, given)
            return cast("R", _as_it_stands(move, subject))

        return within

    return decorate


@action
def confirm_change(
    *, proposed: ProposedChange, actor: User, now: datetime, reason: str = "", version: int | None = None
) -> ProposedChange:
    """Carry out what was proposed, as another editor; refused over a row that has changed since it was proposed."""
    _require_decidable(proposed, actor, version)
    if actor.pk == proposed.recorded_by_id:
        raise NotPermittedError("Somebody else has to confirm this: that is what two people are for.")
    given = called_with(proposed.arguments)
    require_version(given["deadline" if proposed.deadline_id else "proposal"], proposed.seen_version)
    _decide(proposed, ProposedState.CONFIRMED, actor, now, reason)
    _CARRIED_OUT[ReviewedMove(proposed.move)](**given, actor=actor, now=now)
    return proposed


@action
def decline_change(
    *, proposed: ProposedChange, reason: str, actor: User, now: datetime, version: int | None = None
) -> ProposedChange:
    """Leave everything as it is, for a reason; whoever proposed it may take it back so too."""
    _require_decidable(proposed, actor, version)
    if not reason.strip():
        raise InvalidValueError("Say in one line why this is declined.", field="reason")
    return _decide(proposed, ProposedState.DECLINED, actor, now, reason)


def decide_change(
    *,
    proposed: ProposedChange,
    decision: Decision,
    actor: User,
    now: datetime,
    reason: str = "",
    version: int | None = None,
) -> ProposedChange:
    """Confirm or decline, whichever the second person says."""
    decide = confirm_change if decision is Decision.CONFIRM else decline_change
    return decide(proposed=proposed, reason=reason, actor=actor, now=now, version=version)


def _propose(move: ReviewedMove, subject: Proposal | Deadline, given: dict[str, Any]) -> None:
    actor, now = given["actor"], given["now"]
    deadline = subject if isinstance(subject, Deadline) else None
    proposal = subject if isinstance(subject, Proposal) else deadline_home(subject)
    asked_for = given.get("status") or given.get("expression") or getattr(given.get("reading"), "expression", "")
    row = ProposedChange(
        negotiation=subject.negotiation,
        move=move,
        proposal=proposal,
        deadline=deadline,
        asked_for=str(asked_for),
        reason=given.get("reason") or given.get("decided") or "",
        claim=given["claim"],
        arguments=kept({name: value for name, value in given.items() if name not in {"actor", "now", "version"}}),
        seen_version=subject.version,
    )
    add(row, kind="proposedchange.made", actor=actor, now=now, claim=row.claim, reason=row.reason)


def deadline_home(deadline: Deadline) -> Proposal | None:
    """The proposal on whose page a deadline stands."""
    return deadline.proposal or (deadline.condition.proposal if deadline.condition else None)


def _as_it_stands(move: ReviewedMove, subject: Proposal | Deadline) -> Any:
    if isinstance(subject, Proposal):
        return StatusChange.objects.unscoped(reason=WHY).filter(proposal=subject).newest_first().first()
    if move is ReviewedMove.SETTLE:
        newest = DeadlineOutcome.objects.unscoped(reason=WHY).filter(deadline=subject).order_by("pk").last()
        return newest or DeadlineOutcome(deadline=subject, negotiation=subject.negotiation, status=subject.status)
    if move is ReviewedMove.READING:
        return DeadlineReading.objects.unscoped(reason=WHY).filter(deadline=subject).order_by("pk").last()
    return subject


def _require_decidable(proposed: ProposedChange, actor: User, version: int | None) -> None:
    require_role(actor, proposed.negotiation)
    require_version(proposed, version)
    if proposed.state != ProposedState.WAITING:
        raise InvalidValueError(f"This was already {proposed.state}; propose it anew.", field="state")


def _decide(proposed: ProposedChange, state: ProposedState, actor: User, now: datetime, reason: str) -> ProposedChange:
    return amend(
        proposed,
        kind=f"proposedchange.{state}",
        actor=actor,
        now=now,
        claim=proposed.claim,
        reason=reason,
        state=state,
        decided_by=actor,
        decided_at=now,
        decision_reason=reason,
    )
