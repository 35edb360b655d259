"""Messages owed to people. The alert row is the message; the broker only wakes somebody up to deliver it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from negotiations.enums import AlertKind, AlertState, ArmingState, Channel, DeliveryOutcome
from negotiations.models.changes import Change
from negotiations.models.deadlines import Deadline
from negotiations.models.fields import LineField, ProseField, listed
from negotiations.models.memberships import known_negotiations, may_know_alert
from negotiations.models.negotiations import Negotiation
from negotiations.models.proposals import Proposal
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.users import User
from negotiations.models.written_codes import AmongCodes
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES

# How the rule of an alert begins that somebody put off: "again 20250415T1200".
AGAIN = "again "
STAGE_KINDS = (AlertKind.DEADLINE_AHEAD, AlertKind.DEADLINE_PASSED, AlertKind.DEADLINE_OVERDUE)


def may_have_been_told() -> Q:
    """Alerts that their readers had, may have had, or are about to have, by themselves or in a digest."""
    on_its_way = [AlertState.SENT, AlertState.IN_FLIGHT]
    in_a_digest = ~Q(message_id="") & Q(digested_in__state__in=[*on_its_way, AlertState.IN_DOUBT])
    return Q(state__in=on_its_way) | Q(doubts__gt=0) | in_a_digest


class ArmedAlertQuerySet(ScopedQuerySet["ArmedAlert"]):
    def due(self, now: datetime) -> Self:
        return self.filter(state=ArmingState.ARMED, fire_at__lte=now)


class ArmedAlert(models.Model):
    """One stage of one deadline that will raise alerts at `fire_at`.

    `rule` names the stage ("P7D before", "at", "P1D after"), `occurrence` is the moment it is about: a deadline
    that moves gets new occurrences, and what was armed for the old one is disarmed in the same transaction.
    `fire_at` is the first moment at which any reader anywhere may have to be told; each alert that is raised then
    waits for its own reader's hour. Whoever should have been told before `armed_at` is not told afterwards.
    """

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="armed_alerts")
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="armed_alerts")
    rule = models.CharField(max_length=20)
    occurrence = models.DateTimeField()
    armed_at = models.DateTimeField()
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
    def visible_to(self, user: User) -> Self:
        """Alerts about negotiations this person may know of; a digest over several is its reader's alone."""
        if not user.is_active:
            return super().visible_to(user)
        known = Q(negotiation__in=known_negotiations(user))
        if user.confined_to is None:
            known |= Q(negotiation__isnull=True, recipient=user)
        return self._stated(f"user {user.pk}").filter(known)

    def deliverable(self, now: datetime) -> Self:
        """Alerts to hand over one by one, their time being come; gathered ones wait for their digest."""
        return self.owed().filter(gathered=False, next_try_at__lte=now)

    def owed(self) -> Self:
        """Alerts that wait to be handed over, in the words of the index over them: most are long sent."""
        return self.filter(AmongCodes(F("state"), (AlertState.QUEUED, AlertState.IN_DOUBT)))

    def held(self) -> Self:
        """Alerts that somebody prepares or hands over, in the words of the index over them."""
        return self.filter(AmongCodes(F("state"), (AlertState.LEASED, AlertState.IN_FLIGHT)))

    def still_owed(self) -> Self:
        """Alerts whose reader may still know of them and whose deadline still stands as it did."""
        stands = Q(deadline__status__in=OPEN_DEADLINES, deadline__due_at=F("occurrence"))
        return self.filter(may_know_alert(), ~Q(kind__in=STAGE_KINDS) | stands)

    def stages(self) -> Self:
        """Alerts of a deadline's stages; not what somebody asked to be told again."""
        return self.filter(kind__in=STAGE_KINDS).exclude(rule__startswith=AGAIN)

    def due_for_digest(self, now: datetime) -> Self:
        """Gathered alerts whose time has come and which no digest has taken up."""
        queued = self.owed().filter(state=AlertState.QUEUED, next_try_at__lte=now)
        return queued.filter(gathered=True, digested_in__isnull=True)

    def unseen(self, now: datetime) -> Self:
        """Sent alerts that should have been seen by now."""
        return self.stages().filter(state=AlertState.SENT, escalate_at__lte=now)

    def failed(self) -> Self:
        return self.filter(state=AlertState.DEAD)


class Alert(models.Model):
    """One message owed to one person through one channel, once.

    `subject_key` names what it is about: "deadline:7" for stages of a deadline, "change:41" for a change.
    `send_at` is the moment the reader's own hours ask for, `next_try_at` when to try (again); `late_seconds` says
    by how much the mail missed its moment. `wire` keeps the exact bytes while they may have to be handed over once
    more, so that a repeat after doubt is the same message. `gathered` ones go out inside the digest `digested_in`.
    `escalate_at` is when the leads are told that nobody has seen it.
    """

    # Empty only for a digest that gathers several negotiations.
    negotiation = models.ForeignKey(Negotiation, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=24, choices=AlertKind.choices)
    subject_key = models.CharField(max_length=60)
    deadline = models.ForeignKey(Deadline, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts")
    change = models.ForeignKey(Change, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts")
    # The alert that failed, or that nobody has seen.
    about = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="told_in")
    rule = models.CharField(max_length=20)
    occurrence = models.DateTimeField()
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="alerts")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)

    state = models.CharField(max_length=12, choices=AlertState.choices, default=AlertState.QUEUED)
    reason = LineField(max_length=500, blank=True)
    raised_at = models.DateTimeField()
    send_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    gathered = models.BooleanField(default=False)
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
    escalate_at = models.DateTimeField(null=True, blank=True)
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
            CheckConstraint(condition=Q(next_try_at__gte=F("send_at")), name="alert_never_tried_early"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state__in=["queued", "in doubt"]), name="alert_deliverable"
            ),
            models.Index(fields=["lease_until"], condition=Q(state__in=["leased", "in flight"]), name="alert_held"),
            models.Index(fields=["escalate_at"], condition=Q(escalate_at__isnull=False), name="alert_unseen"),
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


class ChangeCursor(models.Model):
    """How far along the chain of changes a recurring reader has come."""

    name = models.CharField(max_length=40, primary_key=True)
    sequence = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name} {self.sequence}"


class MailRoute(models.Model):
    """How the way to the mail server stands: while it is closed no alert is touched."""

    name = models.CharField(max_length=40, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    failed_since = models.DateTimeField(null=True, blank=True)
    closed_until = models.DateTimeField(null=True, blank=True)
    answer = ProseField(max_length=1000, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.answer or 'open'}"
