"""Moments by which something runs out or is due, each reading of them, and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q

from negotiations.enums import DeadlineKind, DeadlineStatus, Precision
from negotiations.models.bases import Recorded, Retractable, Stated, Versioned, bounded
from negotiations.models.claims import Claim
from negotiations.models.conditions import Condition
from negotiations.models.events import Event
from negotiations.models.fields import LineField, ProseField, ZoneField, at_most_one, listed
from negotiations.models.negotiations import Negotiation
from negotiations.models.parties import Party
from negotiations.models.proposals import Proposal
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.written_codes import AmongCodes
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES


class DeadlineQuerySet(ScopedQuerySet["Deadline"]):
    def open(self) -> Self:
        """Those without an outcome."""
        return self.filter(AmongCodes(F("status"), OPEN_DEADLINES))

    def overdue(self, now: datetime) -> Self:
        """Those that have passed without an outcome on record."""
        return self.open().filter(due_at__lte=now)

    def as_of(self, moment: datetime, *, known_at: datetime | None = None) -> Self:
        """Those that had been set in the world by `moment`, of those recorded by `known_at`."""
        known = self.filter(recorded_at__lte=known_at) if known_at else self
        return known.filter(Q(said_at__lte=moment) | Q(said_at__isnull=True, recorded_at__lte=moment))


class Deadline(Recorded, Retractable, Versioned):
    """Of a proposal, a condition, or (neither set) the negotiation itself.

    The expression is kept as it was said at `said_at` in `said_zone`. `status`, `due_on`, `due_at`,
    `due_precision` and `due_zone` repeat the reading in use. `due_at` is the UTC instant at which the deadline
    has passed: for a day, 24:00 of it in its zone; empty while no date can be worked out.
    """

    replaced = ("expression", "review_on", "said_by")

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="deadlines")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines")
    condition = models.ForeignKey(Condition, null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=20, choices=DeadlineKind.choices)
    title = LineField()
    expression = LineField()
    said_at = models.DateTimeField(null=True, blank=True)
    said_zone = ZoneField(default="UTC")
    said_by = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines_set")
    review_on = models.DateField(null=True, blank=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="deadlines")

    status = models.CharField(max_length=12, choices=DeadlineStatus.choices)
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    due_precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.UNKNOWN)
    due_zone = ZoneField(default="UTC")

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            *bounded("due"),
            listed("kind", DeadlineKind),
            listed("status", DeadlineStatus),
            at_most_one("proposal", "condition", name="deadline_one_owner"),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(status__in=["pending", "disputed"]),
                name="deadline_open_due",
            ),
            models.Index(fields=["proposal", "due_at"], name="deadline_proposal_due"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.expression})"


class DeadlineReadingQuerySet(ScopedQuerySet["DeadlineReading"]):
    def as_of(self, moment: datetime, *, known_at: datetime | None = None) -> Self:
        """Readings given by `moment`, of those recorded by `known_at`."""
        given = Q(stated_at__lte=moment) | Q(stated_at__isnull=True, recorded_at__lte=moment)
        return self.filter(given, recorded_at__lte=known_at) if known_at else self.filter(given)


class DeadlineReading(Recorded, Retractable, Stated):
    """One way to read a deadline, or one move of it: added, never overwritten.

    `party` is set where the reading is that party's own. `in_use` marks the readings the deadline has gone by;
    the newest of them is the present one. A reading without a date keeps its refusal, and its formula waits for
    the event named in `missing_anchor`.
    """

    replaced = ("party",)

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="deadline_readings")
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="readings")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="deadline_readings")
    expression = LineField()
    reference_at = models.DateTimeField(null=True, blank=True)
    anchor = models.ForeignKey(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="deadline_readings")
    missing_anchor = LineField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    due_precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.UNKNOWN)
    due_zone = ZoneField(default="UTC")
    rule = ProseField(max_length=2000, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    alternatives = models.JSONField(default=list, blank=True)
    refusal_code = models.CharField(max_length=30, blank=True)
    refusal = ProseField(max_length=2000, blank=True)
    in_use = models.BooleanField(default=False)
    # The team chose this reading for a stated reason, so an earlier one of a party does not replace it.
    decided = models.BooleanField(default=False)
    reason = ProseField(max_length=2000, blank=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="deadline_readings")

    objects = DeadlineReadingQuerySet.as_manager()

    class Meta:
        ordering = ["deadline_id", "recorded_at", "pk"]
        constraints = [
            *bounded("stated"),
            *bounded("due"),
            CheckConstraint(
                condition=Q(due_at__isnull=False) | ~Q(refusal_code=""),
                name="deadlinereading_dated_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return self.expression


class DeadlineOutcomeQuerySet(ScopedQuerySet["DeadlineOutcome"]):
    def as_of(self, moment: datetime, *, known_at: datetime | None = None) -> Self:
        """Outcomes that held by `moment`, of those recorded by `known_at`."""
        held = Q(stated_at__lte=moment) | Q(stated_at__isnull=True, recorded_at__lte=moment)
        return self.filter(held, recorded_at__lte=known_at) if known_at else self.filter(held)


class DeadlineOutcome(Recorded, Retractable, Stated):
    """How a deadline stood from a moment on: pending, disputed, met, lapsed, extended, cancelled."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="deadline_outcomes")
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="outcomes")
    status = models.CharField(max_length=12, choices=DeadlineStatus.choices)
    reason = ProseField(max_length=2000, blank=True)
    extended_to = models.ForeignKey(Deadline, null=True, blank=True, on_delete=models.PROTECT, related_name="extends")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="deadline_outcomes")

    objects = DeadlineOutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["deadline_id", "stated_at", "pk"]
        constraints = [*bounded("stated"), listed("status", DeadlineStatus)]

    def __str__(self) -> str:
        return self.status
