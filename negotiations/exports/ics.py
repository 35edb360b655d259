"""Deadlines as calendar entries (RFC 5545). An entry's UID never changes, so a deadline that moves, moves there too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from negotiations.enums import DeadlineStatus, Precision
from negotiations.models import Deadline

MEDIA_TYPE = "text/calendar"


def calendar_of(deadlines: Iterable[Deadline], *, name: str, now: datetime) -> bytes:
    """A calendar of those deadlines that have a date; `now` stamps it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Parley//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
    for deadline in deadlines:
        if deadline.due_at is not None and deadline.due_on is not None:
            calendar.add_component(_entry(deadline, now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def uid_of(deadline: Deadline) -> str:
    """The identifier of a deadline's entry, the same in every calendar and mail of this installation."""
    return f"deadline-{deadline.pk}@{urlsplit(settings.BASE_URL).hostname}"


def _entry(deadline: Deadline, now: datetime) -> Event:
    """A day is an all-day entry; an hour is an entry of no length in the zone it was given in."""
    entry = Event()
    entry.add("uid", uid_of(deadline))
    entry.add("sequence", deadline.version - 1)
    entry.add("dtstamp", now)
    entry.add("summary", deadline.title)
    entry.add("description", f"In the words: “{deadline.expression}”")
    if deadline.due_precision in (Precision.HOUR, Precision.MINUTE) and deadline.due_at is not None:
        entry.add("dtstart", deadline.due_at.astimezone(ZoneInfo(deadline.due_zone)))
    elif deadline.due_on is not None:
        entry.add("dtstart", deadline.due_on)
        entry.add("dtend", deadline.due_on + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    gone = deadline.status in (DeadlineStatus.CANCELLED, DeadlineStatus.EXTENDED)
    entry.add("status", "CANCELLED" if gone else "CONFIRMED")
    if deadline.proposal is not None:
        entry.add("url", f"{settings.BASE_URL}/proposals/{deadline.proposal.reference}/")
    return entry
