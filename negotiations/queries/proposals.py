"""Proposals: offers on the table, how each stood from day to day, who has a part in them, and what hangs on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import NullIf
from msgspec import Struct

from negotiations import models
from negotiations.enums import (
    InvolvementRole,
    LineageKind,
    Outlook,
    Precision,
    ProposalKind,
    ProposalStatus,
    Stage,
    SubStage,
    Trend,
)
from negotiations.queries.bounds import Id, Line, Prose, Reason, Reference, Scheme, Short, Version, Zone
from negotiations.queries.ceasefires import CEASEFIRE, Ceasefire
from negotiations.queries.cited import PROPOSAL_REF, ProposalRef
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.conditions import LISTED_CONDITION, ListedCondition
from negotiations.queries.deadlines import DEADLINE_REF, DeadlineRef
from negotiations.queries.divergences import Divergence, divergences_by_proposal
from negotiations.queries.momentum import MomentumReading, momentum_by_proposal
from negotiations.queries.parties import PARTY_REF, PartyRef
from negotiations.queries.people import PERSON_REF, PersonRef
from negotiations.queries.shapes import NEWEST_FIRST, OLDEST_FIRST, Children, Shape, Then, or_none
from negotiations.queries.users import USER_REF, UserRef
from negotiations.rules.moments import NO_DATE

_COLUMN = "a column of proposals that carry their own scope"


class Seat(Struct):
    """The part a party, or a person, has in a proposal."""

    id: Id
    party: PartyRef | None
    person: PersonRef | None
    role: InvolvementRole


class SourcedSeat(Seat):
    """A part in a proposal, with the claim it rests on."""

    claim: ClaimRef | None
    recorded_at: datetime


class StatusRow(Struct):
    """How a proposal stood from a moment on, on whose word and why."""

    id: Id
    status: ProposalStatus
    reason: Reason
    stated_on: date | None
    stated_at: datetime | None
    stated_precision: Precision
    stated_zone: Zone
    claim: ClaimRef | None
    recorded_at: datetime


class Assessment(Struct):
    """Where a proposal went (trend) and what may come (outlook), by one claim."""

    id: Id
    trend: Trend | None
    outlook: Outlook | None
    slipping: bool
    reason: Reason
    stated_on: date | None
    stated_at: datetime | None
    stated_precision: Precision
    stated_zone: Zone
    claim: ClaimRef | None
    recorded_at: datetime


class Ancestor(Struct):
    """This proposal `kind` the other: revises it, renews it, is part of it."""

    id: Id
    kind: LineageKind
    other: ProposalRef | None
    claim: ClaimRef | None


class Descendant(Struct):
    """Another proposal `kind` this one."""

    id: Id
    kind: LineageKind
    proposal: ProposalRef | None
    claim: ClaimRef | None


class Proposal(Struct):
    """An offer on the table, agreed or not. `next_due_at` is its earliest open deadline that has a date."""

    id: Id
    reference: Reference
    negotiation: Reference
    title: Line
    short_title: Short
    kind: ProposalKind
    stage: Stage | None
    sub_stage: SubStage | None
    stage_scheme: Scheme | None
    summary: Prose
    scope: Prose
    status: ProposalStatus
    status_since_at: datetime | None
    next_due_at: datetime | None
    opened_on: date | None
    opened_at: datetime | None
    opened_precision: Precision
    opened_zone: Zone
    owner: UserRef | None
    last_checked_at: datetime | None
    changed_at: datetime
    version: Version
    recorded_at: datetime
    momentum: MomentumReading | None
    involvements: list[Seat]
    deadlines: list[DeadlineRef]


class ProposalDetail(Struct):
    """A proposal with its whole history: each row beside the claim it rests on."""

    id: Id
    reference: Reference
    negotiation: Reference
    title: Line
    short_title: Short
    kind: ProposalKind
    stage: Stage | None
    sub_stage: SubStage | None
    stage_scheme: Scheme | None
    summary: Prose
    scope: Prose
    status: ProposalStatus
    status_since_at: datetime | None
    next_due_at: datetime | None
    opened_on: date | None
    opened_at: datetime | None
    opened_precision: Precision
    opened_zone: Zone
    owner: UserRef | None
    last_checked_at: datetime | None
    changed_at: datetime
    version: Version
    recorded_at: datetime
    momentum: MomentumReading | None
    status_changes: list[StatusRow]
    involvements: list[SourcedSeat]
    lineage: list[Ancestor]
    lineage_of_others: list[Descendant]
    ceasefire: Ceasefire | None
    conditions: list[ListedCondition]
    deadlines: list[DeadlineRef]
    trend_assessments: list[Assessment]
    divergences: list[Divergence]


def _since(then: Then) -> Any:
    rows = models.StatusChange.objects.unscoped(reason=_COLUMN, known_at=then.known_at)
    held = rows.as_of(then.as_of, known_at=then.known_at).filter(proposal=OuterRef("pk"))
    return Subquery(held.order_by(*NEWEST_FIRST).values("stated_at")[:1])


_CODES = {
    **or_none("stage", "sub_stage", "stage_scheme"),
    "next_due_at": NullIf("next_due_at", Value(NO_DATE)),
}
_THEN = {"status": None, "status_since_at": _since}
# What the record keeps of today alone.
_TIMELESS = ("next_due_at", "momentum", "owner", "last_checked_at", "changed_at", "version")

SEAT = Shape(
    Seat,
    models.Involvement,
    refs={"party": PARTY_REF, "person": PERSON_REF},
    links=("party", "person"),
    order=("role", "pk"),
)
SOURCED_SEAT = replace(SEAT, struct=SourcedSeat, refs={**SEAT.refs, "claim": CLAIM_REF})
STATUS_ROW = Shape(StatusRow, models.StatusChange, refs={"claim": CLAIM_REF}, order=OLDEST_FIRST)
ASSESSMENT = Shape(
    Assessment,
    models.TrendAssessment,
    columns=or_none("trend", "outlook"),
    refs={"claim": CLAIM_REF},
    order=OLDEST_FIRST,
)
ANCESTOR = Shape(
    Ancestor, models.Lineage, refs={"other": PROPOSAL_REF, "claim": CLAIM_REF}, links=("other",), order=("kind", "pk")
)
DESCENDANT = Shape(
    Descendant,
    models.Lineage,
    refs={"proposal": PROPOSAL_REF, "claim": CLAIM_REF},
    links=("proposal",),
    order=("kind", "pk"),
)
PROPOSAL = Shape(
    Proposal,
    models.Proposal,
    columns=_CODES,
    refs={"owner": USER_REF},
    children={"involvements": Children(SEAT, "proposal_id"), "deadlines": Children(DEADLINE_REF, "proposal_id")},
    bulk={"momentum": momentum_by_proposal},
    then=_THEN,
    timeless=_TIMELESS,
)
PROPOSAL_DETAIL = Shape(
    ProposalDetail,
    models.Proposal,
    columns=_CODES,
    refs={"owner": USER_REF},
    children={
        "status_changes": Children(STATUS_ROW, "proposal_id"),
        "involvements": Children(SOURCED_SEAT, "proposal_id"),
        "lineage": Children(ANCESTOR, "proposal_id"),
        "lineage_of_others": Children(DESCENDANT, "other_id"),
        "ceasefire": Children(CEASEFIRE, "proposal_id", single=True),
        "conditions": Children(LISTED_CONDITION, "proposal_id"),
        "deadlines": Children(DEADLINE_REF, "proposal_id"),
        "trend_assessments": Children(ASSESSMENT, "proposal_id"),
    },
    bulk={"momentum": momentum_by_proposal, "divergences": divergences_by_proposal},
    then=_THEN,
    timeless=_TIMELESS,
)
