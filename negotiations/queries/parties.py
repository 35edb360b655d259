"""Actors, with the names others use for them and the groups they belong to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import ActorType, NameKind
from negotiations.queries.bounds import Alpha3, Id, Language, Line, Prose, Reference, Version, Wikidata
from negotiations.queries.shapes import Children, Shape


class PartyRef(Struct):
    """An actor, as other records name it."""

    id: Id
    name: Line
    iso_alpha3: Alpha3


class PartyName(Struct):
    """One more name of an actor; `language` is a BCP 47 tag."""

    id: Id
    name: Line
    language: Language
    kind: NameKind


class GroupMembership(Struct):
    """A group that an actor belongs or belonged to."""

    id: Id
    group: PartyRef | None
    since_on: date | None
    until_on: date | None


class GroupMember(Struct):
    """An actor that belongs or belonged to a group."""

    id: Id
    party: PartyRef | None
    since_on: date | None
    until_on: date | None


class Party(Struct):
    """An actor: state, organisation, coalition. Shared by all staff where `negotiation` is null."""

    id: Id
    negotiation: Reference | None
    name: Line
    actor_type: ActorType
    iso_alpha3: Alpha3
    gleditsch_ward: Annotated[int, Meta(ge=0, le=99_999)] | None
    ucdp_id: Annotated[int, Meta(ge=0, le=999_999)] | None
    wikidata_id: Wikidata
    contested: bool
    neutral_note: Prose
    display_order: Annotated[int, Meta(ge=0, le=999_999)]
    version: Version
    recorded_at: datetime
    names: list[PartyName]
    belongs_to: list[GroupMembership]
    members: list[GroupMember]


PARTY_REF = Shape(PartyRef, models.Party)
PARTY_NAME = Shape(PartyName, models.PartyName, order=("language", "name"))
GROUP_MEMBERSHIP = Shape(GroupMembership, models.PartyMembership, refs={"group": PARTY_REF}, links=("group",))
GROUP_MEMBER = Shape(GroupMember, models.PartyMembership, refs={"party": PARTY_REF}, links=("party",))
PARTY = Shape(
    Party,
    models.Party,
    children={
        "names": Children(PARTY_NAME, "party_id"),
        "belongs_to": Children(GROUP_MEMBERSHIP, "party_id"),
        "members": Children(GROUP_MEMBER, "group_id"),
    },
)
