"""Happenings, as they are sent in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from negotiations.actions.events import correct_event, record_event, revise_event
from negotiations.api.writes.bounds import (
    Code,
    Count,
    Line,
    Name,
    NegotiationKey,
    PartyKey,
    PersonKey,
    ProposalKey,
    Prose,
    Reason,
)
from negotiations.api.writes.evidence import OnClaim
from negotiations.api.writes.moments import Moment
from negotiations.api.writes.operations import Operation
from negotiations.enums import EventCategory, EventMode, EventRole, TreatyAct, Verification
from negotiations.errors import InvalidValueError
from negotiations.models import Negotiation, Party, Person
from negotiations.queries.events import EVENT

if TYPE_CHECKING:
    from negotiations.api.problems import Path
    from negotiations.api.writes.writer import Writer

Ordinal = Annotated[int, Meta(ge=0, le=10_000)]


class TakenPart(Struct, forbid_unknown_fields=True, kw_only=True):
    """The part that a party, or a person, took: name one of them."""

    role: EventRole
    party: PartyKey | UnsetType = UNSET
    person: PersonKey | UnsetType = UNSET

    def become(self, writer: Writer, path: Path, home: Negotiation | None) -> tuple[Party | Person, EventRole]:
        named, _ = writer.arguments(self, path, {})
        sides = [named[side] for side in ("party", "person") if side in named]
        if len(sides) != 1:
            raise InvalidValueError("Name either a party or a person.", field="party")
        return sides[0], self.role


class NewEvent(Struct, forbid_unknown_fields=True, kw_only=True):
    """A happening, with those who took part and the offers it bears on.

    With a `treaty_act` deadlines are counted from it: those that waited for it get their date.
    """

    negotiation: NegotiationKey
    title: Name
    category: EventCategory
    occurred: Moment
    claim: OnClaim
    mode: EventMode | UnsetType = UNSET
    summary: Prose | UnsetType = UNSET
    contexts: Annotated[list[Code], Meta(max_length=50)] | UnsetType = UNSET
    treaty_act: TreatyAct | UnsetType = UNSET
    expected: bool | UnsetType = UNSET
    place: Line | UnsetType = UNSET
    ordinal: Ordinal | UnsetType = UNSET
    ordinal_note: Line | UnsetType = UNSET
    killed: Count | UnsetType = UNSET
    killed_children: Count | UnsetType = UNSET
    injured: Count | UnsetType = UNSET
    injured_at_least: bool | UnsetType = UNSET
    verification: Verification | UnsetType = UNSET
    parts: Annotated[list[TakenPart], Meta(max_length=100)] | UnsetType = UNSET
    proposals: Annotated[list[ProposalKey], Meta(max_length=100)] | UnsetType = UNSET


class EventRevision(Struct, forbid_unknown_fields=True, kw_only=True):
    """How an event is described or verified."""

    reason: Reason
    title: Name | UnsetType = UNSET
    summary: Prose | UnsetType = UNSET
    place: Line | UnsetType = UNSET
    ordinal: Ordinal | UnsetType | None = UNSET
    ordinal_note: Line | UnsetType = UNSET
    killed: Count | UnsetType | None = UNSET
    killed_children: Count | UnsetType | None = UNSET
    injured: Count | UnsetType | None = UNSET
    injured_at_least: bool | UnsetType = UNSET
    verification: Verification | UnsetType = UNSET


class EventCorrection(Struct, forbid_unknown_fields=True, kw_only=True):
    """When an event happened after all; every deadline counted from it moves with it."""

    occurred: Moment
    reason: Reason
    claim: OnClaim


RECORD_EVENT = Operation(summary="Record a happening.", does=record_event, body=NewEvent, shows=EVENT, made="event")
REVISE_EVENT = Operation(
    summary="Change how an event is described or verified.",
    does=revise_event,
    body=EventRevision,
    of="event",
    moves=True,
)
CORRECT_EVENT = Operation(
    summary="Put right when an event happened.", does=correct_event, body=EventCorrection, of="event", moves=True
)
