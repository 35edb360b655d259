"""A moment in the world, as a body gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import UNSET, Struct, UnsetType

from negotiations.api.writes.bounds import Day, Instant, Zone
from negotiations.enums import Precision
from negotiations.errors import InvalidValueError
from negotiations.models import Negotiation
from negotiations.rules.moments import EARLIEST, LATEST, WorldMoment

if TYPE_CHECKING:
    from negotiations.api.problems import Path
    from negotiations.api.writes.writer import Writer

_DAYS = (Precision.DAY, Precision.MONTH, Precision.YEAR)
_HOURS = (Precision.MINUTE, Precision.HOUR)


class Moment(Struct, forbid_unknown_fields=True, kw_only=True):
    """When something was said or happened: a day (`on`) in a zone, or an instant (`at`) with its offset.

    `precision` says how exactly it is known: day, month or year beside `on` (the first of the month or year), minute
    or hour beside `at`; "unknown" stands alone. Without `zone` it is the negotiation's.
    """

    on: Day | UnsetType = UNSET
    at: Instant | UnsetType = UNSET
    precision: Precision | UnsetType = UNSET
    zone: Zone | UnsetType = UNSET

    def become(self, writer: Writer, path: Path, home: Negotiation | None) -> WorldMoment:
        return self.in_world(home.time_zone if home else writer.user.time_zone)

    def in_world(self, zone: str) -> WorldMoment:
        """The moment, in `zone` unless it names one; raises InvalidValueError where its parts do not fit."""
        where = zone if isinstance(self.zone, UnsetType) else self.zone
        precision = None if isinstance(self.precision, UnsetType) else self.precision
        if not isinstance(self.at, UnsetType):
            if not isinstance(self.on, UnsetType):
                raise InvalidValueError("Give either a day or an instant.", field="on")
            if precision not in (None, *_HOURS):
                raise InvalidValueError("An instant is known to the minute or the hour.", field="precision")
            if not EARLIEST <= self.at.astimezone(ZoneInfo(where)).date() <= LATEST:
                raise InvalidValueError("Moments on record lie from 1900 to 2200.", field="at")
            return WorldMoment.instant(self.at, where, precision or Precision.MINUTE)
        if isinstance(self.on, UnsetType):
            if precision is not Precision.UNKNOWN:
                raise InvalidValueError("Give a day, an instant, or the precision “unknown”.", field="on")
            return WorldMoment.unknown(where)
        return self._day(precision or Precision.DAY, where)

    def _day(self, precision: Precision, zone: str) -> WorldMoment:
        assert not isinstance(self.on, UnsetType)  # noqa: S101 - its only caller has looked
        if precision not in _DAYS:
            raise InvalidValueError("A day is known as such, or for its month or year.", field="precision")
        if precision is not Precision.DAY and self.on.day != 1:
            raise InvalidValueError("Write the first day of the month or year.", field="on")
        if precision is Precision.YEAR and self.on.month != 1:
            raise InvalidValueError("Write the first day of the year.", field="on")
        day = WorldMoment.day(self.on, zone)
        return WorldMoment(day.on, day.at, precision, zone)
