"""Setting deadlines in the words they were said in, and recording what becomes of them."""

from __future__ import annotations

from datetime import date, datetime

from negotiations.actions.deadline_counting import current_reading, read_words, reading_row, require_clear, when_said
from negotiations.actions.deadline_standing import (
    follow,
    go_by,
    require_open,
    require_outcome,
    require_reason,
    settle_dispute,
    stand,
)
from negotiations.actions.permission import require_role, require_within
from negotiations.actions.recording import action, add, amend, require_version
from negotiations.actions.reviewing import reviewed
from negotiations.enums import DeadlineKind, DeadlineStatus, ReviewedMove
from negotiations.errors import InvalidValueError
from negotiations.models import (
    Claim,
    Condition,
    Deadline,
    DeadlineOutcome,
    DeadlineReading,
    Event,
    Negotiation,
    Party,
    Proposal,
    User,
)
from negotiations.rules.moments import WorldMoment


@action
@reviewed(ReviewedMove.SET)
def set_deadline(
    *,
    negotiation: Negotiation,
    kind: DeadlineKind,
    title: str,
    expression: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
    proposal: Proposal | None = None,
    condition: Condition | None = None,
    said_at: datetime | None = None,
    said_zone: str = "",
    said_by: Party | None = None,
    anchor: Event | None = None,
    review_on: date | None = None,
    read_as: str = "",
    decided: str = "",
) -> Deadline:
    """Record a deadline as it was said, with the moment the words come to.

    `said_at` and `said_zone` default to when and where the claim was stated. `anchor` chooses the event to count
    from. Words that wait for an event are kept as a formula without a date. Other words without a date raise
    DeadlineUnclearError with the readings to choose from, unless `review_on` names the day to look again.
    `read_as` chooses one of the other readings by its unambiguous words, `expression` stays as it was said.
    `decided` says why the team goes by this reading, which it then does even where a party's is earlier.
    """
    require_role(actor, negotiation)
    require_within(negotiation, claim=claim, proposal=proposal, condition=condition, said_by=said_by, anchor=anchor)
    said_zone = said_zone or claim.stated_zone or negotiation.time_zone
    deadline = Deadline(
        negotiation=negotiation,
        proposal=proposal,
        condition=condition,
        kind=kind,
        title=title,
        expression=expression,
        said_at=said_at or when_said(claim.stated, said_zone) or now,
        said_zone=said_zone,
        said_by=said_by,
        review_on=review_on,
        status=DeadlineStatus.PENDING,
        claim=claim,
    )
    reading = read_words(deadline, expression, anchor, read_as, why=decided, field="decided")
    require_clear(reading, waits_until=review_on)
    add(deadline, kind="deadline.set", actor=actor, now=now, claim=claim)
    row = reading_row(deadline, reading, claim=claim, reason=decided)
    row.decided = bool(decided)
    go_by(deadline, row, kind="deadline.dated", actor=actor, now=now)
    return deadline


@action
@reviewed(ReviewedMove.READING)
def add_reading(
    *,
    deadline: Deadline,
    expression: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
    party: Party | None = None,
    anchor: Event | None = None,
    read_as: str = "",
    reason: str = "",
    decided: str = "",
    version: int | None = None,
) -> DeadlineReading:
    """Record how somebody else dates the same deadline; readings stand side by side.

    The deadline goes by the earliest of them, unless the team has decided for one (`decided` says why). `read_as`
    chooses one of the ways to read these words, for the `reason` given.
    """
    require_role(actor, deadline.negotiation)
    require_within(deadline.negotiation, claim=claim, party=party, anchor=anchor)
    require_version(deadline, version)
    require_open(deadline)
    reading = read_words(deadline, expression, anchor, read_as, why=reason, field="reason")
    require_clear(reading, waits_until=None)
    if read_as:
        reason = f"Said “{expression}”. {reason}"
    row = reading_row(deadline, reading, claim=claim, party=party, reason=decided or reason)
    row.decided = bool(decided)
    present = current_reading(deadline)
    earlier = row.due_at is not None and (present is None or present.due_at is None or row.due_at < present.due_at)
    if row.decided or (earlier and not (present and present.decided)):
        go_by(deadline, row, kind="deadline.moved", actor=actor, now=now)
    else:
        add(row, actor=actor, now=now, claim=claim)
        settle_dispute(deadline, claim=claim, actor=actor, now=now)
    return row


