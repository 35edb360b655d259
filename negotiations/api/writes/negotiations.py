"""Negotiations and their members, as they are sent in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.contrib.auth.models import Group
from django.http import Http404
from msgspec import UNSET, Meta, Struct, UnsetType

from negotiations.actions.negotiations import add_member, open_negotiation, remove_member, revise_negotiation
from negotiations.api.writes.bounds import Code, Day, Hour, Name, Prose, Reason, UserKey, Zone
from negotiations.api.writes.operations import Operation
from negotiations.enums import DateOrder, FeastReading, MemberRole
from negotiations.errors import InvalidValueError
from negotiations.models import Membership, Negotiation, User
from negotiations.queries.negotiations import NEGOTIATION_DETAIL, Capitals, Days

Team = Annotated[str, Meta(min_length=1, max_length=150, pattern=r"^[^\u0000-\u001f\u007f-\u009f]+$")]


class NewNegotiation(Struct, forbid_unknown_fields=True, kw_only=True):
    """A process or track; whoever opens it leads it."""

    name: Name
    time_zone: Zone
    summary: Prose | UnsetType = UNSET
    restricted: bool | UnsetType = UNSET
    date_order: DateOrder | UnsetType = UNSET
    holiday_calendar: Code | UnsetType = UNSET
    counting_rule: Code | UnsetType = UNSET
    feasts: FeastReading | UnsetType = UNSET
    close_of_business: Hour | UnsetType = UNSET
    stalled_after_days: Days | UnsetType = UNSET
    warning_days: Days | UnsetType = UNSET
    unchecked_after_days: Days | UnsetType = UNSET
    capitals: Capitals | UnsetType = UNSET
    two_person_review: bool | UnsetType = UNSET


class NegotiationRevision(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a negotiation is called, who may know of it, and how its deadlines are read; for its leads."""

    reason: Reason
    name: Name | UnsetType = UNSET
    summary: Prose | UnsetType = UNSET
    time_zone: Zone | UnsetType = UNSET
    restricted: bool | UnsetType = UNSET
    closed_on: Day | UnsetType | None = UNSET
    date_order: DateOrder | UnsetType | None = UNSET
    holiday_calendar: Code | UnsetType = UNSET
    counting_rule: Code | UnsetType = UNSET
    feasts: FeastReading | UnsetType | None = UNSET
    close_of_business: Hour | UnsetType = UNSET
    stalled_after_days: Days | UnsetType = UNSET
    warning_days: Days | UnsetType = UNSET
    unchecked_after_days: Days | UnsetType = UNSET
    capitals: Capitals | UnsetType = UNSET
    two_person_review: bool | UnsetType = UNSET


class NewMember(Struct, forbid_unknown_fields=True, kw_only=True):
    """A person by id, or a team by name, and what they may do; a member already on record gets this role."""

    role: MemberRole
    user: UserKey | UnsetType = UNSET
    team: Team | UnsetType = UNSET


def admit(
    *,
    negotiation: Negotiation,
    role: MemberRole,
    actor: User | None,
    now: datetime,
    user: User | None = None,
    team: str = "",
) -> Membership:
    """As `add_member`, the team by its name."""
    group = Group.objects.filter(name=team).first() if team else None
    if team and group is None:
        raise InvalidValueError("There is no such team; an administrator makes teams.", field="team")
    return add_member(negotiation=negotiation, role=role, user=user, team=group, actor=actor, now=now)


def dismiss(*, negotiation: Negotiation, member: int, actor: User, now: datetime) -> None:
    """End one of this negotiation's memberships."""
    members = Membership.objects.visible_to(actor).filter(negotiation=negotiation, pk=member)
    membership = members.select_related("negotiation").first()
    if membership is None:
        raise Http404
    remove_member(membership=membership, actor=actor, now=now)


OPEN_NEGOTIATION = Operation(
    summary="Open a negotiation.",
    does=open_negotiation,
    body=NewNegotiation,
    shows=NEGOTIATION_DETAIL,
    made="negotiation",
)
REVISE_NEGOTIATION = Operation(
    summary="Change its name, restriction or reading policy; for leads.",
    does=revise_negotiation,
    body=NegotiationRevision,
    of="negotiation",
    moves=True,
)
ADMIT_MEMBER = Operation(
    summary="Let a person or a team in, or give them another role; for leads.",
    does=admit,
    body=NewMember,
    of="negotiation",
)
DISMISS_MEMBER = Operation(
    summary="End a membership; for leads. If-Match is the ETag of the negotiation.",
    does=dismiss,
    of="negotiation",
    moves=True,
    method="delete",
    step="members/(?P<member>[1-9][0-9]{0,17})",
)
