"""Dates as seed files write them: 2025-04-13, 2025-04, 2025, 2025-04-11T20:00 Europe/Kyiv, or unknown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from negotiations.codelists import time_zones
from negotiations.ingest.seeds.drafts import Moment

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
_MOMENT = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})(?:T(?P<hour>[0-9]{2})(?::(?P<minute>[0-9]{2}))?)?)?)?"
    r"(?: (?P<zone>[A-Za-z0-9_+/-]{1,64}))?\Z"
)


def moment(text: str | int, home_zone: str) -> Moment:
    """The moment of `text`; `home_zone` holds where the text names no zone. Raises ValueError with the remedy."""
    said = str(text)
    if said == "unknown":
        return Moment(None, None, "unknown", home_zone)
    parts = _MOMENT.match(said)
    if parts is None:
        raise ValueError(f"“{said[:60]}” is no date; write 2025-04-13, 2025-04, 2025, 2025-04-13T10:20 or unknown.")
    zone = known_zone(parts["zone"] or home_zone)
    on = _day(said, parts["year"], parts["month"], parts["day"])
    if parts["hour"] is None:
        precision = "day" if parts["day"] else "month" if parts["month"] else "year"
        return Moment(on, None, precision, zone)
    at = _instant(said, on, parts["hour"], parts["minute"], zone)
    return Moment(on, at, "minute" if parts["minute"] else "hour", zone)


def day(text: str | int) -> date:
    """A calendar day. Raises ValueError with the remedy."""
    said = str(text)
    parts = _MOMENT.match(said)
    if parts is None or parts["day"] is None or parts["hour"] is not None or parts["zone"] is not None:
        raise ValueError(f"“{said[:60]}” is no day; write it as 2025-04-13.")
    return _day(said, parts["year"], parts["month"], parts["day"])


def known_zone(name: str) -> str:
    """The name itself, if it is an IANA zone. Raises ValueError with the remedy."""
    if name not in time_zones():
        raise ValueError(f"“{name[:60]}” is no IANA time zone; write one such as Europe/Kyiv.")
    return name


def _day(said: str, year: str, month: str | None, day_of_month: str | None) -> date:
    if not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
        raise ValueError(f"“{said[:60]}” lies outside {EARLIEST_YEAR}–{LATEST_YEAR}; check the year.")
    try:
        return date(int(year), int(month or 1), int(day_of_month or 1))
    except ValueError as error:
        raise ValueError(f"“{said[:60]}” is not in the calendar; check month and day.") from error


def _instant(said: str, on: date, hour: str, minute: str | None, zone: str) -> datetime:
    try:
        clock = time(int(hour), int(minute or 0))
    except ValueError as error:
        raise ValueError(f"“{said[:60]}” is not on the clock; hours run from 00 to 23.") from error
    local = datetime.combine(on, clock, ZoneInfo(zone))
    if local.astimezone(UTC).astimezone(ZoneInfo(zone)).time() != clock:
        raise ValueError(f"“{said[:60]}” does not exist in {zone}: the clocks go forward over it.")
    return local
