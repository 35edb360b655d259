"""Messages owed to people. The alert row is the message; the broker only wakes somebody up to deliver it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from negotiations.enums import AlertKind, AlertState, ArmingState, Channel, DeliveryOutcome
from negotiations.models.changes import Change
from negotiations.models.deadlines import Deadline
from negotiations.models.fields import LineField, ProseField, listed
from negotiations.models.negotiations import Negotiation
from negotiations.models.proposals import Proposal
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.users import User


class ArmedAlertQuerySet(ScopedQuerySet["ArmedAlert"]):
    def due(self, now: datetime) -> Self:
        return self.filter(state=ArmingState.ARMED, fire_at__lte=now)


class ArmedAlert(models.Model):
    """One stage of one deadline that will raise alerts at `fire_at`.

    `rule` names the stage ("P7D before", "at", "P1D after"), `occurrence` is the moment it is about: a deadline
    that moves gets new occurrences, and what was armed for the old one is disarmed in the same transaction.
    """

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="armed_alerts")
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="armed_alerts")
    rule = models.CharField(max_length=20)
    occurrence = models.DateTimeField()
    fire_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ArmingState.choices, default=ArmingState.ARMED)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ArmedAlertQuerySet.as_manager()

    class Meta:
        ordering = ["fire_at", "pk"]
        constraints = [
            listed("state", ArmingState),
            UniqueConstraint(fields=["deadline", "rule", "occurrence"], name="armedalert_once"),
        ]
        indexes = [models.Index(fields=["fire_at"], condition=Q(state="armed"), name="armedalert_due")]

    def __str__(self) -> str:
        return f"{self.rule} of deadline {self.deadline_id}"


class AlertQuerySet(ScopedQuerySet["Alert"]):
    def deliverable(self, now: datetime) -> Self:
        """Queued alerts whose time has come."""
        return self.filter(state=AlertState.QUEUED, send_at__lte=now)

    def failed(self) -> Self:
        return self.filter(state=AlertState.DEAD)


class Alert(models.Model):
    """One message owed to one person through one channel, once.

    `subject_key` names what it is about: "deadline:7" for stages of a deadline, "change:41" for a change.
    `send_at` is never before the moment the reader's own hours allow; `late_seconds` says by how much a stage
    missed its moment. `wire` keeps the exact bytes handed over, so that a repeat after doubt is the same message.
    """

    # Empty only for a digest that gathers several negotiations.
    negotiation = models.ForeignKey(Negotiation, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=24, choices=AlertKind.choices)
    subject_key = models.CharField(max_length=60)
    deadline = models.ForeignKey(Deadline, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts")
    change = models.ForeignKey(Change, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts")
    rule = models.CharField(max_length=20)
    occurrence = models.DateTimeField()
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="alerts")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)

    state = models.CharField(max_length=12, choices=AlertState.choices, default=AlertState.QUEUED)
    reason = LineField(max_length=500, blank=True)
    raised_at = models.DateTimeField()
    send_at = models.DateTimeField()
    late_seconds = models.PositiveIntegerField(default=0)
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=200, blank=True)
    wire = models.BinaryField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answer = ProseField(max_length=1000, blank=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    digested_in = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="digests")
    seen_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-send_at", "-pk"]
        constraints = [
            listed("kind", AlertKind),
            listed("state", AlertState),
            listed("channel", Channel),
            UniqueConstraint(fields=["subject_key", "rule", "recipient", "channel", "occurrence"], name="alert_once"),
            CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="alert_sent_has_its_moment",
            ),
            CheckConstraint(
                condition=Q(state__in=["leased", "in flight"]) & ~Q(lease_owner="")
                | ~Q(state__in=["leased", "in flight"]) & Q(lease_owner=""),
                name="alert_held_has_its_owner",
            ),
            CheckConstraint(
                condition=~Q(state__in=["dead", "suppressed", "cancelled"]) | ~Q(reason=""),
                name="alert_ended_with_its_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["send_at"], condition=Q(state="queued"), name="alert_deliverable"),
            models.Index(fields=["lease_until"], condition=Q(state__in=["leased", "in flight"]), name="alert_held"),
            models.Index(fields=["recipient", "send_at"], name="alert_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_id}: {self.state}"


class Delivery(models.Model):
    """One attempt to hand an alert over, with the server's own words."""

    scope_field = "alert__negotiation"

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="deliveries")
    attempt = models.PositiveSmallIntegerField()
    worker = models.CharField(max_length=80)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=DeliveryOutcome.choices, blank=True)
    code = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = ProseField(max_length=1000, blank=True)

    objects = ScopedQuerySet["Delivery"].as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["alert_id", "attempt"]
        constraints = [
            listed("outcome", DeliveryOutcome, blank=True),
            UniqueConstraint(fields=["alert", "attempt"], name="delivery_attempt_once"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.attempt} of alert {self.alert_id}"


class Heartbeat(models.Model):
    """The last time a recurring job did its work: what readiness and the watchdog look at."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
