"""Who wants to be told what, when and how."""

from __future__ import annotations

from datetime import time
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from negotiations.models.bases import Recorded, Versioned
from negotiations.models.fields import LineField, exactly_one
from negotiations.models.negotiations import Negotiation
from negotiations.models.parties import Party
from negotiations.models.people import Person
from negotiations.models.proposals import Proposal
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.users import User


def default_days_before() -> list[int]:
    return [7, 3, 1]


def default_hours_before() -> list[int]:
    return [24, 6, 1]


class AlertPolicy(Recorded, Versioned):
    """When alerts go out: a negotiation's default (`user` empty), or one person's own (for one, or every, negotiation).

    Whole days are counted for terms of three days and more, hours for shorter ones. `sending_hour` and the quiet
    hours are in the reader's own zone.
    """

    scope_field = "negotiation"
    shared_when_null = True

    negotiation = models.ForeignKey(
        Negotiation, null=True, blank=True, on_delete=models.PROTECT, related_name="alert_policies"
    )
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="alert_policies")
    days_before = models.JSONField(default=default_days_before, blank=True)
    hours_before = models.JSONField(default=default_hours_before, blank=True)
    on_the_day = models.BooleanField(default=True)
    at_passing = models.BooleanField(default=True)
    daily_until_settled = models.BooleanField(default=True)
    sending_hour = models.TimeField(default=time(9))
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    digest = models.BooleanField(default=False)
    digest_above = models.PositiveSmallIntegerField(default=20, validators=[MaxValueValidator(1000)])
    escalate_after_hours = models.PositiveSmallIntegerField(default=12, validators=[MaxValueValidator(720)])
    muted_kinds = models.JSONField(default=list, blank=True)

    objects = ScopedQuerySet["AlertPolicy"].as_manager()

    class Meta:
        verbose_name_plural = "alert policies"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["negotiation"], condition=Q(user=None), name="alertpolicy_one_default"),
            UniqueConstraint(fields=["negotiation", "user"], name="alertpolicy_one_per_person"),
            UniqueConstraint(fields=["user"], condition=Q(negotiation=None), name="alertpolicy_one_general_per_person"),
            CheckConstraint(
                condition=Q(negotiation__isnull=False) | Q(user__isnull=False),
                name="alertpolicy_of_something",
            ),
            CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="alertpolicy_quiet_from_and_until",
            ),
        ]

    def __str__(self) -> str:
        return f"alert policy {self.pk}"


class SavedFilterQuerySet(ScopedQuerySet["SavedFilter"]):
    def visible_to(self, user: User) -> Self:
        """One's own, and those that others share; none that was removed."""
        return super().visible_to(user).filter(Q(owner=user) | Q(shared=True), removed_at=None)


class SavedFilter(Recorded, Versioned):
    """A name for a query string over one noun's FilterSet; its owner's, or everyone's when shared.

    A removed one keeps its row, for what was watched through it.
    """

    shared_when_null = True

    negotiation = models.ForeignKey(
        Negotiation, null=True, blank=True, on_delete=models.PROTECT, related_name="saved_filters"
    )
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="saved_filters")
    noun = models.CharField(max_length=30)
    name = LineField(max_length=80)
    query = LineField(max_length=1000)
    shared = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["owner", "noun", "name"], condition=Q(removed_at=None), name="savedfilter_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Subscription(Recorded):
    """One person watches one thing; ended subscriptions keep their row.

    `lead_days`: so many days before each deadline of a watched proposal they are told too, beside what their alert
    policy says.
    """

    shared_when_null = True

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="subscriptions")
    # Set for a watched negotiation, and the scope of a watched proposal.
    negotiation = models.ForeignKey(
        Negotiation, null=True, blank=True, on_delete=models.PROTECT, related_name="subscriptions"
    )
    watched_negotiation = models.ForeignKey(
        Negotiation, null=True, blank=True, on_delete=models.PROTECT, related_name="watchers"
    )
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="watchers")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="watchers")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="watchers")
    saved_filter = models.ForeignKey(
        SavedFilter, null=True, blank=True, on_delete=models.PROTECT, related_name="watchers"
    )
    lead_days = models.JSONField(default=list, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet["Subscription"].as_manager()

    class Meta:
        ordering = ["user_id", "pk"]
        constraints = [
            exactly_one(
                "watched_negotiation",
                "proposal",
                "party",
                "person",
                "saved_filter",
                name="subscription_one_object",
            ),
            *(
                UniqueConstraint(
                    fields=["user", watched],
                    condition=Q(ended_at=None),
                    name=f"subscription_{watched}_once",
                )
                for watched in ("watched_negotiation", "proposal", "party", "person", "saved_filter")
            ),
        ]

    @property
    def watched(self) -> Negotiation | Proposal | Party | Person | SavedFilter | None:
        """The one thing that is watched."""
        return self.watched_negotiation or self.proposal or self.party or self.person or self.saved_filter

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class FilterMatch(models.Model):
    """A proposal that a watched saved filter picks out now, by its watcher's own scope: renewed at every tick."""

    scope_field = "proposal__negotiation"

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="matches")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="filter_matches")
    since = models.DateTimeField()

    objects = ScopedQuerySet["FilterMatch"].as_manager()

    class Meta:
        verbose_name_plural = "filter matches"
        ordering = ["pk"]
        constraints = [UniqueConstraint(fields=["subscription", "proposal"], name="filtermatch_once")]

    def __str__(self) -> str:
        return f"proposal {self.proposal_id} through subscription {self.subscription_id}"
