"""A moment in the world, with how exactly it is known.

The world gives a day, an hour, a month or nothing; the record keeps what was given and one UTC instant to sort by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from negotiations.enums.time import Precision

EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)
# Undated things sort last: a far moment keeps every order total without a null.
NO_DATE = datetime(2200, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WorldMoment:
    """`on` is the calendar day said (the first of a month or year), `at` its first UTC instant, or the instant said.

    Both are None when the precision is unknown. `zone` is the IANA zone in which the day was meant.
    """

    on: date | None
    at: datetime | None
    precision: Precision
    zone: str

    @classmethod
    def day(cls, on: date, zone: str) -> WorldMoment:
        return cls(on, start_of_day(on, zone), Precision.DAY, zone)

    @classmethod
    def month(cls, year: int, month: int, zone: str) -> WorldMoment:
        first = date(year, month, 1)
        return cls(first, start_of_day(first, zone), Precision.MONTH, zone)

    @classmethod
    def year(cls, year: int, zone: str) -> WorldMoment:
        first = date(year, 1, 1)
        return cls(first, start_of_day(first, zone), Precision.YEAR, zone)

    @classmethod
    def instant(cls, at: datetime, zone: str, precision: Precision = Precision.MINUTE) -> WorldMoment:
        """`at` must be aware; it is kept in UTC and its day is taken in `zone`."""
        return cls(at.astimezone(ZoneInfo(zone)).date(), at.astimezone(UTC), precision, zone)

    @classmethod
    def unknown(cls, zone: str = "UTC") -> WorldMoment:
        return cls(None, None, Precision.UNKNOWN, zone)


def start_of_day(on: date, zone: str) -> datetime:
    """The first UTC instant of a local day."""
    return datetime.combine(on, time(), ZoneInfo(zone)).astimezone(UTC)


def end_of_day(on: date, zone: str) -> datetime:
    """24:00 of a local day, as a UTC instant: where a day-only deadline runs out."""
    return start_of_day(on + timedelta(days=1), zone)
