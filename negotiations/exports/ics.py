"""Deadlines and meetings as calendar entries (RFC 5545). An entry's UID never changes: what moves, moves there too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from negotiations import models
from negotiations.enums import DeadlineStatus, Precision
from negotiations.models import Deadline

MEDIA_TYPE = "text/calendar"


def calendar_of(
    deadlines: Iterable[Deadline], *, name: str, now: datetime, meetings: Iterable[models.Event] = ()
) -> bytes:
    """A calendar of those deadlines and meetings that have a date; `now` stamps it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Parley//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
    for deadline in deadlines:
        if deadline.due_at is not None and deadline.due_on is not None:
            calendar.add_component(_entry(deadline, now))
    for meeting in meetings:
        if meeting.occurred_at is not None and meeting.occurred_on is not None:
            calendar.add_component(_meeting(meeting, now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def uid_of(deadline: Deadline) -> str:
    """The identifier of a deadline's entry, the same in every calendar and mail of this installation."""
    return f"deadline-{deadline.pk}@{urlsplit(settings.BASE_URL).hostname}"


def _entry(deadline: Deadline, now: datetime) -> Event:
    entry = Event()
    entry.add("uid", uid_of(deadline))
    entry.add("sequence", deadline.version - 1)
    entry.add("dtstamp", now)
    entry.add("summary", deadline.title)
    entry.add("description", f"In the words: “{deadline.expression}”")
    _begin(entry, deadline.due_on, deadline.due_at, deadline.due_precision, deadline.due_zone)
    entry.add("transp", "TRANSPARENT")
    gone = deadline.status in (DeadlineStatus.CANCELLED, DeadlineStatus.EXTENDED)
    entry.add("status", "CANCELLED" if gone else "CONFIRMED")
    if deadline.proposal is not None:
        entry.add("url", f"{settings.BASE_URL}/proposals/{deadline.proposal.reference}/")
    return entry


def _meeting(meeting: models.Event, now: datetime) -> Event:
    entry = Event()
    entry.add("uid", f"event-{meeting.pk}@{urlsplit(settings.BASE_URL).hostname}")
    entry.add("sequence", meeting.version - 1)
    entry.add("dtstamp", now)
    entry.add("summary", meeting.title)
    if meeting.summary:
        entry.add("description", meeting.summary)
    if meeting.place:
        entry.add("location", meeting.place)
    _begin(entry, meeting.occurred_on, meeting.occurred_at, meeting.occurred_precision, meeting.occurred_zone)
    entry.add("transp", "TRANSPARENT")
    entry.add("status", "TENTATIVE" if meeting.expected else "CONFIRMED")
    return entry


def _begin(entry: Event, on: date | None, at: datetime | None, precision: str, zone: str) -> None:
    """A day is an all-day entry; an hour is an entry of no length in the zone it was given in."""
    if precision in (Precision.HOUR, Precision.MINUTE) and at is not None:
        entry.add("dtstart", at.astimezone(ZoneInfo(zone)))
    elif on is not None:
        entry.add("dtstart", on)
        entry.add("dtend", on + timedelta(days=1))
