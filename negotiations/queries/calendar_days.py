"""Deadlines, meetings and, on request, alerts between two days, as a calendar shows them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from django.db.models import Q

from negotiations.enums import DeadlineStatus, EventCategory, Precision
from negotiations.models import Deadline, Event
from negotiations.queries.alerts import ALERT, alerts_for
from negotiations.queries.deadlines import DEADLINE
from negotiations.queries.events import EVENT
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader, stood

AT_MOST = 500
TIMED = (Precision.HOUR, Precision.MINUTE)
_GONE = (DeadlineStatus.CANCELLED, DeadlineStatus.EXTENDED)


class DayEntry(msgspec.Struct, frozen=True):
    """One entry. `at` (UTC) where an hour is known; `about` where the source gives no day, and `on` is a first day.

    `in_year` where it gives a year alone.

    `kind` is deadline, meeting or alert; `reference` is that of its proposal, "" for none.
    """

    on: date
    at: datetime | None
    kind: str
    title: str
    name: str
    reference: str
    status: str
    about: bool
    in_year: bool = False


def calendar_entries(reader: Reader, first: date, last: date, *, alerts: bool) -> list[DayEntry]:
    """What falls from `first` to `last`, days of the reader's zone, in order; a day-only date on its own day.

    Of what is dated by a year alone, all of these years.
    """
    found = [*_deadlines(reader, first, last), *_meetings(reader, first, last)]
    if alerts and reader.then is None:
        found += _alerts(reader, first, last)
    # Instants next to midnight may fall outside once they are told in the reader's zone.
    return sorted(
        (entry for entry in found if entry.in_year or first <= entry.on <= last),
        key=lambda entry: (entry.on, entry.at is not None, entry.at.timestamp() if entry.at else 0, entry.title),
    )


def _deadlines(reader: Reader, first: date, last: date) -> list[DayEntry]:
    rows = DEADLINE.standing(Deadline.objects.visible_to(reader.user), reader.then)
    suffix = "_then" if reader.then else ""
    near = _near(f"due_on{suffix}", f"due_precision{suffix}", first, last)
    rows = rows.filter(near).exclude(Q((f"status{suffix}__in", _GONE))).order_by("pk")[:AT_MOST]
    return [
        DayEntry(
            on=_day(row.due_on, row.due_at, row.due_precision, reader),
            at=row.due_at if row.due_precision in TIMED else None,
            kind="deadline",
            title=row.title,
            name=(row.proposal.short_title or row.proposal.title) if row.proposal else "",
            reference=row.proposal.reference if row.proposal else "",
            status=row.status,
            about=row.due_precision in (Precision.MONTH, Precision.YEAR),
            in_year=row.due_precision == Precision.YEAR,
        )
        for row in read(rows, DEADLINE, reader)
        if row.due_on
    ]


def _near(on: str, precision: str, first: date, last: date) -> Q:
    """From the day before to the day after, since an hour may fall on another day of the reader's; and whole years."""
    years = Q(
        (precision, Precision.YEAR), (f"{on}__gte", date(first.year, 1, 1)), (f"{on}__lte", date(last.year, 12, 31))
    )
    return Q((f"{on}__gte", first - timedelta(days=1)), (f"{on}__lte", last + timedelta(days=1))) | years


def _meetings(reader: Reader, first: date, last: date) -> list[DayEntry]:
    rows = stood(Event.objects.visible_to(reader.user).filter(category=EventCategory.CONSULT), reader.then)
    rows = rows.filter(_near("occurred_on", "occurred_precision", first, last))
    entries = []
    for row in read(rows.order_by("pk")[:AT_MOST], EVENT, reader):
        if row.occurred_on is None:
            continue
        proposal = row.proposals[0] if row.proposals else None
        entries.append(
            DayEntry(
                on=_day(row.occurred_on, row.occurred_at, row.occurred_precision, reader),
                at=row.occurred_at if row.occurred_precision in TIMED else None,
                kind="meeting",
                title=row.title,
                name=(proposal.short_title or proposal.title) if proposal else "",
                reference=proposal.reference if proposal else "",
                status="",
                about=row.occurred_precision in (Precision.MONTH, Precision.YEAR),
                in_year=row.occurred_precision == Precision.YEAR,
            )
        )
    return entries


def _alerts(reader: Reader, first: date, last: date) -> list[DayEntry]:
    """The reader's own."""
    zone = ZoneInfo(reader.user.time_zone)
    begin = datetime.combine(first, datetime.min.time(), zone)
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), zone)
    rows = alerts_for(reader.user).filter(recipient=reader.user, send_at__gte=begin, send_at__lt=end)
    return [
        DayEntry(
            on=alert.send_at.astimezone(zone).date(),
            at=alert.send_at,
            kind="alert",
            title=alert.deadline.title if alert.deadline else str(alert.kind),
            name=(alert.proposal.short_title or alert.proposal.title) if alert.proposal else "",
            reference=alert.proposal.reference if alert.proposal else "",
            status=alert.state,
            about=False,
        )
        for alert in read(rows.order_by("send_at", "pk")[:AT_MOST], ALERT, reader)
    ]


def _day(on: date | None, at: datetime | None, precision: Precision, reader: Reader) -> date:
    """The reader's day of an hour; any other date is the day it is named by."""
    if at is not None and precision in TIMED:
        return at.astimezone(ZoneInfo(reader.user.time_zone)).date()
    if on is None:
        raise ValueError("an entry of the calendar needs a date")
    return on
