"""Deadlines: the words, the moment they come to, every reading of them, and what became of each."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import DeadlineKind, DeadlineStatus, Precision
from negotiations.queries.bounds import Id, Line, Reason, Reference, Version, Zone
from negotiations.queries.cited import CONDITION_REF, EVENT_REF, PROPOSAL_REF, ConditionRef, EventRef, ProposalRef
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.parties import PARTY_REF, PartyRef
from negotiations.queries.shapes import NEWEST_FIRST, OLDEST_FIRST, Children, Shape, Then, or_none

_COLUMN = "a column of deadlines that carry their own scope"


class DeadlineRef(Struct):
    """A deadline, as its proposal lists it. `due_at` is the instant at which it has passed."""

    id: Id
    kind: DeadlineKind
    title: Line
    expression: Line
    status: DeadlineStatus
    due_on: date | None
    due_at: datetime | None
    due_precision: Precision
    due_zone: Zone


class OtherReading(Struct):
    """Another way to read the same words."""

    label: str
    day: date
    instant: datetime | None


class Reading(Struct):
    """One way a deadline is or was read; the newest one `in_use` is what it goes by.

    `rule` says in words how the moment was counted. A reading without a date has its `refusal` instead, and
    `missing_anchor` names the event it waits for.
    """

    id: Id
    party: PartyRef | None
    expression: Line
    reference_at: datetime | None
    anchor: EventRef | None
    missing_anchor: Line
    due_on: date | None
    due_at: datetime | None
    due_precision: Precision
    due_zone: Zone
    rule: Reason
    warnings: list[str]
    alternatives: list[OtherReading]
    refusal_code: Annotated[str, Meta(max_length=30)] | None
    refusal: Reason
    in_use: bool
    decided: bool
    reason: Reason
    stated_on: date | None
    stated_at: datetime | None
    stated_precision: Precision
    stated_zone: Zone
    claim: ClaimRef | None
    recorded_at: datetime


class Outcome(Struct):
    """How a deadline stood from a moment on."""

    id: Id
    status: DeadlineStatus
    reason: Reason
    extended_to: DeadlineRef | None
    stated_on: date | None
    stated_at: datetime | None
    stated_precision: Precision
    stated_zone: Zone
    claim: ClaimRef | None
    recorded_at: datetime


class Deadline(Struct):
    """A moment by which something runs out or is due: of a proposal, a condition, or (both null) the negotiation."""

    id: Id
    negotiation: Reference
    proposal: ProposalRef | None
    condition: ConditionRef | None
    kind: DeadlineKind
    title: Line
    expression: Line
    said_at: datetime | None
    said_zone: Zone
    said_by: PartyRef | None
    review_on: date | None
    status: DeadlineStatus
    due_on: date | None
    due_at: datetime | None
    due_precision: Precision
    due_zone: Zone
    claim: ClaimRef | None
    version: Version
    recorded_at: datetime


class DeadlineDetail(Deadline):
    """A deadline with every reading and every standing; readings with different moments are a divergence."""

    readings: list[Reading]
    outcomes: list[Outcome]


def _status(then: Then) -> Any:
    outcomes = models.DeadlineOutcome.objects.unscoped(reason=_COLUMN, known_at=then.known_at)
    held = outcomes.as_of(then.as_of, known_at=then.known_at).filter(deadline=OuterRef("pk"))
    newest = held.order_by(*NEWEST_FIRST).values("status")[:1]
    return Coalesce(Subquery(newest), Value(DeadlineStatus.PENDING.value))


def _reading_in_use(then: Then, column: str) -> Any:
    readings = models.DeadlineReading.objects.unscoped(reason=_COLUMN, known_at=then.known_at)
    used = readings.as_of(then.as_of, known_at=then.known_at).filter(deadline=OuterRef("pk"), in_use=True)
    return Subquery(used.order_by("-recorded_at", "-pk").values(column)[:1])


_THEN = {
    "status": _status,
    "due_on": lambda then: _reading_in_use(then, "due_on"),
    "due_at": lambda then: _reading_in_use(then, "due_at"),
    "due_precision": lambda then: Coalesce(_reading_in_use(then, "due_precision"), Value(Precision.UNKNOWN.value)),
    "due_zone": lambda then: Coalesce(_reading_in_use(then, "due_zone"), F("due_zone")),
}
_POINTS_TO: dict[str, Shape[Any]] = {
    "proposal": PROPOSAL_REF,
    "condition": CONDITION_REF,
    "said_by": PARTY_REF,
    "claim": CLAIM_REF,
}

DEADLINE_REF = Shape(DeadlineRef, models.Deadline, then=_THEN, order=(F("due_at").asc(nulls_last=True), "pk"))
READING = Shape(
    Reading,
    models.DeadlineReading,
    columns=or_none("refusal_code"),
    refs={"party": PARTY_REF, "anchor": EVENT_REF, "claim": CLAIM_REF},
    order=("recorded_at", "pk"),
)
OUTCOME = Shape(
    Outcome,
    models.DeadlineOutcome,
    refs={"extended_to": DEADLINE_REF, "claim": CLAIM_REF},
    order=OLDEST_FIRST,
)
DEADLINE = Shape(Deadline, models.Deadline, refs=_POINTS_TO, then=_THEN, timeless=("version",))
DEADLINE_DETAIL = Shape(
    DeadlineDetail,
    models.Deadline,
    refs=_POINTS_TO,
    children={"readings": Children(READING, "deadline_id"), "outcomes": Children(OUTCOME, "deadline_id")},
    then=_THEN,
    timeless=("version",),
)
