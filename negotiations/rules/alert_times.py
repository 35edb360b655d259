"""When an alert about a deadline is due: its stages, and each stage's moment in a reader's own hours.

Days are counted from the day the deadline ends in its own zone; the hour of sending is the reader's. A sending
hour that a clock change skips goes out as long after the change; one that it repeats goes out the first time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from negotiations.enums.alerts import AlertKind, Moment

SHORT_TERM = timedelta(days=3)
GRACE = timedelta(minutes=5)
# The first and the last zone on Earth to begin a day.
_FIRST_ZONE = timezone(timedelta(hours=14))
_LAST_ZONE = timezone(timedelta(hours=-12))
_NAME = re.compile(r"P(T?)([0-9]{1,3})([DH]) (before|after)")


@dataclass(frozen=True, slots=True)
class Stage:
    """One lead: so many days or hours before, the passing itself, or so many days after."""

    moment: Moment
    amount: int = 0
    hours: bool = False

    @classmethod
    def named(cls, name: str) -> Stage:
        """The stage that `name` writes. Raises ValueError for anything else."""
        if name == "at":
            return PASSING
        found = _NAME.fullmatch(name)
        if found is None or (found[1] == "T") != (found[3] == "H"):
            msg = f"{name!r} is no stage; write “at”, or a lead such as “P3D before”, “PT6H before”, “P1D after”"
            raise ValueError(msg)
        return cls(Moment(found[4]), int(found[2]), found[3] == "H")

    @property
    def name(self) -> str:
        if self.moment is Moment.AT:
            return "at"
        return f"PT{self.amount}H {self.moment}" if self.hours else f"P{self.amount}D {self.moment}"

    @property
    def order(self) -> int:
        """Hours from the deadline: of several stages due at once the highest is the one that counts."""
        hours = self.amount if self.hours else self.amount * 24
        return -1 - hours if self.moment is Moment.BEFORE else hours

    @property
    def kind(self) -> AlertKind:
        return _KINDS[self.moment]


PASSING = Stage(Moment.AT)
_KINDS = {
    Moment.BEFORE: AlertKind.DEADLINE_AHEAD,
    Moment.AT: AlertKind.DEADLINE_PASSED,
    Moment.AFTER: AlertKind.DEADLINE_OVERDUE,
}


@dataclass(frozen=True, slots=True)
class Due:
    """The day a deadline ends in its own zone, and the UTC instant at which it has passed."""

    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Leads:
    """Which stages somebody wants."""

    days_before: tuple[int, ...] = (7, 3, 1)
    hours_before: tuple[int, ...] = (24, 6, 1)
    on_the_day: bool = True
    at_passing: bool = True
    daily_until_settled: bool = True


@dataclass(frozen=True, slots=True)
class ReaderHours:
    """A reader's zone, hour of sending and quiet hours (from included, until excluded; may run over midnight)."""

    zone: str
    sending_hour: time = time(9)
    quiet_from: time | None = None
    quiet_until: time | None = None


def stages_before(leads: Leads, due: Due, said_at: datetime) -> tuple[Stage, ...]:
    """The warnings of a deadline: days for a term of three days and more, hours for a shorter one."""
    if due.at - said_at < SHORT_TERM:
        return tuple(Stage(Moment.BEFORE, hours, hours=True) for hours in sorted(set(leads.hours_before), reverse=True))
    days = {*leads.days_before, *([0] if leads.on_the_day else [])}
    return tuple(Stage(Moment.BEFORE, day) for day in sorted(days, reverse=True))


def wanted(stage: Stage, leads: Leads) -> bool:
    """Whether somebody with these leads is told at this stage."""
    if stage.moment is Moment.AT:
        return leads.at_passing
    if stage.moment is Moment.AFTER:
        return leads.daily_until_settled
    if stage.hours:
        return stage.amount in leads.hours_before
    return leads.on_the_day if stage.amount == 0 else stage.amount in leads.days_before