@action
@reviewed(ReviewedMove.GO_BY)
def decide_reading(
    *,
    deadline: Deadline,
    reading: DeadlineReading,
    reason: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
    version: int | None = None,
) -> Deadline:
    """Go by one of the readings on record, for a stated reason, until the team decides anew."""
    require_role(actor, deadline.negotiation)
    require_within(deadline.negotiation, claim=claim)
    require_version(deadline, version)
    require_open(deadline)
    if reading.deadline_id != deadline.pk:
        raise InvalidValueError("Choose one of the readings of this deadline.", field="reading")
    require_reason(reason)
    repeated = DeadlineReading.objects.unscoped(reason="copies a reading of the deadline itself").get(pk=reading.pk)
    repeated.pk, repeated.decided, repeated.reason, repeated.claim = None, True, reason, claim
    repeated._state.adding = True
    go_by(deadline, repeated, kind="deadline.moved", actor=actor, now=now)
    return deadline


@action
@reviewed(ReviewedMove.CORRECT)
def correct_deadline(
    *,
    deadline: Deadline,
    expression: str,
    reason: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
    anchor: Event | None = None,
    read_as: str = "",
    version: int | None = None,
) -> Deadline:
    """Put right how a deadline was taken down; what was believed before stays as an earlier reading."""
    require_role(actor, deadline.negotiation)
    require_within(deadline.negotiation, claim=claim, anchor=anchor)
    require_version(deadline, version)
    require_open(deadline)
    require_reason(reason)
    reading = read_words(deadline, expression, anchor, read_as, why=reason, field="reason")
    require_clear(reading, waits_until=deadline.review_on)
    amend(
        deadline,
        kind="deadline.corrected",
        actor=actor,
        now=now,
        claim=claim,
        reason=reason,
        expression=expression,
    )
    go_by(
        deadline,
        reading_row(deadline, reading, claim=claim, reason=reason),
        kind="deadline.moved",
        actor=actor,
        now=now,
    )
    return deadline


@action
@reviewed(ReviewedMove.EXTEND)
def extend_deadline(
    *,
    deadline: Deadline,
    expression: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
    reason: str = "",
    stated: WorldMoment | None = None,
    proposal: Proposal | None = None,
    anchor: Event | None = None,
    read_as: str = "",
    version: int | None = None,
) -> Deadline:
    """Record that a term was extended: the old one ends as “extended”, and the new one is returned.

    `proposal` is the offer that the new term belongs to, where a renewal opened one of its own; by default it stays
    with the old one's. Its words are read from when `claim` was stated; `read_as` chooses one of the other readings,
    for the `reason` given. A new moment that is not later than the old one is refused.
    """
    require_role(actor, deadline.negotiation)
    require_within(deadline.negotiation, claim=claim, proposal=proposal, anchor=anchor)
    require_version(deadline, version)
    require_outcome(deadline, DeadlineStatus.EXTENDED)
    successor = set_deadline(
        negotiation=deadline.negotiation,
        proposal=proposal or deadline.proposal,
        condition=deadline.condition,
        kind=DeadlineKind(deadline.kind),
        title=deadline.title,
        expression=expression,
        said_zone=deadline.said_zone,
        said_by=deadline.said_by,
        anchor=anchor,
        read_as=read_as,
        decided=reason if read_as else "",
        claim=claim,
        actor=actor,
        now=now,
    )
    assert isinstance(successor, Deadline)  # noqa: S101 - as a part of this move it does not wait by itself
    if successor.due_at is not None and deadline.due_at is not None and successor.due_at <= deadline.due_at:
        raise InvalidValueError(
            f"“{expression}” ends on {successor.due_on}, no later than {deadline.due_on}; to bring a deadline forward, "
            "correct it instead.",
            field="expression",
        )
    stand(
        deadline,
        DeadlineStatus.EXTENDED,
        claim=claim,
        stated=stated or claim.stated,
        reason=reason,
        actor=actor,
        now=now,
        extended_to=successor,
    )
    follow(deadline, now=now)
    return successor


@action
@reviewed(ReviewedMove.SETTLE)
def settle_deadline(
    *,
    deadline: Deadline,
    status: DeadlineStatus,
    claim: Claim,
    actor: User | None,
    now: datetime,
    reason: str = "",
    stated: WorldMoment | None = None,
    version: int | None = None,
) -> DeadlineOutcome:
    """Record an outcome: met, lapsed or cancelled; or pending again, when one was recorded in error."""
    require_role(actor, deadline.negotiation)
    require_within(deadline.negotiation, claim=claim)
    require_version(deadline, version)
    if status in (DeadlineStatus.EXTENDED, DeadlineStatus.DISPUTED):
        raise InvalidValueError(
            "A deadline is extended by naming its new term, and disputed by the readings on record.", field="status"
        )
    require_outcome(deadline, status)
    outcome = stand(
        deadline,
        status,
        claim=claim,
        stated=stated or claim.stated,
        reason=reason,
        actor=actor,
        now=now,
    )
    if status is DeadlineStatus.PENDING:
        settle_dispute(deadline, claim=claim, actor=actor, now=now)
    follow(deadline, now=now)
    return outcome
