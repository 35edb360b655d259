"""Count a length of time from a day or an instant.

The rule of treaties and tribunals: the day of the event is not counted, the last day is, and it ends at its
24:00; months and years end on the same number, clamped to the month's end (European Convention on the
Calculation of Time-Limits, ETS 76, Art. 3). Hours are elapsed time. The EU's rule is in eu_periods.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.business_days import days_off, move_working_days
from negotiations.rules.deadlines.durations import Duration
from negotiations.rules.deadlines.eu_periods import EU_RULE, ended
from negotiations.rules.deadlines.reading import (
    Context,
    RefusedError,
    Sort,
    Span,
    checked,
    plus_days,
    spoken,
)
from negotiations.rules.deadlines.result import Alternative, Precision, RefusalCode


class Way(StrEnum):
    """Which way to count: on from an event, on with its day as day 1, or back from it."""

    AFTER = "after"
    STARTING = "starting on"
    BEFORE = "before"


def counted(start: Span, duration: Duration, way: Way, context: Context, *, fixed_day: bool = False) -> Span:
    """The day or instant that lies duration away from start.

    fixed_day: the words name a day ("on the 20th day following"), not a period, so that no rule moves it.
    Raises RefusedError when the duration cannot be counted or an hour or a calendar is missing.
    """
    if duration.fault is not None:
        raise duration.fault
    if duration.seconds or (start.hour_is_said and not duration.working_days and way is Way.AFTER):
        return _hours(start, duration, way, context)
    event_day = start.first if way is Way.BEFORE else start.last
    sign = -1 if way is Way.BEFORE else 1
    day = checked(_moved(event_day, duration, sign))
    if duration.working_days:
        day = move_working_days(event_day, sign * duration.working_days, days_off(context.policy))
    if way is Way.STARTING:
        day = _with_first_day(event_day, day, duration, context)
    span = Span(day, day, how=_how(duration, way, start), sort=Sort.COUNT).doubts_of(start)
    span = _with_other_starts(span, start, duration, sign)
    span = span.warned(duration.doubt) if duration.doubt else span
    if context.policy.rule == EU_RULE and not fixed_day:
        return ended(span, start, duration, way is Way.BEFORE, context.policy)
    return span


def from_now(duration: Duration, context: Context, *, back: bool = False) -> Span:
    """Counted from the moment it was said; days from that day, hours from that instant."""
    now = Span(context.today, context.today, name="the day it was said", instant=context.reference)
    if duration.seconds:
        now = replace(now, name="the moment it was said")
    return counted(now, duration, Way.BEFORE if back else Way.AFTER, context)


def elapsed(instant: datetime, seconds: int) -> datetime:
    """The aware local instant that many elapsed seconds later, also across a change of the clocks."""
    try:
        return (instant.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(instant.tzinfo)
    except OverflowError:
        raise RefusedError(RefusalCode.IMPOSSIBLE, "That leads outside the years that can be meant.") from None


def _moved(day: date, duration: Duration, sign: int) -> date:
    try:
        moved = day + relativedelta(months=sign * duration.months)
    except (OverflowError, ValueError):
        raise RefusedError(RefusalCode.IMPOSSIBLE, f"{duration.label} lead outside all calendars.") from None
    return plus_days(moved, sign * duration.days)


def _with_first_day(event_day: date, day: date, duration: Duration, context: Context) -> date:
    """The first day counts: one day less; for working days only if the first day is one."""
    if duration.working_days:
        off = days_off(context.policy)
        return move_working_days(day, -1, off) if event_day not in off and not off.weekly(event_day) else day
    return plus_days(day, -1)


def _hours(start: Span, duration: Duration, way: Way, context: Context) -> Span:
    sign = -1 if way is Way.BEFORE else 1
    if start.instant is None:
        return _whole_days(start, duration, way, context)
    zone = start.instant.tzinfo or ZoneInfo(context.zone)
    moved = start.instant
    if duration.months or duration.days:
        day = _moved(moved.date(), duration, sign)
        moved = datetime.combine(day, moved.time(), zone)
    if context.policy.rule == EU_RULE and moved.replace(minute=0, second=0, microsecond=0) != moved:
        # Art. 3(1): the hour in which the event falls is not counted.
        moved = elapsed(moved.replace(minute=0, second=0, microsecond=0), 3600 * (sign > 0))
    instant = elapsed(moved, sign * duration.seconds)
    checked(instant.date())
    grain = Precision.HOUR if duration.unit == words.HOUR else Precision.MINUTE
    begun = start.name or f"{start.instant:%H:%M} on {spoken(start.last)}"
    how = f"{duration.label} of elapsed time {way.value} {begun}"
    span = Span(instant.date(), instant.date(), grain, how=how, instant=instant, sort=Sort.COUNT)
    return span.doubts_of(start)


def _whole_days(start: Span, duration: Duration, way: Way, context: Context) -> Span:
    """Hours from a day without an hour: only whole days can be counted, with a warning."""
    days, rest = divmod(duration.seconds, 86_400)
    if rest or not days:
        raise RefusedError(
            RefusalCode.AMBIGUOUS_TIME,
            f"At what hour of {spoken(start.last)} do the {duration.label} begin?",
        )
    whole = replace(duration, seconds=0, days=duration.days + days)
    span = counted(start, whole, way, context)
    return span.warned(f"The hour of {start.name or spoken(start.last)} is not known; whole days were counted.")


def _with_other_starts(span: Span, start: Span, duration: Duration, sign: int) -> Span:
    """Each other reading of the start gives another reading of the end."""
    if duration.working_days:
        return span
    return span.offering(
        *(
            Alternative(f"counted from {spoken(other.day)}", _moved(other.day, duration, sign))
            for other in start.alternatives
        )
    )


def _how(duration: Duration, way: Way, start: Span) -> str:
    name = start.name or spoken(start.last)
    if way is Way.STARTING:
        return f"{duration.label} of which {name} is the first day"
    if way is Way.BEFORE:
        return f"{duration.label} before {name}, that day not counted"
    return f"{duration.label} after {name}, that day not counted"
