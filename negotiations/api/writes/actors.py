"""Parties and people, with their names, groups and offices, as they are sent in."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from negotiations.actions.merging import merge_parties, merge_people
from negotiations.actions.parties import join_group, leave_group, name_party, register_party, revise_party
from negotiations.actions.people import hold_role, leave_role, name_person, register_person, revise_person
from negotiations.api.writes.bounds import (
    Alpha3,
    Day,
    GroupMembershipKey,
    Name,
    NegotiationKey,
    Order,
    PartyKey,
    PersonKey,
    Prose,
    Reason,
    RoleKey,
    Wikidata,
)
from negotiations.api.writes.operations import Operation
from negotiations.enums import ActorType, NameKind
from negotiations.errors import InvalidValueError
from negotiations.models import Negotiation, Party, PartyMembership, Person, Role, User
from negotiations.queries.parties import PARTY
from negotiations.queries.people import PERSON

if TYPE_CHECKING:
    from negotiations.api.problems import Path
    from negotiations.api.writes.writer import Writer

GleditschWard = Annotated[int, Meta(ge=0, le=99_999)]
Ucdp = Annotated[int, Meta(ge=0, le=999_999)]
Tag = Annotated[str, Meta(min_length=1, max_length=20, pattern="^[A-Za-z0-9-]+$", examples=["uk-Latn"])]


class OtherName(Struct, forbid_unknown_fields=True, kw_only=True):
    """One more name, in its language (BCP 47 tag), and why it is borne."""

    name: Name
    language: Tag
    kind: NameKind

    def become(self, writer: Writer, path: Path, home: Negotiation | None) -> tuple[str, str, NameKind]:
        return self.name, self.language, self.kind


OtherNames = Annotated[list[OtherName], Meta(max_length=50)]


class NewParty(Struct, forbid_unknown_fields=True, kw_only=True):
    """An actor; without `negotiation` all staff share it."""

    name: Name
    actor_type: ActorType
    negotiation: NegotiationKey | UnsetType = UNSET
    iso_alpha3: Alpha3 | UnsetType = UNSET
    gleditsch_ward: GleditschWard | UnsetType = UNSET
    ucdp_id: Ucdp | UnsetType = UNSET
    wikidata_id: Wikidata | UnsetType = UNSET
    contested: bool | UnsetType = UNSET
    neutral_note: Prose | UnsetType = UNSET
    display_order: Order | UnsetType = UNSET
    names: OtherNames | UnsetType = UNSET


class PartyRevision(Struct, forbid_unknown_fields=True, kw_only=True):
    """How an actor is named, coded or ordered."""

    reason: Reason
    name: Name | UnsetType = UNSET
    actor_type: ActorType | UnsetType = UNSET
    iso_alpha3: Alpha3 | UnsetType = UNSET
    gleditsch_ward: GleditschWard | UnsetType | None = UNSET
    ucdp_id: Ucdp | UnsetType | None = UNSET
    wikidata_id: Wikidata | UnsetType = UNSET
    contested: bool | UnsetType = UNSET
    neutral_note: Prose | UnsetType = UNSET
    display_order: Order | UnsetType = UNSET


class NewGroupMembership(Struct, forbid_unknown_fields=True, kw_only=True):
    """The coalition or organisation that an actor belongs to, and when."""

    group: PartyKey
    since_on: Day | UnsetType = UNSET
    until_on: Day | UnsetType = UNSET


class EndedGroupMembership(Struct, forbid_unknown_fields=True, kw_only=True):
    """The last day on which an actor belonged to a group; `membership` is the id among its `belongs_to`."""

    membership: GroupMembershipKey
    until_on: Day


class NewPerson(Struct, forbid_unknown_fields=True, kw_only=True):
    """A named person; without `negotiation` all staff may see them."""

    name: Name
    negotiation: NegotiationKey | UnsetType = UNSET
    wikidata_id: Wikidata | UnsetType = UNSET
    names: OtherNames | UnsetType = UNSET


class PersonRevision(Struct, forbid_unknown_fields=True, kw_only=True):
    """How a person is named or identified."""

    reason: Reason
    name: Name | UnsetType = UNSET
    wikidata_id: Wikidata | UnsetType = UNSET


class NewRole(Struct, forbid_unknown_fields=True, kw_only=True):
    """The office a person holds for a party, and when."""

    party: PartyKey
    title: Name
    since_on: Day | UnsetType = UNSET
    until_on: Day | UnsetType = UNSET


class EndedRole(Struct, forbid_unknown_fields=True, kw_only=True):
    """The last day on which a person held an office; `role` is the id among their `roles`."""

    role: RoleKey
    until_on: Day


class MergedParty(Struct, forbid_unknown_fields=True, kw_only=True):
    """The record of the same actor that is kept, and why the two are the same."""

    into: PartyKey
    reason: Reason


class MergedPerson(Struct, forbid_unknown_fields=True, kw_only=True):
    """The record of the same person that is kept, and why the two are the same."""

    into: PersonKey
    reason: Reason


def end_membership(
    *, party: Party, membership: PartyMembership, until_on: date, actor: User | None, now: datetime
) -> PartyMembership:
    """End one of this party's own memberships of groups."""
    if membership.party_id != party.pk:
        raise InvalidValueError("Choose one of the groups that this party belongs to.", field="membership")
    return leave_group(membership=membership, until_on=until_on, actor=actor, now=now)


def end_role(*, person: Person, role: Role, until_on: date, actor: User | None, now: datetime) -> Role:
    """End one of this person's own offices."""
    if role.person_id != person.pk:
        raise InvalidValueError("Choose one of the offices of this person.", field="role")
    return leave_role(role=role, until_on=until_on, actor=actor, now=now)


REGISTER_PARTY = Operation(
    summary="Record an actor and its names.", does=register_party, body=NewParty, shows=PARTY, made="party"
)
REVISE_PARTY = Operation(
    summary="Change how an actor is named, coded or ordered.",
    does=revise_party,
    body=PartyRevision,
    of="party",
    moves=True,
)
NAME_PARTY = Operation(summary="Record one more name of an actor.", does=name_party, body=OtherName, of="party")
JOIN_GROUP = Operation(
    summary="Record that an actor belongs to a group.", does=join_group, body=NewGroupMembership, of="party"
)
LEAVE_GROUP = Operation(
    summary="Record the last day on which an actor belonged to a group.",
    does=end_membership,
    body=EndedGroupMembership,
    of="party",
    moves=True,
)
MERGE_PARTY = Operation(
    summary="Make this record one with another of the same actor, which is kept and answered.",
    does=merge_parties,
    body=MergedParty,
    of="party",
    moves=True,
    shows=PARTY,
)
REGISTER_PERSON = Operation(
    summary="Record a person and their names.", does=register_person, body=NewPerson, shows=PERSON, made="person"
)
REVISE_PERSON = Operation(
    summary="Change how a person is named or identified.",
    does=revise_person,
    body=PersonRevision,
    of="person",
    moves=True,
)
NAME_PERSON = Operation(
    summary="Record one more spelling of a person's name.", does=name_person, body=OtherName, of="person"
)
HOLD_ROLE = Operation(
    summary="Record the office a person holds for a party.", does=hold_role, body=NewRole, of="person"
)
LEAVE_ROLE = Operation(
    summary="Record the last day on which a person held an office.",
    does=end_role,
    body=EndedRole,
    of="person",
    moves=True,
)
MERGE_PERSON = Operation(
    summary="Make this record one with another of the same person, which is kept and answered.",
    does=merge_people,
    body=MergedPerson,
    of="person",
    moves=True,
    shows=PERSON,
)
