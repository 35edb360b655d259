"""What was answered to a request that may be sent again."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint

from negotiations.models.negotiations import Negotiation
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.users import User


class IdempotencyKey(models.Model):
    """One request of one person under the key they gave it; `status` is empty while it is being answered.

    `asked` is the SHA-256 of what was asked for. `negotiation` is what the answer tells of, so that it is not told
    again to somebody who may no longer know of it. Parley's own bookkeeping: kept for a day, and no Change.
    """

    shared_when_null = True

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="idempotency_keys")
    key = models.CharField(max_length=255)
    asked = models.CharField(max_length=64)
    negotiation = models.ForeignKey(
        Negotiation, null=True, blank=True, on_delete=models.PROTECT, related_name="idempotency_keys"
    )
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.BinaryField(blank=True, default=b"")
    tag = models.CharField(max_length=80, blank=True)
    location = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField(db_index=True)

    objects = ScopedQuerySet["IdempotencyKey"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [UniqueConstraint(fields=["user", "key"], name="idempotencykey_once")]

    def __str__(self) -> str:
        return self.key
