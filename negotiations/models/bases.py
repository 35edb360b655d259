"""The columns that many rows share: who recorded it when, which version it is, and moments in the world."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, Q

from negotiations.enums import Precision
from negotiations.models.fields import ZoneField, listed
from negotiations.rules.moments import EARLIEST, LATEST, WorldMoment


class Recorded(models.Model):
    """When and by whom the record took it up; `recorded_by` is empty where Parley itself did."""

    recorded_at = models.DateTimeField(db_index=True)
    recorded_by = models.ForeignKey(
        "negotiations.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class Versioned(models.Model):
    """Raised by one on every change, and compared before it: two editors never overwrite each other."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Retractable(models.Model):
    """Taken back by whoever had just recorded it (`actions/undoing.py`): kept, with its changes, and read no more."""

    retracted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Searched(models.Model):
    """Found by the words of its own texts, which `recording` folds into `search_text` whenever it writes the row."""

    search_text = models.TextField(blank=True)

    class Meta:
        abstract = True

    def searched(self) -> tuple[str, ...]:
        """The texts, the one that names the row first."""
        raise NotImplementedError


def bounded(prefix: str) -> list[BaseConstraint]:
    """Constraints of a moment in the world: known exactly when it has a date, and within 1900–2200."""
    day, instant, precision = f"{prefix}_on", f"{prefix}_at", f"{prefix}_precision"
    known = Q(**{f"{day}__isnull": False, f"{instant}__isnull": False}) & ~Q(**{precision: Precision.UNKNOWN})
    unknown = Q(**{f"{day}__isnull": True, f"{instant}__isnull": True, precision: Precision.UNKNOWN})
    return [
        listed(precision, Precision),
        CheckConstraint(condition=known | unknown, name=f"%(class)s_{prefix}_known_or_not"),
        CheckConstraint(
            condition=Q(**{f"{day}__isnull": True}) | Q(**{f"{day}__gte": EARLIEST, f"{day}__lte": LATEST}),
            name=f"%(class)s_{prefix}_1900_to_2200",
        ),
    ]


class Stated(models.Model):
    """When it was said in the world."""

    stated_on = models.DateField(null=True, blank=True)
    stated_at = models.DateTimeField(null=True, blank=True, db_index=True)
    stated_precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.UNKNOWN)
    stated_zone = ZoneField(default="UTC")

    class Meta:
        abstract = True
        constraints = bounded("stated")

    @property
    def stated(self) -> WorldMoment:
        return WorldMoment(self.stated_on, self.stated_at, Precision(self.stated_precision), self.stated_zone)


class Occurred(models.Model):
    """When it happened in the world."""

    occurred_on = models.DateField(null=True, blank=True)
    occurred_at = models.DateTimeField(null=True, blank=True, db_index=True)
    occurred_precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.UNKNOWN)
    occurred_zone = ZoneField(default="UTC")

    class Meta:
        abstract = True
        constraints = bounded("occurred")

    @property
    def occurred(self) -> WorldMoment:
        return WorldMoment(self.occurred_on, self.occurred_at, Precision(self.occurred_precision), self.occurred_zone)


def columns(prefix: str, moment: WorldMoment) -> dict[str, date | datetime | str | None]:
    """A moment as the four columns that hold it."""
    return {
        f"{prefix}_on": moment.on,
        f"{prefix}_at": moment.at,
        f"{prefix}_precision": moment.precision,
        f"{prefix}_zone": moment.zone,
    }
