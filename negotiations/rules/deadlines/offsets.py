"""Lengths of time counted from the moment of speaking, and the wordings that name no start or no number."""

from dataclasses import replace
from datetime import datetime

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.counting import from_now
from negotiations.rules.deadlines.dates import date_at
from negotiations.rules.deadlines.durations import Duration, duration_at, measured
from negotiations.rules.deadlines.moments import on_the_wall, zone_info
from negotiations.rules.deadlines.numbers import cardinal
from negotiations.rules.deadlines.periods import bounds, relative_day
from negotiations.rules.deadlines.reading import (
    Context,
    Hit,
    Meaning,
    RefusedError,
    Sort,
    Span,
    refused,
)
from negotiations.rules.deadlines.result import Alternative, Precision, RefusalCode
from negotiations.rules.deadlines.tables import phrases
from negotiations.rules.deadlines.text import Phrases, Text
from negotiations.rules.deadlines.weekdays import weekday

_IN = Phrases(
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
_HENCE = Phrases(
    phrases(
        "from now|hence|later|time|from today|after today|from the present|out|from this moment|"
        "as of now|as from today|from this date|from this day|ahead|after now|from the date hereof|"
        "on from now|on from today|in the future|into the future|as of today|from right now",
        True,
    )
)  # fmt: skip
_AGO = Phrases(
    phrases(
        "ago|earlier|back|before now|previously|in the past|before today|since",
        True,
    )
)
_PAST = Phrases(
    phrases(
        "the last|the past|in the last|in the past|over the last|over the past|past|last|during the last|"
        "during the past|the previous|previous|for the last|for the past|within the last|within the past|"
        "these past|the preceding",
        True,
    )
)  # fmt: skip
_SOME = Phrases(
    phrases(
        "a few|few|several|some|a couple of|couple of|a couple|couple|many|a number of|a handful of|"
        "numerous|various|a matter of|countless|just days|a small number of|the few|these few|a good few|"
        "quite a few|coming|tens of|dozens of|hundreds of|the coming few|the first few|the last few|"
        "a certain number of|couple more|a few more|several more|a couple more|mere|only a few",
        True,
    )
)  # fmt: skip
_NEARLY = Phrases(
    phrases(
        "about|around|approximately|roughly|nearly|almost|more than|over|less than|under|at least|some|"
        "up to|circa|at most|no more than|not more than|no less than|not less than|fewer than|close to|"
        "as much as|as little as|a minimum of|a maximum of|an estimated|another|just over|just under|"
        "a little over|a little under|or so|maybe|perhaps|say|as long as",
        True,
    )
)  # fmt: skip


def from_reference(text: Text, index: int) -> Hit | None:
    """In ten days, within 48 hours, the next two weeks, three weeks from now, in two weeks' time."""
    lead = _IN.at(text, index)
    start = (
        text.skip(lead[1], "another", "exactly", "just", "the", "next") if lead else text.skip(index, "exactly", "just")
    )
    after_days = text.word(index) == "after" and not text.running
    found = duration_at(text, index + 1 if after_days else start)
    if found is None:
        return _in_unit(text, lead[1] - (text.word(lead[1] - 1) in ("next", "the"))) if lead else None
    duration, after = found
    day = {"today": 0, "tomorrow": 1}.get(text.word(after))
    if day is not None and not duration.seconds and lead is None:
        return _now(duration + Duration(days=day)), after + 1
    hence = _HENCE.at(text, text.skip(after, "'"))
    if hence is not None and not (hence[1] == after + 1 and text.word(after) == "out" and text.running):
        return _now(duration), hence[1]
    if after_days:
        return _now(duration, f"After {duration.label} is taken as the end of them."), after
    if lead is None or _or_so(text, after):
        return None
    rolling = text.word(start - 1) in _ROLLING
    return _now(duration, _rolling_doubt(duration) if rolling else None), after


def _or_so(text: Text, after: int) -> bool:
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


def _said(context: Context) -> Span:
    moment = context.reference
    return Span(moment.date(), moment.date(), Precision.MINUTE, how="the moment it was said", instant=moment)


def past(text: Text, index: int) -> Hit | None:
    """Three days ago, the last two weeks, two months earlier."""
    lead = _PAST.at(text, index)
    found = duration_at(text, lead[1] if lead else text.skip(index, "just", "some", "about", "only", "over")) or _some(
        text, lead[1] if lead else index
    )
    if found is None:
        return None
    ago = _AGO.at(text, found[1])
    if ago is None and lead is None:
        return None
    return refused(RefusalCode.PAST, "That lies in the past. Which coming day is meant?"), ago[1] if ago else found[1]


def _some(text: Text, index: int) -> tuple[str, int] | None:
    """A few days, several weeks, the coming months: units without a number."""
    some = _SOME.at(text, index)
    start = some[1] if some else index
    unit = words.unit_at(text, text.skip(start, "more", "of", "short", "working", "business", "critical", "crucial"))
    if unit is None or (
        some is not None and not text.word(unit[1] - 1).rstrip("'").endswith("s") and text.word(unit[1] - 1) != "'"
    ):
        return None
    return (unit[0], unit[1]) if some else None


def vague_count(text: Text, index: int) -> Hit | None:
    """In the coming days, a few weeks, within hours, in about ten days: no number to count with."""
    lead = _IN.at(text, index)
    start = text.skip(
        lead[1] if lead else index, "the", "next", "coming", "in", "for", "within", "just", "only", "these"
    )
    asks = refused(RefusalCode.VAGUE, "How many exactly? Name a number or a day.")
    nearly = _NEARLY.at(text, start)
    if nearly is not None:
        found = duration_at(text, nearly[1]) or _some(text, nearly[1])
        if found is not None and text.word(start) not in _EXACT_WITH_LEAD:
            return asks, _to_end(text, found[1])
    several = _some(text, start) or _plural_unit(text, start, has_lead=start > index)
    if several is not None:
        return asks, _to_end(text, several[1])
    found = duration_at(text, start)
    if found is not None and _or_so(text, found[1]):
        return asks, found[1] + 2
    return None


_EXACT_WITH_LEAD = frozenset({"another"})


def _plural_unit(text: Text, index: int, *, has_lead: bool) -> tuple[str, int] | None:
    """Days, weeks: a plural without a number, after "in", "within" or "coming"."""
    unit = words.unit_at(text, index)
    word = text.word(index)
    if unit is None or not has_lead or not word.endswith("s") or word.endswith("'s"):
        return None
    after = unit[1]
    if text.word(after) in ("or", "and", "to", "if", "-") and words.unit_at(text, text.skip(after + 1, "not", "even")):
        after = text.skip(after + 1, "not", "even") + 1
    return unit[0], after


def _to_end(text: Text, after: int) -> int:
    hence = _HENCE.at(text, text.skip(after, "'"))
    return hence[1] if hence else after


def open_count(text: Text, index: int) -> Hit | None:
    """In 3 to 5 days, two or three weeks: two ends, and a deadline has one."""
    lead = _IN.at(text, index)
    start = lead[1] if lead else text.skip(index, "for", "a")
    start = text.skip(start, "between", "from", "the", "next")
    low = cardinal(text, start)
    if low is None:
        return None
    tie = low[1]
    unit = words.unit_at(text, text.joined(tie))
    if unit is not None and text.word(unit[1]) == "or" and cardinal(text, unit[1] + 1) is not None:
        more = cardinal(text, unit[1] + 1)
        high = duration_at(text, unit[1] + 1)
        if more is not None and (high is None or high[0].fault):
            return _asks_which(measured(more[0], unit[0])), _to_end(text, more[1])
    if unit is not None and text.word(unit[1]) in ("to", "or", "-", "and"):
        tie = unit[1]
    tie = text.joined(tie) if text.word(text.joined(tie)) in ("to", "or") else tie
    if text.word(tie) not in ("to", "or", "-") and not (text.word(tie) == "and" and text.word(start - 1) == "between"):
        return None
    high = duration_at(text, text.joined(text.skip(tie + 1, "even", "perhaps", "maybe", "at", "most")))
    if high is None or high[0].fault:
        return None
    return _asks_which(high[0]), _to_end(text, high[1])


def _asks_which(long: Duration) -> Meaning:
    def meaning(context: Context) -> Span:
        span = from_now(long, context)
        raise RefusedError(
            RefusalCode.RANGE,
            "Two lengths are given. Which one is the deadline?",
            (Alternative(f"{long.label} from the day it was said", span.last, span.instant),),
        )

    return meaning


def bare_duration(text: Text, index: int) -> Hit | None:
    """30 days; a 60-day truce; for two weeks: a length without a start."""
    start = text.skip(index, "for", "a", "an", "the") if text.word(index) in ("for", "the") else index
    found = duration_at(text, start)
    if found is None and text.word(start) == "a":
        found = duration_at(text, start + 1)
    if found is None or (
        text.running and text.word(index) in ("a", "an") and text.word(index + 1) in ("second", "minute")
    ):
        return None
    duration, after = found

    def meaning(context: Context) -> Span:
        if duration.fault is not None:
            raise duration.fault
        readings: tuple[Alternative, ...] = ()
        if not duration.working_days:
            span = from_now(duration, context)
            readings = (Alternative("counted from the day it was said", span.last, span.instant),)
        raise RefusedError(
            RefusalCode.BARE_DURATION,
            f"{duration.label} from when? Name the day or event they start from.",
            readings,
        )

    return meaning, after


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
