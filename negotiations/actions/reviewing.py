"""Two people for one change: it is proposed by one and carried out when another confirms it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from negotiations.actions.gathering import ApartError, asked_once, gathering
from negotiations.actions.kept_arguments import called_with, kept
from negotiations.actions.permission import require_role
from negotiations.actions.recording import action, add, amend, require_version
from negotiations.enums import Decision, ProposedState, ReviewedMove
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import Deadline, Negotiation, Proposal, ProposedChange, User

P = ParamSpec("P")
R = TypeVar("R")
_CARRIED_OUT: dict[ReviewedMove, Callable[..., Any]] = {}
# Set while a reviewed action runs, tried or confirmed: what it does by other reviewed actions is part of it.
_within_another: ContextVar[bool] = ContextVar("within_another_reviewed_action", default=False)
WHY = "whether a negotiation asks for two people"
_LONGEST = 140


class _TriedError(Exception):
    """Undoes what was only tried."""


def reviewed(move: ReviewedMove) -> Callable[[Callable[P, R]], Callable[P, R | ProposedChange]]:
    """Let this action wait for a second person where the negotiation asks for two, whoever acts, Parley itself too.

    What waits is tried first, so that nothing impossible is proposed, and undone. Then the answer is the
    ProposedChange instead of the row that the action would have answered with.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R | ProposedChange]:
        _CARRIED_OUT[move] = function

        @wraps(function)
        def within(*args: P.args, **kwargs: P.kwargs) -> R | ProposedChange:
            given: dict[str, Any] = dict(kwargs)
            if _within_another.get() or not _asks_for_two(given):
                return function(*args, **kwargs)
            if gathering():
                # What is tried is undone by a savepoint, and rows that are kept back know of none.
                raise ApartError
            try:
                with transaction.atomic(), _as_one():
                    row = _proposed(move, given, function(*args, **kwargs))
                    raise _TriedError
            except _TriedError:
                for touched in (given.get("deadline"), given.get("proposal")):
                    if touched is not None:
                        touched.refresh_from_db()
            seen = _changed_row(given)
            row.seen_version = seen.version if seen is not None else 1
            return add(
                row,
                kind="proposedchange.made",
                actor=given["actor"],
                now=given["now"],
                claim=row.claim,
                reason=row.reason,
            )

        within.may_wait = True  # type: ignore[attr-defined]
        return within

    return decorate


def may_wait(function: Callable[..., Any]) -> bool:
    """Whether an action may answer with a ProposedChange."""
    return bool(getattr(function, "may_wait", False))


@action
def confirm_change(
    *, proposed: ProposedChange, actor: User, now: datetime, reason: str = "", version: int | None = None
) -> ProposedChange:
    """Carry out what was proposed, as another editor; refused over a row that has changed since it was proposed."""
    _require_decidable(proposed, actor, version)
    if actor.pk == proposed.recorded_by_id:
        raise NotPermittedError("Somebody else has to confirm this: that is what two people are for.")
    move, given = ReviewedMove(proposed.move), called_with(proposed.arguments)
    seen = _changed_row(given)
    if seen is not None:
        require_version(seen, proposed.seen_version)
    _decide(proposed, ProposedState.CONFIRMED, actor, now, reason)
    with _as_one():
        row = _CARRIED_OUT[move](**given, actor=actor, now=now)
    if _asked_for(move, given, row) != proposed.asked_for:
        raise InvalidValueError(
            "Its words no longer come to what was proposed, since the timeline or the reading policy has changed; "
            "decline it and propose it anew.",
            field="asked_for",
        )
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


def _proposed(move: ReviewedMove, given: dict[str, Any], tried: Any) -> ProposedChange:
    """What waits, before it is saved; `tried` is what the action made of it."""
    deadline: Deadline | None = given.get("deadline")
    if move is ReviewedMove.SET:
        given["said_at"] = tried.said_at  # as read now: words said at no known time count from when they came in
    return ProposedChange(
        negotiation_id=_home(given),
        move=move,
        proposal=deadline_home(deadline) if deadline else _proposal_of(given),
        deadline=deadline,
        asked_for=_asked_for(move, given, tried),
        reason=given.get("reason") or given.get("decided") or given.get("status_reason") or "",
        claim=given["claim"],
        arguments=kept({name: value for name, value in given.items() if name not in {"actor", "now", "version"}}),
    )


def deadline_home(deadline: Deadline) -> Proposal | None:
    """The proposal on whose page a deadline stands."""
    return deadline.proposal or (deadline.condition.proposal if deadline.condition else None)


def _asks_for_two(given: dict[str, Any]) -> bool:
    """Read anew: the row that the caller holds may be older than the switch."""
    home = _home(given)
    rows = Negotiation.objects.unscoped(reason=WHY).filter(pk=home, two_person_review=True)
    return asked_once(("two people", home), rows.exists)


def _home(given: dict[str, Any]) -> int:
    if home := given.get("negotiation"):
        return int(home.pk)
    subject: Proposal | Deadline = given["deadline" if "deadline" in given else "proposal"]
    return subject.negotiation_id


def _changed_row(given: dict[str, Any]) -> Proposal | Deadline | None:
    """The row that is changed; None where one is made."""
    if "negotiation" in given:
        return None
    row: Proposal | Deadline = given["deadline" if "deadline" in given else "proposal"]
    return row


def _proposal_of(given: dict[str, Any]) -> Proposal | None:
    condition = given.get("condition")
    found: Proposal | None = given.get("proposal") or (condition.proposal if condition else None)
    return found


def _asked_for(move: ReviewedMove, given: dict[str, Any], row: Any) -> str:
    """What it would become, in one line: a status, or words and the day that they come to."""
    if move is ReviewedMove.OPEN:
        return f"{row.title[:_LONGEST]} → {row.status}"
    if "status" in given:
        return str(given["status"])
    words = str(given.get("reading", row.expression))[:_LONGEST]
    if move is ReviewedMove.SET:
        words = f"{row.title[:_LONGEST]}: {words}"
    return f"{words} → {row.due_on}" if row.due_on else words


@contextmanager
def _as_one() -> Iterator[None]:
    token = _within_another.set(True)
    try:
        yield
    finally:
        _within_another.reset(token)


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
