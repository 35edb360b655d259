"""Who may know of a negotiation and who may write to it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint

from negotiations.enums import MemberRole
from negotiations.models.bases import Recorded
from negotiations.models.fields import exactly_one, listed
from negotiations.models.negotiations import Negotiation
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.users import User


class MembershipQuerySet(ScopedQuerySet["Membership"]):
    def held_by(self, user: User) -> MembershipQuerySet:
        """Memberships of this person, their own or through a team."""
        return self.filter(Q(user=user) | Q(team__in=Group.objects.filter(user=user).values("pk")))


class Membership(Recorded):
    """One person or one team (a Django group), with a role in one negotiation."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=MemberRole.choices)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["negotiation_id", "pk"]
        constraints = [
            listed("role", MemberRole),
            exactly_one("user", "team", name="membership_user_or_team"),
            UniqueConstraint(fields=["negotiation", "user"], name="membership_once_per_user"),
            UniqueConstraint(fields=["negotiation", "team"], name="membership_once_per_team"),
        ]

    def __str__(self) -> str:
        return f"{self.role} of negotiation {self.negotiation_id}"


def known_negotiations(user: User) -> models.QuerySet[Negotiation, int]:
    """Ids of the negotiations a person may know of: open ones for staff, and those they are a member of.

    An administrator who broke the glass knows of that one too, as long as the look lasts; alerts never follow it.
    Where they come with a token that names negotiations, only those among them.
    """
    return _known(_Asking(user.asked_by_scope, user)).all()


@dataclass(frozen=True, slots=True)
class _Asking:
    """A person, equal to any other of whom the same is asked."""

    asked: tuple[Any, ...]
    user: User = field(compare=False)


@lru_cache(1024)
def _known(asking: _Asking) -> models.QuerySet[Negotiation, int]:
    """The question, put together once since every statement of a page asks it; the database answers it each time."""
    user = asking.user
    joined = Membership.objects.unscoped(reason="membership is what scope is made of").held_by(user)
    within = Q(pk__in=joined.values("negotiation_id"))
    if user.is_staff:
        within |= Q(restricted=False)
    if user.is_superuser:
        looking = apps.get_model("negotiations", "BreakGlass").objects.unscoped(reason="a look is part of scope")
        within |= Q(pk__in=looking.open().filter(user=user).values("negotiation_id"))
    if user.confined_to is not None:
        within &= Q(pk__in=user.confined_to)
    every = Negotiation.objects.unscoped(reason="this query is the scope itself")
    return every.filter(within).order_by().values_list("pk", flat=True)


def known_pairs(negotiations: Collection[int]) -> Callable[[User, int], bool]:
    """Whether a person may know of one of these negotiations, as `known_negotiations` says, read for all at once."""
    every = Negotiation.objects.unscoped(reason="this query is the scope itself").filter(pk__in=negotiations)
    members = every.order_by().values_list("pk", "restricted", "memberships__user", "memberships__team__user")
    open_ones: set[int] = set()
    pairs: set[tuple[int | None, int]] = set()
    for home, restricted, person, of_a_team in members:
        if not restricted:
            open_ones.add(home)
        pairs |= {(person, home), (of_a_team, home)}

    def may_know(user: User, negotiation: int) -> bool:
        return user.is_active and ((user.is_staff and negotiation in open_ones) or (user.pk, negotiation) in pairs)

    return may_know


def may_know_alert() -> Q:
    """The same as a condition on rows with a `recipient` and a `negotiation`, judged in the statement itself."""
    memberships = Membership.objects.unscoped(reason="membership is what scope is made of")
    here = memberships.filter(negotiation=OuterRef("negotiation"))
    member = Exists(here.filter(user=OuterRef("recipient"))) | Exists(here.filter(team__user=OuterRef("recipient")))
    known = Q(recipient__is_staff=True, negotiation__restricted=False) | Q(member)
    return Q(recipient__is_active=True) & (known | Q(negotiation__isnull=True))
