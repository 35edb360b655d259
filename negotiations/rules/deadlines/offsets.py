"""Lengths of time counted from the moment of speaking, and the wordings that name no start or no number."""

from dataclasses import replace
from datetime import datetime

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.counting import from_now
from negotiations.rules.deadlines.dates import date_at
from negotiations.rules.deadlines.durations import Duration, duration_at
from negotiations.rules.deadlines.moments import on_the_wall, zone_info
from negotiations.rules.deadlines.named_periods import month
from negotiations.rules.deadlines.periods import bounds, relative_day, the_unit, unit_period, year
from negotiations.rules.deadlines.reading import (
    Context,
    Hit,
    Meaning,
    Sort,
    Span,
)
from negotiations.rules.deadlines.result import Alternative, Precision
from negotiations.rules.deadlines.tables import phrases
from negotiations.rules.deadlines.text import Phrases, Text
from negotiations.rules.deadlines.weekdays import weekday

IN = Phrases(
    phrases(
        "in|within|inside|within the next|in the next|over the next|during the next|for the next|"
        "within the coming|in the coming|over the coming|the next|next|the coming|in no more than|"
        "within a maximum of|within no more than|in not more than|no later than|not later than|in under|"
        "in less than|within a period of|in a period of|within a time of|in another|within another|"
        "within a further|in at most|within at most|for another|during the coming|within the space of|"
        "within the following|in the following|the following|before the next|within a term of|in exactly|"
        "in just|exactly|within just|in only|in as little as|by the next|through the next|"
        "in the space of|for the coming|within not more than|at the latest in|at the latest within|"
        "within the first|coming|upcoming|the upcoming|in the upcoming",
        True,
    )
)  # fmt: skip
_ROLLING = frozenset({"next", "coming", "following", "upcoming"})
HENCE = Phrases(
    phrases(
        "from now|hence|later|time|from today|after today|from the present|out|from this moment|"
        "as of now|as from today|from this date|from this day|ahead|after now|from the date hereof|"
        "on from now|on from today|in the future|into the future|as of today|from right now",
        True,
    )
)  # fmt: skip


def from_reference(text: Text, index: int) -> Hit | None:
    """In ten days, within 48 hours, the next two weeks, three weeks from now, in two weeks' time."""
    index = index + 1 if text.word(index) == "today" and text.word(index + 1) in ("in", "within") else index
    lead = IN.at(text, index)
    start = (
        text.skip(lead[1], "another", "exactly", "just", "the", "next") if lead else text.skip(index, "exactly", "just")
    )
    after_days = text.word(index) == "after" and not text.running
    found = duration_at(text, index + 1 if after_days else start)
    if found is None:
        return _in_unit(text, lead[1] - (text.word(lead[1] - 1) in ("next", "the"))) if lead else None
    duration, after = found
    if lead is not None and text.word(start) == "half" and text.word(start - 1) in _ROLLING:
        return None  # the next half-year is a period of the calendar
    day = {"today": 0, "tomorrow": 1}.get(text.word(after))
    if day is not None and not duration.seconds and lead is None:
        return _now(duration + Duration(days=day)), after + 1
    hence = HENCE.at(text, text.skip(after, "'"))
    if hence is not None and not (hence[1] == after + 1 and text.word(after) == "out" and text.running):
        return _now(duration), hence[1]
    if after_days:
        return _now(duration, f"After {duration.label} is taken as the end of them."), after
    if lead is None or or_so(text, after):
        return None
    rolling = text.word(start - 1) in _ROLLING
    return _now(duration, _rolling_doubt(duration) if rolling else None), after


def or_so(text: Text, after: int) -> bool:
    return [text.word(after), text.word(after + 1)] == ["or", "so"]


def _rolling_doubt(duration: Duration) -> str | None:
    if duration.seconds or (duration.days and duration.unit == words.DAY) or duration.working_days:
        return None
    return f"The next {duration.label} are counted from the day it was said, not in whole calendar units."


def _now(duration: Duration, doubt: str | None = None) -> Meaning:
    def meaning(context: Context) -> Span:
        span = from_now(duration, context)
        return span.warned(doubt) if doubt else span

    return meaning


def _in_unit(text: Text, index: int) -> Hit | None:
    """Within the hour, in the next hour, within the week, within the month."""
    start = text.skip(index, "the", "next")
    unit = words.unit_at(text, start)
    if unit is None or text.word(start).endswith("s") or start == index or text.word(unit[1]) in ("of", "on"):
        return None
    name, after = unit
    if name in (words.HOUR, words.MINUTE):
        return _now(_one(name)), after
    if text.word(start - 1) == "next" or name not in (words.WEEK, words.MONTH, words.YEAR, words.QUARTER):
        return None

    def meaning(context: Context) -> Span:
        last = bounds(context.today, name, 0)[1]
        rolling = from_now(_one(name), context).last
        span = Span(last, last, how=f"within this {name}, to its last day", sort=Sort.END)
        return span.warned(f"Within the {name} is read as this calendar {name}.").offering(
            Alternative(f"one {name} from the day it was said", rolling)
        )

    return meaning, after


def before_it_is_out(text: Text, index: int) -> Hit | None:
    """Before the year is out, before next month is over: its last day."""
    whole = text.longest(index + 1, the_unit, unit_period, month, year) if text.word(index) == "before" else None
    if whole is None or text.word(whole[1]) != "is" or text.word(whole[1] + 1) not in ("out", "over", "up", "done"):
        return None
    return whole[0], whole[1] + 2


def _one(unit: str) -> Duration:
    if unit == words.HOUR:
        return Duration(seconds=3600, label="1 hour", unit=unit)
    if unit == words.MINUTE:
        return Duration(seconds=60, label="1 minute", unit=unit)
    months = {words.MONTH: 1, words.QUARTER: 3, words.YEAR: 12}.get(unit, 0)
    return Duration(months=months, days=0 if months else 7, label=f"1 {unit}", unit=unit)


def now(text: Text, index: int) -> Hit | None:
    """Now: the reference itself. In prose only "from now" and "between now" are times."""
    if text.word(index) != "now" or (text.running and text.word(index - 1) not in ("from", "between")):
        return None
    return _said, index + 1


def now_alone(text: Text, index: int) -> Hit | None:
    """Now, as a deadline of its own: never in prose."""
    return None if text.running else now(text, index)


def _said(context: Context) -> Span:
    moment = context.reference
    return Span(moment.date(), moment.date(), Precision.MINUTE, how="the moment it was said", instant=moment)


def same_again(text: Text, index: int) -> Hit | None:
    """This time tomorrow, the same time next Friday, this day next year: the reference's hour or day, moved."""
    start = text.skip(index, "at", "the", "on")
    what = text.word(start + 1)
    if text.word(start) not in ("this", "same") or what not in ("time", "day", "date"):
        return None
    start = text.skip(start + 2, "on", "in")
    unit = words.unit_at(text, start + 1) if text.word(start) == "next" else None
    if unit is not None and unit[0] in (words.WEEK, words.MONTH, words.YEAR):
        moved, after = _now(_one(unit[0])), unit[1]
    else:
        found = text.longest(start, relative_day, weekday, date_at) if what == "time" else None
        if found is None:
            return None
        moved, after = found

    def meaning(context: Context) -> Span:
        span = moved(context)
        if what != "time":
            return span
        wall = datetime.combine(span.last, context.reference.time())
        instant = on_the_wall(wall, zone_info(context.zone))
        return replace(span, first=span.last, instant=instant, grain=Precision.MINUTE, how="the same hour on that day")

    return meaning, after
