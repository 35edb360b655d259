"""The append-only record of every write: a chain in which each row carries the hash of the one before."""

from __future__ import annotations

from django.db import models

from negotiations.models.claims import Claim
from negotiations.models.fields import ProseField
from negotiations.models.negotiations import Negotiation
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.users import User

# Rows about the people who use Parley: each person reads only the changes they made themselves.
PERSONAL = ("user", "subscription", "savedfilter", "alertpolicy", "feedtoken", "apitoken", "webhook")


class Change(models.Model):
    """What was done to which row, by whom, on which claim.

    `before` and `after` hold the row's columns (None before it existed). `hash` is SHA-256 over the previous hash
    and the canonical JSON of everything else, `seal` is made over `hash` with a key that the database does not hold
    (config/seals.py; empty before the head's `sealed_from`). Database triggers refuse updates and deletes.
    """

    shared_when_null = True

    sequence = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60)
    noun = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    reference = models.CharField(max_length=12, blank=True)
    negotiation = models.ForeignKey(
        Negotiation, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    reason = ProseField(max_length=2000, blank=True)
    actor = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    recorded_at = models.DateTimeField(db_index=True)
    request_id = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    # Null and not empty where there is none: SQLite adds such a column in place, and the triggers stay.
    seal = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 - see above

    objects = ScopedQuerySet["Change"].as_manager()

    class Meta:
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["noun", "object_id", "sequence"], name="change_of_object"),
            models.Index(fields=["negotiation", "sequence"], name="change_of_negotiation"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class ChainHead(models.Model):
    """The one row that serialises the chain: whoever locks it may append.

    Changes are sealed from `sealed_from` on; `seal` says so with the same key.
    """

    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    sealed_from = models.BigIntegerField(default=1)
    seal = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"


class ReferenceCounter(models.Model):
    """The last number given out for one kind of reference; numbers are never used again."""

    prefix = models.CharField(max_length=4, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last}"
