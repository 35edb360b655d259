"""The people who use Parley."""

from __future__ import annotations

from copy import copy
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models

from negotiations.models.fields import ZoneField

# The attribute of a page, and the values it may take besides the usual one.
LOOKS = {"theme": ("light", "dark"), "density": ("compact",), "keys": ("off",), "motion": ("less",)}


def languages() -> list[tuple[str, str]]:
    """The languages that people can choose; a callable, so that a further catalogue asks for no migration."""
    return list(settings.LANGUAGES)


class User(AbstractUser):
    """One person; staff see every open negotiation, anybody sees those they are a member of."""

    time_zone = ZoneField(default="UTC")
    language = models.CharField(max_length=12, choices=languages, default="en")
    # How pages look to them, of `LOOKS`; None until they have chosen anything.
    display = models.JSONField(null=True, blank=True, editable=False)

    # Ids of the negotiations that this request may touch, where the token it came with names some; no column.
    confined_to: frozenset[int] | None = None
    # The moment as known at which this request reads, None for what is known now; no column.
    known_at: datetime | None = None

    @property
    def asked_by_scope(self) -> tuple[int, bool, bool, bool, frozenset[int] | None, datetime | None]:
        """All that `visible_to` asks of a person; the rest it leaves to the database, each time."""
        return self.pk, self.is_active, self.is_staff, self.is_superuser, self.confined_to, self.known_at

    def knowing(self, moment: datetime | None) -> User:
        """The same person, to whom rows that were undone or merged since then are visible as they were."""
        if moment == self.known_at:
            return self
        same = copy(self)
        same.known_at = moment
        return same

    def __str__(self) -> str:
        return self.get_full_name() or self.username
