"""Negotiations, with the people and teams who belong to them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import DateOrder, FeastReading, MemberRole
from negotiations.queries.bounds import Id, Line, Prose, Reference, Version, Zone
from negotiations.queries.shapes import Children, Shape, or_none
from negotiations.queries.users import USER_REF, UserRef

Days = Annotated[int, Meta(ge=1, le=365)]
# A zone, or a city and its zone.
Capital = Annotated[str, Meta(max_length=130, examples=["Europe/Kyiv", "Washington: America/New_York"])]
Capitals = Annotated[list[Capital], Meta(max_length=6)]


class Member(Struct):
    """A person or a team, and what they may do in the negotiation."""

    id: Id
    user: UserRef | None
    team: Annotated[str, Meta(max_length=150)] | None
    role: MemberRole


class Negotiation(Struct):
    """A process or track. A restricted one is known to its members only."""

    id: Id
    reference: Reference
    name: Line
    summary: Prose
    time_zone: Zone
    restricted: bool
    closed_on: date | None
    date_order: DateOrder | None
    holiday_calendar: Annotated[str, Meta(max_length=40)]
    counting_rule: Annotated[str, Meta(max_length=40)]
    feasts: FeastReading | None
    close_of_business: time
    stalled_after_days: Days
    warning_days: Days
    unchecked_after_days: Days
    capitals: Capitals
    two_person_review: bool
    version: Version
    recorded_at: datetime


class NegotiationDetail(Negotiation):
    """A negotiation with its members."""

    members: list[Member]


MEMBER = Shape(Member, models.Membership, columns={"team": "team__name"}, refs={"user": USER_REF})
_BLANKS = or_none("date_order", "feasts")
NEGOTIATION = Shape(Negotiation, models.Negotiation, columns=_BLANKS)
NEGOTIATION_DETAIL = Shape(
    NegotiationDetail,
    models.Negotiation,
    columns=_BLANKS,
    children={"members": Children(MEMBER, "negotiation_id")},
)
