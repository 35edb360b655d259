"""How many days negotiations allow without movement, before a date and between checks, and what moments those mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import DateTimeField, QuerySet

from negotiations import models
from negotiations.queries.compiled import Given, rows_given
from negotiations.queries.shapes import Reader, Then

NEAR = timedelta(days=7)


class Allowance(NamedTuple):
    """The days that one or more negotiations go by."""

    stalled: int
    warning: int
    unchecked: int


class Moments(NamedTuple):
    """A moment, the end of what is near it, and for each allowance: still since, warned until, checked since.

    Each is a datetime, or stands for one in a statement that is kept.
    """

    now: Any
    near: Any
    by_allowance: tuple[tuple[Any, Any, Any], ...]

    @classmethod
    def of(cls, flat: Sequence[Any]) -> Moments:
        return cls(flat[0], flat[1], tuple((flat[at], flat[at + 1], flat[at + 2]) for at in range(2, len(flat), 3)))


def allowances(reader: Reader) -> tuple[Allowance, ...]:
    """Those of the negotiations that the reader may know of; one statement."""
    return tuple(Allowance(*row) for row in rows_given(_allowed, (), (), reader))


def moments(allowed: Sequence[Allowance], now: datetime) -> tuple[datetime, ...]:
    """What `Moments` are made of, at `now`."""
    days = timedelta(days=1)
    each = ((now - a.stalled * days, now + a.warning * days, now - a.unchecked * days) for a in allowed)
    return (now, now + NEAR, *(moment for three in each for moment in three))


def given(allowed: Sequence[Allowance]) -> Moments:
    """The same, each standing for its value when the statement runs."""
    return Moments.of([Given(place, DateTimeField()) for place in range(2 + 3 * len(allowed))])


def _allowed(user: models.User, _then: Then | None = None) -> QuerySet[Any, Any]:
    columns = ("stalled_after_days", "warning_days", "unchecked_after_days")
    return models.Negotiation.objects.visible_to(user).order_by(*columns).values_list(*columns).distinct()
