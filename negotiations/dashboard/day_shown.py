"""Which day a page shows: today, unless its address asks for a past one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from negotiations.filters.fields import DayField
from negotiations.queries.shapes import Then
from negotiations.rules.moments import EARLIEST, end_of_day

AS_OF, KNOWN_AT = "as_of", "known_at"
NAMES = (AS_OF, KNOWN_AT)
_DAY = timedelta(days=1)
# A statement of the next day begins at its first instant: the end of a day is just before it.
_BEFORE = timedelta(microseconds=1)


class NoSuchDayError(ValueError):
    """The address asks for a day that cannot be shown; the text names the parameter and the remedy."""


@dataclass(frozen=True)
class DayShown:
    """The record as it stood at the end of `on` in the reader's zone, from what had been recorded by `known_on`.

    `known_on` None: from all that is recorded now. The end of today is the present moment.
    """

    on: date
    known_on: date | None
    zone: str
    now: datetime

    @cached_property
    def then(self) -> Then:
        return Then(self._end(self.on), self._end(self.known_on) if self.known_on else None)

    @property
    def moment(self) -> datetime:
        return self.then.as_of

    @property
    def parameters(self) -> dict[str, str]:
        """What an address needs to show this day."""
        known = {KNOWN_AT: self.known_on.isoformat()} if self.known_on else {}
        return {AS_OF: self.on.isoformat(), **known}

    @property
    def before(self) -> date | None:
        return self.on - _DAY if self.on > EARLIEST else None

    @property
    def after(self) -> date | None:
        """The next day, None when it has not come yet."""
        return self.on + _DAY if self.on < _today(self.zone, self.now) else None

    def _end(self, on: date) -> datetime:
        return min(end_of_day(on, self.zone) - _BEFORE, self.now)


def day_shown(query: QueryDict, zone: str, now: datetime) -> DayShown | None:
    """The day an address asks for, None for now. Raises NoSuchDayError."""
    given = {name: _read(name, query.getlist(name), zone, now) for name in NAMES}
    known_on = given[KNOWN_AT]
    on = given[AS_OF] or known_on
    return DayShown(on, known_on, zone, now) if on else None


def day_of(request: HttpRequest, now: datetime) -> DayShown | None:
    """The day a request asks for, in the zone of whoever asks."""
    return day_shown(request.GET, getattr(request.user, "time_zone", "UTC"), now)


def _read(name: str, values: list[str], zone: str, now: datetime) -> date | None:
    chosen = [value for value in values if value]
    if len(chosen) > 1:
        raise NoSuchDayError(_("Give %(name)s only once.") % {"name": name})
    try:
        on: date | None = DayField().clean(chosen[0] if chosen else "")
    except ValidationError as error:
        raise NoSuchDayError(f"{name}: {' '.join(error.messages)}") from error
    if on and on > _today(zone, now):
        told = _("%(name)s: %(day)s has not come yet; choose today or a day before it.")
        raise NoSuchDayError(told % {"name": name, "day": on.isoformat()})
    return on


def _today(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()
