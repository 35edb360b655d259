"""Which entries of seed files have been loaded."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint


class SeedKey(models.Model):
    """One entry of a file set and the row it became, so that a second load knows it again.

    `digest` is the SHA-256 of what the entry said when it was loaded. The keys are Parley's own bookkeeping: no
    page and no API shows them.
    """

    file_set = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    noun = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["file_set", "pk"]
        constraints = [UniqueConstraint(fields=["file_set", "key"], name="seedkey_once")]

    def __str__(self) -> str:
        return f"{self.file_set}: {self.key}"
