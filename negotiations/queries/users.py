"""People who use Parley, as they are named beside what they did."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Annotated

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat, Trim
from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import MemberRole
from negotiations.models import Negotiation, User
from negotiations.queries.bounds import Id
from negotiations.queries.shapes import Shape


class UserRef(Struct):
    """A person who uses Parley, by name; addresses are not given out."""

    id: Id
    name: Annotated[str, Meta(max_length=301)]


USER_REF = Shape(
    UserRef,
    models.User,
    columns={"name": Trim(Concat("first_name", Value(" "), "last_name"))},
    rows=lambda _: models.User.objects.all(),
)


def writers_of(negotiation: Negotiation) -> QuerySet[User]:
    """The active people who may write in a negotiation, by name: whom a proposal in it may be given to."""
    writing = (MemberRole.EDITOR, MemberRole.LEAD)
    own = Q(memberships__negotiation=negotiation, memberships__role__in=writing)
    through_team = Q(groups__memberships__negotiation=negotiation, groups__memberships__role__in=writing)
    staff = Q(is_staff=True) if not negotiation.restricted else Q(pk__in=[])
    found = User.objects.filter(own | through_team | staff, is_active=True).distinct()
    return found.order_by("first_name", "last_name", "username")


def last_seen(people: Collection[User]) -> dict[int, datetime]:
    """When each was last here, by id: to the minute while they are signed in, else when they last signed in."""
    keys = dict(UserSession.objects.filter(user__in=people).values_list("session_key", "user_id"))
    here: dict[int, datetime] = {}
    for session in Session.objects.filter(session_key__in=keys):
        if noted := session.get_decoded().get("seen_at"):
            at, person = datetime.fromisoformat(noted), keys[session.session_key]
            here[person] = max(here.get(person, at), at)
    return {each.pk: each.last_login for each in people if each.last_login} | here