def moment_for(stage: Stage, due: Due, reader: ReaderHours) -> datetime:
    """The UTC instant at which this reader is to be told.

    Quiet hours hold a mail back until they end, save a warning that would then come after the deadline.
    """
    at = _before_quiet(stage, due, reader)
    if reader.quiet_from is None or reader.quiet_until is None:
        return at
    held = after_quiet(at, reader)
    return at if stage.moment is Moment.BEFORE and held >= due.at else held


def _before_quiet(stage: Stage, due: Due, reader: ReaderHours) -> datetime:
    if stage.moment is Moment.AT:
        return due.at
    if stage.hours:
        return due.at - timedelta(hours=stage.amount)
    if stage.moment is Moment.BEFORE:
        on = due.on - timedelta(days=stage.amount)
        while (at := local(on, reader.sending_hour, reader.zone)) >= due.at:
            on -= timedelta(days=1)
        return at
    first = due.on + timedelta(days=1)
    while local(first, reader.sending_hour, reader.zone) <= due.at:
        first += timedelta(days=1)
    return local(first + timedelta(days=stage.amount - 1), reader.sending_hour, reader.zone)


def after_quiet(at: datetime, reader: ReaderHours) -> datetime:
    """`at`, or the end of the reader's quiet hours when it falls into them."""
    start, end = reader.quiet_from, reader.quiet_until
    if start is None or end is None or start == end:
        return at
    there = at.astimezone(ZoneInfo(reader.zone))
    clock = there.time()
    quiet = start <= clock < end if start < end else clock >= start or clock < end
    if not quiet:
        return at
    on = there.date() if clock < end else there.date() + timedelta(days=1)
    return local(on, end, reader.zone)


def next_sending(now: datetime, reader: ReaderHours) -> datetime:
    """The reader's next hour of sending, at `now` or later: when a digest goes out."""
    on = now.astimezone(ZoneInfo(reader.zone)).date()
    while (at := local(on, reader.sending_hour, reader.zone)) < now:
        on += timedelta(days=1)
    return at


def local(on: date, hour: time, zone: str) -> datetime:
    """That hour of that day in the zone, as a UTC instant."""
    return datetime.combine(on, hour, ZoneInfo(zone)).astimezone(UTC)


def earliest(stage: Stage, due: Due) -> datetime:
    """The first moment at which any reader anywhere may have to be told of this stage."""
    if stage.moment is Moment.AT:
        return due.at
    if stage.hours:
        return due.at - timedelta(hours=stage.amount)
    if stage.moment is Moment.BEFORE:
        begins = _begins(due.on - timedelta(days=stage.amount), _FIRST_ZONE)
        return min(begins, due.at - timedelta(hours=25))
    return max(_begins(due.on + timedelta(days=stage.amount), _FIRST_ZONE), due.at)


def over_for_all(stage: Stage, due: Due, now: datetime) -> bool:
    """Whether every reader's moment of this warning lies behind `now`. Passing and after are never over."""
    if stage.moment is not Moment.BEFORE:
        return False
    if stage.hours:  # quiet hours may hold it back by less than a day
        return min(due.at - timedelta(hours=stage.amount - 24), due.at) <= now
    last = _begins(due.on - timedelta(days=stage.amount - 2), _LAST_ZONE)
    return min(last, due.at) <= now


def next_reminder(due: Due, after: int, now: datetime) -> Stage:
    """The first daily reminder past the `after`-th that is still to come for some reader somewhere."""
    behind = max(0, (now - due.at).days - 3)
    amount = max(after, behind) + 1
    while _begins(due.on + timedelta(days=amount + 2), _LAST_ZONE) <= now:
        amount += 1
    return Stage(Moment.AFTER, amount)


def widest(leads: Iterable[Leads]) -> Leads:
    """The leads that hold every stage anybody wants."""
    every = tuple(leads)
    return Leads(
        days_before=tuple(sorted({day for lead in every for day in lead.days_before}, reverse=True)),
        hours_before=tuple(sorted({hour for lead in every for hour in lead.hours_before}, reverse=True)),
        on_the_day=any(lead.on_the_day for lead in every),
        at_passing=any(lead.at_passing for lead in every),
        daily_until_settled=any(lead.daily_until_settled for lead in every),
    )


def _begins(on: date, zone: timezone) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)
