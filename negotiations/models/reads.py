"""Who looked into a restricted negotiation: administrators who opened it without membership, and every reader."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from negotiations.models.bases import Recorded
from negotiations.models.fields import LineField, ProseField
from negotiations.models.negotiations import Negotiation
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.users import User


class BreakGlassQuerySet(ScopedQuerySet["BreakGlass"]):
    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)


class BreakGlass(Recorded):
    """An administrator reads a restricted negotiation without membership, for a stated reason, until `until_at`.

    Scope asks whether `ended_at` is empty, for a query has no clock; actions/break_glass.py says who ends it in time.
    """

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="broken_glass")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="broken_glass")
    reason = ProseField(max_length=2000)
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            UniqueConstraint(
                fields=["negotiation", "user"], condition=Q(ended_at__isnull=True), name="breakglass_once_at_a_time"
            ),
            CheckConstraint(condition=~Q(reason=""), name="breakglass_for_a_reason"),
        ]
        indexes = [models.Index(fields=["until_at"], condition=Q(ended_at__isnull=True), name="breakglass_open")]

    def __str__(self) -> str:
        return f"{self.user_id} in negotiation {self.negotiation_id}"


class ReadRecord(models.Model):
    """That somebody read something of a restricted negotiation on a day (UTC), and when first.

    Once for each person, record and day: who knew what is kept, at the price of one row, not one for every click.
    """

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="reads")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reads")
    what = LineField(max_length=60)
    on = models.DateField()
    first_at = models.DateTimeField()

    objects = ScopedQuerySet["ReadRecord"].as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            UniqueConstraint(fields=["negotiation", "user", "what", "on"], name="readrecord_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.what}"
