"""Moments and spans as a mail says them, in the reader's language and zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from config.cities import city
from negotiations.enums import DeadlineKind, Precision
from negotiations.models import Deadline, DeadlineReading

_TO_THE_HOUR = (Precision.HOUR, Precision.MINUTE)


def day(on: date, today: date) -> str:
    """Fri 18 Apr; with the year when it is another one."""
    return date_format(on, gettext("D j M") if on.year == today.year else gettext("D j M Y"))


def day_of(deadline: Deadline, now: datetime) -> str:
    """The day a deadline ends, in its own zone."""
    return day(deadline.due_on, now.astimezone(ZoneInfo(deadline.due_zone)).date()) if deadline.due_on else ""


def exact(row: Deadline | DeadlineReading) -> bool:
    """Whether an hour was given."""
    return row.due_precision in _TO_THE_HOUR


def span(length: timedelta) -> str:
    """The two largest units, rounded down: 3 d 11 h, 5 h 12 min, 42 min."""
    minutes = max(int(length.total_seconds()) // 60, 0)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return gettext("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours:
        return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    return gettext("%(minutes)d min") % {"minutes": rest}


def ahead(deadline: Deadline, now: datetime) -> str:
    """How far ahead a deadline is: today, tomorrow, in 3 days, in 5 hours, in 42 minutes."""
    left = deadline.due_at - now if deadline.due_at else timedelta(0)
    if exact(deadline) and left < timedelta(hours=36):
        hours, minutes = int(left.total_seconds()) // 3600, max(int(left.total_seconds()) // 60, 0)
        if hours:
            return ngettext("in %(count)d hour", "in %(count)d hours", hours) % {"count": hours}
        return ngettext("in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}
    days = _days_between(now, deadline)
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}


def over(deadline: Deadline, now: datetime) -> str:
    """How long ago a deadline passed: 2 days, 9 hours, 5 minutes."""
    gone = now - deadline.due_at if deadline.due_at else timedelta(0)
    days, hours, minutes = gone.days, int(gone.total_seconds()) // 3600, int(gone.total_seconds()) // 60
    if days:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if hours:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def in_own_zone(deadline: Deadline, now: datetime) -> str:
    """The moment as it was given: a day to its end, or an hour, with the zone it was meant in."""
    if deadline.due_at is None:
        return gettext("no date yet")
    place = city(deadline.due_zone)
    if not exact(deadline):
        return gettext("%(day)s, to the end of the day in %(place)s (%(zone)s)") % {
            "day": day_of(deadline, now),
            "place": place,
            "zone": offset(deadline.due_at - timedelta(seconds=1), deadline.due_zone),
        }
    return gettext("%(moment)s in %(place)s (%(zone)s)") % {
        "moment": _moment_due(deadline.due_at, deadline, now),
        "place": place,
        "zone": offset(deadline.due_at, deadline.due_zone),
    }


def in_your_zone(at: datetime, zone: str, now: datetime) -> str:
    """The same instant where the reader is, with the zone named."""
    return gettext("%(moment)s your time (%(place)s, %(zone)s)") % {
        "moment": moment(at, zone, now),
        "place": city(zone),
        "zone": offset(at, zone),
    }


def both_clocks(deadline: Deadline, zone: str, now: datetime) -> list[str]:
    """When a deadline falls where the reader is and where it is meant, the one by which it is given first.

    An hour is the same instant everywhere and is said in the reader's zone first; a day is the deadline's own. One line
    to whoever is in the deadline's zone.
    """
    own = in_own_zone(deadline, now)
    if deadline.due_at is None or zone == deadline.due_zone:
        return [own]
    yours = due_in_your_zone(deadline, zone, now)
    return [yours, own] if exact(deadline) else [own, yours]


def due_in_your_zone(deadline: Deadline, zone: str, now: datetime) -> str:
    """When a deadline falls where the reader is: a day ends with its last minute, 23:59, as on the pages."""
    if deadline.due_at is None:
        return ""
    return in_your_zone(deadline.due_at - timedelta(minutes=0 if exact(deadline) else 1), zone, now)


def moment(at: datetime, zone: str, now: datetime) -> str:
    """Fri 18 Apr, 18:00 in the zone."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{day(there.date(), now.astimezone(ZoneInfo(zone)).date())}, {there:%H:%M}"


def said(deadline: Deadline, now: datetime) -> str:
    """When a deadline's words were said: with the hour only where one is on record, since a day begins at 00:00."""
    if deadline.said_at is None:
        return ""
    there = deadline.said_at.astimezone(ZoneInfo(deadline.said_zone))
    claim = deadline.claim
    by_the_claim = deadline.said_at == claim.stated_at
    to_the_hour = claim.stated_precision in _TO_THE_HOUR if by_the_claim else there.time() != time()
    if to_the_hour:
        return moment(deadline.said_at, deadline.said_zone, now)
    return day(there.date(), now.astimezone(ZoneInfo(deadline.said_zone)).date())


def other_reading(reading: DeadlineReading, now: datetime) -> str:
    """Russia: “30 days from 18 March 2025”, Thu 17 Apr."""
    zone = reading.due_zone
    told = ""
    if reading.due_at is not None and exact(reading):
        told = _moment_due(reading.due_at, reading, now)
    elif reading.due_on is not None:
        told = day(reading.due_on, now.astimezone(ZoneInfo(zone)).date())
    return gettext("%(voice)s: “%(words)s”, %(moment)s") % {
        "voice": reading.party.name if reading.party else gettext("The source"),
        "words": reading.expression,
        "moment": told,
    }


def offset(at: datetime, zone: str) -> str:
    """UTC+3, UTC−3:30."""
    apart = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)
    minutes = int(apart.total_seconds()) // 60
    sign, hours, rest = "−" if minutes < 0 else "+", abs(minutes) // 60, abs(minutes) % 60
    if not minutes:
        return "UTC"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


def runs_out(kind: str) -> str:
    """What a deadline of this kind does when it comes."""
    return {
        DeadlineKind.EXPIRY: gettext("ends"),
        DeadlineKind.RESPONSE_DUE: gettext("is due"),
        DeadlineKind.ULTIMATUM: gettext("runs out"),
        DeadlineKind.ENTRY_INTO_FORCE: gettext("enters into force"),
        DeadlineKind.REVIEW: gettext("comes up for review"),
        DeadlineKind.MEETING: gettext("takes place"),
        DeadlineKind.RATIFICATION: gettext("is due for ratification"),
    }[DeadlineKind(kind)]


def _moment_due(at: datetime, row: Deadline | DeadlineReading, now: datetime) -> str:
    """Fri 18 Apr, 18:00; the end of a day said as an hour is 24:00 of it, not 00:00 of the next."""
    there = at.astimezone(ZoneInfo(row.due_zone))
    if row.due_on is not None and there.date() > row.due_on:
        return f"{day(row.due_on, now.astimezone(ZoneInfo(row.due_zone)).date())}, 24:00"
    return moment(at, row.due_zone, now)


def _days_between(now: datetime, deadline: Deadline) -> int:
    today = now.astimezone(ZoneInfo(deadline.due_zone)).date()
    return (deadline.due_on - today).days if deadline.due_on else 0
