"""Deadlines in the words they were said in, and what becomes of them, as they are sent in."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from negotiations.actions.deadlines import (
    add_reading,
    correct_deadline,
    decide_reading,
    extend_deadline,
    set_deadline,
    settle_deadline,
)
from negotiations.api.writes.bounds import (
    ConditionKey,
    Day,
    EventKey,
    Instant,
    Line,
    Name,
    NegotiationKey,
    Note,
    PartyKey,
    ProposalKey,
    ReadingKey,
    Reason,
    Zone,
)
from negotiations.api.writes.evidence import OnClaim
from negotiations.api.writes.moments import Moment
from negotiations.api.writes.operations import Operation
from negotiations.api.writes.variants import without
from negotiations.enums import DeadlineKind, DeadlineStatus
from negotiations.queries.deadlines import DEADLINE_DETAIL

Expression = Annotated[
    Name, Meta(description="The words as they were said.", examples=["ends Friday", "30 days from 18 March 2025"])
]
ReadAs = Annotated[Line, Meta(description="One of the other ways to read the words, in words that have one meaning.")]


class NewDeadline(Struct, forbid_unknown_fields=True, kw_only=True):
    """A deadline as it was said, of one proposal, one condition, or the negotiation itself.

    `said_at` and `said_zone` are when and where the claim was stated unless given; `anchor` is the event to count
    from. Words without one meaning are refused with those to choose from, unless `review_on` says when to look again.
    """

    kind: DeadlineKind
    title: Name
    expression: Expression
    claim: OnClaim
    negotiation: NegotiationKey | UnsetType = UNSET
    proposal: ProposalKey | UnsetType = UNSET
    condition: ConditionKey | UnsetType = UNSET
    said_at: Instant | UnsetType = UNSET
    said_zone: Zone | UnsetType = UNSET
    said_by: PartyKey | UnsetType = UNSET
    anchor: EventKey | UnsetType = UNSET
    review_on: Day | UnsetType = UNSET
    read_as: ReadAs | UnsetType = UNSET
    decided: Note | UnsetType = UNSET


class Extension(Struct, forbid_unknown_fields=True, kw_only=True):
    """The new term of a deadline; `proposal` is the offer it belongs to, where a renewal opened one of its own."""

    expression: Expression
    claim: OnClaim
    reason: Note | UnsetType = UNSET
    stated: Moment | UnsetType = UNSET
    proposal: ProposalKey | UnsetType = UNSET
    anchor: EventKey | UnsetType = UNSET
    read_as: ReadAs | UnsetType = UNSET


class DeadlineCorrection(Struct, forbid_unknown_fields=True, kw_only=True):
    """How a deadline should have been taken down."""

    expression: Expression
    reason: Reason
    claim: OnClaim
    anchor: EventKey | UnsetType = UNSET
    read_as: ReadAs | UnsetType = UNSET


class NewReading(Struct, forbid_unknown_fields=True, kw_only=True):
    """How somebody else dates the same deadline; `decided` says why the team goes by it."""

    expression: Expression
    claim: OnClaim
    party: PartyKey | UnsetType = UNSET
    anchor: EventKey | UnsetType = UNSET
    read_as: ReadAs | UnsetType = UNSET
    reason: Note | UnsetType = UNSET
    decided: Note | UnsetType = UNSET


class Decision(Struct, forbid_unknown_fields=True, kw_only=True):
    """The reading on record to go by, and why."""

    reading: ReadingKey
    reason: Reason
    claim: OnClaim


class DeadlineOutcome(Struct, forbid_unknown_fields=True, kw_only=True):
    """What became of a deadline, on whose word and since when."""

    claim: OnClaim
    reason: Note | UnsetType = UNSET
    stated: Moment | UnsetType = UNSET


OwnDeadline = without(
    NewDeadline,
    "negotiation",
    "proposal",
    "condition",
    called="OwnDeadline",
    words="A deadline of what the address names, as it was said.",
)


def _of(owner: str) -> Operation:
    return Operation(
        summary=f"Set a deadline of this {owner} in the words it was said in.",
        does=set_deadline,
        body=OwnDeadline,
        of=owner,
        shows=DEADLINE_DETAIL,
        made="deadline",
    )


def _settled(status: DeadlineStatus, summary: str) -> Operation:
    return Operation(
        summary=summary,
        does=settle_deadline,
        body=DeadlineOutcome,
        of="deadline",
        moves=True,
        always=(("status", status),),
    )


SET_DEADLINE = Operation(
    summary="Set a deadline in the words it was said in.",
    does=set_deadline,
    body=NewDeadline,
    shows=DEADLINE_DETAIL,
    made="deadline",
)
DEADLINE_OF_PROPOSAL = _of("proposal")
DEADLINE_OF_CONDITION = _of("condition")
EXTEND_DEADLINE = Operation(
    summary="Record that a term was extended: the old deadline ends, and its successor is answered.",
    does=extend_deadline,
    body=Extension,
    of="deadline",
    moves=True,
    shows=DEADLINE_DETAIL,
    made="deadline",
)
MEET_DEADLINE = _settled(DeadlineStatus.MET, "Record that a deadline was met.")
LAPSE_DEADLINE = _settled(DeadlineStatus.LAPSED, "Record that a deadline passed unmet.")
CANCEL_DEADLINE = _settled(DeadlineStatus.CANCELLED, "Record that a deadline was called off.")
REOPEN_DEADLINE = _settled(DeadlineStatus.PENDING, "Take back an outcome that was recorded in error.")
CORRECT_DEADLINE = Operation(
    summary="Put right how a deadline was taken down; the earlier reading stays on record.",
    does=correct_deadline,
    body=DeadlineCorrection,
    of="deadline",
    moves=True,
)
ADD_READING = Operation(
    summary="Record how somebody else dates this deadline.",
    does=add_reading,
    body=NewReading,
    of="deadline",
    moves=True,
)
DECIDE_READING = Operation(
    summary="Go by one of the readings on record, for a stated reason.",
    does=decide_reading,
    body=Decision,
    of="deadline",
    moves=True,
)
