"""Addresses from which a calendar program fetches what one person watches."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Self

from django.db import models

from negotiations.models.bases import Recorded
from negotiations.models.fields import LineField
from negotiations.models.negotiations import Negotiation
from negotiations.models.proposals import Proposal
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.users import User


def hash_of_feed(secret: str) -> str:
    """What is kept of an address. Its 256 random bits need neither salt nor stretching."""
    return hashlib.sha256(secret.encode()).hexdigest()


class FeedTokenQuerySet(ScopedQuerySet["FeedToken"]):
    def visible_to(self, user: User) -> Self:
        """One's own addresses."""
        own = self._stated(f"user {user.pk}").filter(user=user)
        return own if user.is_active else own.none()

    def live(self, now: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=now, user__is_active=True)

    def shown(self, secret: str, now: datetime) -> FeedToken | None:
        """The live address with this secret, its person beside it; None for any other."""
        every = self.unscoped(reason="the secret itself is the proof").live(now)
        return every.filter(secret_hash=hash_of_feed(secret)).select_related("user", "proposal").first()


class FeedToken(Recorded):
    """One secret address of one person: all they watch, or one `proposal`. Only a hash of the secret is kept.

    `label` is what the person calls it, such as the program that fetches it.

    What it gives is judged by the person's scope each time it is fetched. It opens nothing else.
    """

    derived_columns = ("last_used_at",)

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="feed_tokens")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="feed_tokens")
    # That of the proposal: who may know of it may know that a feed of it was made.
    negotiation = models.ForeignKey(
        Negotiation, null=True, blank=True, on_delete=models.PROTECT, related_name="feed_tokens"
    )
    label = LineField(max_length=80, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        indexes = [models.Index(fields=["user", "revoked_at"], name="feedtoken_of_user")]

    def __str__(self) -> str:
        return f"calendar address {self.pk}"
