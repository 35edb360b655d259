"""Things asked for or offered in a proposal, what they wait for, and how far they have come."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from negotiations.enums import ConditionRole, Progress
from negotiations.models.bases import Recorded, Retractable, Searched, Stated, Versioned, bounded
from negotiations.models.claims import Claim
from negotiations.models.fields import LineField, ProseField, listed
from negotiations.models.negotiations import Negotiation
from negotiations.models.parties import Party
from negotiations.models.proposals import Proposal
from negotiations.models.scoping import ScopedQuerySet


class ConditionQuerySet(ScopedQuerySet["Condition"]):
    def open(self) -> Self:
        """Those not fully carried out and not dropped."""
        return self.filter(dropped_on__isnull=True).exclude(progress=Progress.FULL)

    def blocking(self) -> Self:
        """Open ones that hold their proposal up."""
        return self.open().filter(blocks=True)


class Condition(Recorded, Retractable, Versioned, Searched):
    """`progress` and `contested` repeat the newest ConditionProgress row."""

    derived_columns = ("search_text",)
    replaced = (
        *("text", "role", "issue_code", "issue_scheme", "issue_text", "sanctions_programme"),
        *("demanded_by", "owed_by", "blocks", "display_order", "dropped_on"),
    )

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="conditions")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="conditions")
    reference = models.CharField(max_length=12, unique=True)
    text = ProseField(max_length=2000)
    role = models.CharField(max_length=24, choices=ConditionRole.choices)
    issue_code = models.CharField(max_length=20, blank=True)
    issue_scheme = models.CharField(max_length=30, blank=True)
    issue_text = LineField(blank=True)
    sanctions_programme = models.CharField(max_length=40, blank=True)
    demanded_by = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="demands")
    owed_by = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="obligations")
    blocks = models.BooleanField(default=False)
    display_order = models.PositiveIntegerField(default=0, validators=[MaxValueValidator(999_999)])
    dropped_on = models.DateField(null=True, blank=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="conditions")

    progress = models.PositiveSmallIntegerField(choices=Progress.choices, default=Progress.NOT_INITIATED)
    contested = models.BooleanField(default=False)

    depends_on = models.ManyToManyField(
        "self", through="ConditionDependency", symmetrical=False, related_name="holds_up"
    )

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ["proposal_id", "display_order", "pk"]
        constraints = [
            listed("role", ConditionRole),
            listed("progress", Progress),
            CheckConstraint(condition=Q(issue_code="") | ~Q(issue_scheme=""), name="condition_issue_names_its_scheme"),
        ]
        indexes = [
            models.Index(
                fields=["proposal"],
                condition=Q(blocks=True, dropped_on__isnull=True, progress__lt=3),
                name="condition_blocking",
            )
        ]

    def searched(self) -> tuple[str, ...]:
        return (self.text, self.issue_text)

    def __str__(self) -> str:
        return f"{self.reference} {self.text[:60]}"


class ConditionDependency(Recorded):
    """`condition` cannot be carried out before `needs`; cleared by a dated day, never removed."""

    replaced = ("cleared_on",)

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="dependencies")
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="needs")
    needs = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="needed_by")
    reason = ProseField(max_length=2000, blank=True)
    cleared_on = models.DateField(null=True, blank=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="dependencies")

    objects = ScopedQuerySet["ConditionDependency"].as_manager()

    class Meta:
        verbose_name_plural = "condition dependencies"
        ordering = ["condition_id", "needs_id"]
        constraints = [
            UniqueConstraint(fields=["condition", "needs"], name="conditiondependency_once"),
            CheckConstraint(condition=~Q(condition=F("needs")), name="conditiondependency_not_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.condition_id} needs {self.needs_id}"


class ConditionProgressQuerySet(ScopedQuerySet["ConditionProgress"]):
    def as_of(self, moment: datetime, *, known_at: datetime | None = None) -> Self:
        """Rows that held in the world by `moment`, of those recorded by `known_at`."""
        held = Q(stated_at__lte=moment) | Q(stated_at__isnull=True, recorded_at__lte=moment)
        return self.filter(held, recorded_at__lte=known_at) if known_at else self.filter(held)


class ConditionProgress(Recorded, Retractable, Stated):
    """How far a condition had come from a moment on, on the Peace Accords Matrix scale."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="condition_progress")
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="progress_rows")
    progress = models.PositiveSmallIntegerField(choices=Progress.choices)
    contested = models.BooleanField(default=False)
    reason = ProseField(max_length=2000, blank=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="condition_progress")

    objects = ConditionProgressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "condition progress"
        ordering = ["condition_id", "stated_at", "pk"]
        constraints = [*bounded("stated"), listed("progress", Progress)]

    def __str__(self) -> str:
        return f"{self.condition_id}: {self.progress}"
