"""Offers on the table, agreed or not, and the dated rows that say how each one stands."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, OuterRef, Q, Subquery, UniqueConstraint
from django.db.models.functions import Coalesce

from negotiations.enums import (
    InvolvementRole,
    LineageKind,
    Outlook,
    Precision,
    ProposalKind,
    ProposalStatus,
    Stage,
    SubStage,
    Trend,
)
from negotiations.models.bases import Recorded, Retractable, Stated, Versioned, bounded
from negotiations.models.claims import Claim
from negotiations.models.fields import LineField, ProseField, exactly_one, listed
from negotiations.models.negotiations import Negotiation
from negotiations.models.parties import Party
from negotiations.models.people import Person
from negotiations.models.places import Place
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.users import User
from negotiations.rules.lifecycle import OPEN_STATUSES
from negotiations.rules.moments import NO_DATE


class ProposalQuerySet(ScopedQuerySet["Proposal"]):
    def open(self) -> Self:
        """Those that have not come to an end."""
        return self.filter(status__in=OPEN_STATUSES)

    def overdue(self, now: datetime) -> Self:
        """Those with a deadline that has passed and no outcome on record."""
        return self.filter(next_due_at__lte=now)

    def as_of(self, moment: datetime, *, known_at: datetime | None = None) -> Self:
        """Those that stood in the world at `moment`, each with `status_then`, from what was recorded by `known_at`."""
        standings = StatusChange.objects.unscoped(
            reason="a column of proposals that carry their own scope", known_at=known_at
        )
        latest = standings.as_of(moment, known_at=known_at).filter(proposal=OuterRef("pk")).newest_first()
        return self.annotate(status_then=Subquery(latest.values("status")[:1])).filter(status_then__isnull=False)


class Proposal(Recorded, Retractable, Versioned):
    """`status`, `status_since_at` and `next_due_at` repeat the newest dated rows, so that lists are indexed."""

    derived_columns = ("next_due_at", "changed_at", "search_text")
    replaced = ("title", "short_title", "kind", "stage", "sub_stage", "stage_scheme", "summary", "scope")

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="proposals")
    reference = models.CharField(max_length=12, unique=True)
    title = LineField()
    short_title = LineField(max_length=60, blank=True)
    kind = models.CharField(max_length=30, choices=ProposalKind.choices)
    stage = models.CharField(max_length=10, choices=Stage.choices, blank=True)
    sub_stage = models.CharField(max_length=10, choices=SubStage.choices, blank=True)
    stage_scheme = models.CharField(max_length=30, blank=True)
    summary = ProseField(blank=True)
    scope = ProseField(blank=True)
    opened_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.UNKNOWN)
    opened_zone = models.CharField(max_length=64, default="UTC")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="owned")
    last_checked_at = models.DateTimeField(null=True, blank=True)

    status = models.CharField(max_length=20, choices=ProposalStatus.choices)
    status_since_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(default=NO_DATE)
    changed_at = models.DateTimeField()
    search_text = models.TextField(blank=True)

    parties = models.ManyToManyField(Party, through="Involvement", related_name="proposals")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["next_due_at", "pk"]
        constraints = [
            *bounded("opened"),
            listed("kind", ProposalKind),
            listed("stage", Stage, blank=True),
            listed("sub_stage", SubStage, blank=True),
            listed("status", ProposalStatus),
            CheckConstraint(condition=Q(stage="") | ~Q(stage_scheme=""), name="proposal_stage_names_its_scheme"),
        ]
        indexes = [
            models.Index(fields=["status", "next_due_at", "id"], name="proposal_status_due"),
            models.Index(fields=["next_due_at", "id"], name="proposal_due"),
            models.Index(fields=["changed_at", "id"], name="proposal_changed"),
            # Every page says how many are open, and menus how many each owner has: counted without reading a row.
            models.Index(
                fields=["status", "next_due_at", "negotiation", "owner"],
                name="proposal_counted",
                condition=Q(retracted_at=None),
            ),
            models.Index(Place(F("status")), F("id"), name="proposal_by_place"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class StatusChangeQuerySet(ScopedQuerySet["StatusChange"]):
    def as_of(self, moment: datetime, *, known_at: datetime | None = None) -> Self:
        """Rows that held in the world by `moment`, of those recorded by `known_at`; undated ones count as recorded."""
        held = Q(stated_at__lte=moment) | Q(stated_at__isnull=True, recorded_at__lte=moment)
        return self.filter(held, recorded_at__lte=known_at) if known_at else self.filter(held)

    def newest_first(self) -> Self:
        return self.order_by(Coalesce("stated_at", "recorded_at").desc(), "-recorded_at", "-pk")


class StatusChange(Recorded, Retractable, Stated):
    """How a proposal stood from a moment on (`stated_*`), on whose word and why."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="status_changes")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=20, choices=ProposalStatus.choices)
    reason = ProseField(max_length=2000)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="status_changes")

    objects = StatusChangeQuerySet.as_manager()

    class Meta:
        ordering = ["proposal_id", "stated_at", "pk"]
        constraints = [*bounded("stated"), listed("status", ProposalStatus)]

    def __str__(self) -> str:
        return self.status


