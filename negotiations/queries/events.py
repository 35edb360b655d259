"""Things that happened, who took part, and the proposals they bear on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import EventCategory, EventMode, EventRole, Precision, TreatyAct, Verification
from negotiations.queries.bounds import Count, Id, Line, Prose, Reference, Scheme, Version, Zone
from negotiations.queries.cited import PROPOSAL_REF, ProposalRef
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.parties import PARTY_REF, PartyRef
from negotiations.queries.people import PERSON_REF, PersonRef
from negotiations.queries.shapes import Children, Shape, or_none


class Part(Struct):
    """The part a party, or a person, took in an event."""

    id: Id
    party: PartyRef | None
    person: PersonRef | None
    role: EventRole


class Event(Struct):
    """One happening, coded after PLOVER. Casualties are figures from the claim, never totals worked out by Parley."""

    id: Id
    negotiation: Reference
    title: Line
    summary: Prose
    category: EventCategory
    mode: EventMode | None
    scheme: Scheme
    contexts: list[str]
    treaty_act: TreatyAct | None
    expected: bool
    place: Line
    ordinal: Annotated[int, Meta(ge=0, le=10_000)] | None
    ordinal_note: Line
    killed: Count | None
    killed_children: Count | None
    injured: Count | None
    injured_at_least: bool
    verification: Verification
    occurred_on: date | None
    occurred_at: datetime | None
    occurred_precision: Precision
    occurred_zone: Zone
    claim: ClaimRef | None
    version: Version
    recorded_at: datetime
    parts: list[Part]
    proposals: list[ProposalRef]


PART = Shape(
    Part,
    models.EventPart,
    refs={"party": PARTY_REF, "person": PERSON_REF},
    links=("party", "person"),
    order=("role", "pk"),
)
EVENT = Shape(
    Event,
    models.Event,
    columns=or_none("mode", "treaty_act"),
    refs={"claim": CLAIM_REF},
    children={"parts": Children(PART, "event_id"), "proposals": Children(PROPOSAL_REF, "event_links__event")},
    timeless=("version",),
)
