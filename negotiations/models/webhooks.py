"""Addresses of other systems that are told of changes, and each message owed to one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint

from negotiations.enums import MessageState
from negotiations.models.bases import Recorded
from negotiations.models.changes import Change
from negotiations.models.fields import LineField, ProseField, WebAddressField, listed
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.users import User


class WebhookQuerySet(ScopedQuerySet["Webhook"]):
    def visible_to(self, user: User) -> Self:
        """One's own webhooks."""
        own = self._stated(f"user {user.pk}").filter(owner=user)
        return own if user.is_active else own.none()

    def working(self) -> Self:
        return self.filter(disabled_at=None, owner__is_active=True)


class Webhook(Recorded):
    """Where one person has the changes they may know of sent. `nouns` narrows them; empty for all.

    `cursor` is the last change that was looked at. Whoever holds the lease sends; a lease that ran out is free.
    After a rotation messages are signed with the former secret as well, until `former_until`.
    """

    # The progress of sending is no change of the record.
    derived_columns = ("cursor", "lease_owner", "lease_until", "failing_since")
    # What only its maker is told; no column.
    shown_once: Mapping[str, str] = MappingProxyType({})

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="webhooks")
    name = LineField(max_length=80)
    url = WebAddressField()
    nouns = models.JSONField(default=list, blank=True)
    signing_secret = models.CharField(max_length=80)
    former_signing_secret = models.CharField(max_length=80, blank=True)
    former_until = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_because = LineField(blank=True)
    cursor = models.BigIntegerField()
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.url})"

    def secrets(self, now: datetime) -> list[str]:
        """Those that sign now, the newest first."""
        rotating = self.former_until is not None and now < self.former_until
        return [self.signing_secret, *([self.former_signing_secret] if rotating else [])]


class WebhookMessageQuerySet(ScopedQuerySet["WebhookMessage"]):
    def visible_to(self, user: User) -> Self:
        """Messages of one's own webhooks about changes one may still know of, and their tests."""
        known = Q(change__isnull=True) | Q(change__in=Change.objects.visible_to(user))
        own = self._stated(f"user {user.pk}").filter(known, webhook__owner=user)
        return own if user.is_active else own.none()

    def ready(self, now: datetime) -> Self:
        """What may be tried now: of each object the oldest message still owed, so that its order is kept."""
        earlier = self.model._default_manager.unscoped(reason="the messages before this one, to the same webhook")
        before = earlier.filter(
            webhook=OuterRef("webhook"), subject=OuterRef("subject"), pk__lt=OuterRef("pk"), state=MessageState.WAITING
        )
        return self.filter(~Exists(before), state=MessageState.WAITING, next_try_at__lte=now)


class WebhookMessage(models.Model):
    """One change owed to one webhook, or (without a change) a test.

    `subject` names the object, "proposal:7". `attempts` tells of each try: when, and what was answered.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="messages")
    change = models.ForeignKey(Change, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    subject = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    attempts = models.JSONField(default=list, blank=True)
    answer = ProseField(max_length=300, blank=True)

    objects = WebhookMessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            listed("state", MessageState),
            UniqueConstraint(fields=["webhook", "change"], name="webhookmessage_once"),
        ]
        indexes = [
            models.Index(
                fields=["webhook", "next_try_at"], condition=Q(state="waiting"), name="webhookmessage_waiting"
            ),
            models.Index(fields=["webhook", "subject"], condition=Q(state="waiting"), name="webhookmessage_order"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to webhook {self.webhook_id}: {self.state}"

    @property
    def message_id(self) -> str:
        """The same for every try, so that a receiver knows a repeat."""
        return f"msg_{self.pk}"
