"""The strip of the next 14 days: one column a day, a bar for each proposal with a date among them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from negotiations.enums import ProposalStatus
from negotiations.queries.overview import DueLine, Overview
from negotiations.rules.lifecycle import OPEN_STATUSES

DAYS = 14
ROWS = 6
# From this column on, what stands after the end of a bar would run out of the strip.
CROWDED = 11


@dataclass(frozen=True, slots=True)
class Day:
    """One column, with the alerts that will go out, went out, or failed on it."""

    on: date
    column: int
    armed: int
    sent: int
    failed: int

    @property
    def weekend(self) -> bool:
        return self.on.isoweekday() > 5


@dataclass(frozen=True, slots=True)
class Bar:
    """A deadline and the column in which it falls; `after` is where its flag stands, 0 when that is inside."""

    line: DueLine
    width: int
    after: int
    in_force: bool


@dataclass(frozen=True, slots=True)
class Horizon:
    """`more` counts the proposals with a date in the window that found no row.

    `last` is the last day; `listed` whether a list holds all of them: a negotiation's own deadlines stand in none.
    """

    days: list[Day]
    bars: list[Bar]
    more: int
    last: date
    listed: bool

    @property
    def has_alerts(self) -> bool:
        return any(day.armed or day.sent or day.failed for day in self.days)


def last_day(now: datetime) -> date:
    """The last day of the strip in the current time zone."""
    return timezone.localdate(now) + timedelta(days=DAYS - 1)


def horizon(overview: Overview, now: datetime, dated: int) -> Horizon:
    """The strip in the current time zone; what has passed is left to the list beside it.

    `dated` proposals have a date in it: the deadlines of the Overview are bounded, and may be of fewer.
    """
    today = timezone.localdate(now)
    window = [today + timedelta(days=offset) for offset in range(DAYS)]
    soonest: dict[str, DueLine] = {}
    for line in overview.due_by(now + timedelta(days=DAYS + 2)):
        if line.due.at > now and _falls_on(line) <= window[-1] and _goes_on(line):
            soonest.setdefault(line.reference or line.name, line)
    lines = list(soonest.values())
    own = sum(not line.reference for line in lines)
    armed, sent, failed = (
        Counter(timezone.localdate(moment) for moment in moments)
        for moments in (overview.armed, overview.sent, overview.failed_at)
    )
    return Horizon(
        days=[Day(on, n, armed[on], sent[on], failed[on]) for n, on in enumerate(window, start=1)],
        bars=[_bar(line, today) for line in lines[:ROWS]],
        more=dated + own - len(lines[:ROWS]),
        last=window[-1],
        listed=not any(not line.reference for line in lines[ROWS:]),
    )


def _goes_on(line: DueLine) -> bool:
    """Whether it is of an open proposal, or of a negotiation itself."""
    return not line.reference or line.status in OPEN_STATUSES


def _falls_on(line: DueLine) -> date:
    """A whole day stays the day its source names; an instant falls on the reader's day."""
    return line.due.on if line.due.to_the_day else timezone.localdate(line.due.at)


def _bar(line: DueLine, today: date) -> Bar:
    width = max((_falls_on(line) - today).days, 0) + 1
    return Bar(
        line=line,
        width=width,
        after=width + 1 if width < CROWDED else 0,
        in_force=line.status in {ProposalStatus.IN_FORCE, ProposalStatus.AGREED},
    )