class TrendAssessment(Recorded, Stated):
    """Where a proposal went (trend) and what may come (outlook): two fields that are never folded into one."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="trend_assessments")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="trend_assessments")
    trend = models.CharField(max_length=12, choices=Trend.choices, blank=True)
    outlook = models.CharField(max_length=12, choices=Outlook.choices, blank=True)
    slipping = models.BooleanField(default=False)
    reason = ProseField(max_length=2000)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="trend_assessments")

    objects = ScopedQuerySet["TrendAssessment"].as_manager()

    class Meta:
        ordering = ["proposal_id", "stated_at", "pk"]
        constraints = [
            *bounded("stated"),
            listed("trend", Trend, blank=True),
            listed("outlook", Outlook, blank=True),
        ]

    def __str__(self) -> str:
        return self.reason[:80]


class Involvement(Recorded):
    """The part a party, or a person, has in a proposal. Repeats the proposal's keys so that party lists are indexed."""

    derived_columns = ("status", "next_due_at")

    replaced = ("party", "person")

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="involvements")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="involvements")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="involvements")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="involvements")
    role = models.CharField(max_length=12, choices=InvolvementRole.choices)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="involvements")
    status = models.CharField(max_length=20, choices=ProposalStatus.choices)
    next_due_at = models.DateTimeField(default=NO_DATE)

    objects = ScopedQuerySet["Involvement"].as_manager()

    class Meta:
        ordering = ["proposal_id", "role", "pk"]
        constraints = [
            listed("role", InvolvementRole),
            listed("status", ProposalStatus),
            exactly_one("party", "person", name="involvement_party_or_person"),
            UniqueConstraint(fields=["proposal", "party", "role"], name="involvement_once_per_party"),
            UniqueConstraint(fields=["proposal", "person", "role"], name="involvement_once_per_person"),
        ]
        indexes = [models.Index(fields=["party", "next_due_at", "proposal", "status"], name="involvement_due")]

    def __str__(self) -> str:
        return self.role


class Lineage(Recorded):
    """`proposal` revises, renews, supersedes, rivals or is part of `other`."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="lineages")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="lineage")
    other = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="lineage_of_others")
    kind = models.CharField(max_length=12, choices=LineageKind.choices)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lineages")

    objects = ScopedQuerySet["Lineage"].as_manager()

    class Meta:
        ordering = ["proposal_id", "kind", "pk"]
        constraints = [
            listed("kind", LineageKind),
            CheckConstraint(condition=~Q(proposal=F("other")), name="lineage_not_of_itself"),
            UniqueConstraint(fields=["proposal", "other", "kind"], name="lineage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.kind} {self.other_id}"


for _model in (Proposal, StatusChange):
    _model._meta.get_field("status").register_lookup(Place)
