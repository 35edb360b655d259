"""Parts of periods: the end of May, the last Friday of the month, the 20th of next month, mid-April, EOY."""

from dataclasses import replace

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.ages import named_decade
from negotiations.rules.deadlines.dates import date_at
from negotiations.rules.deadlines.feasts import feast
from negotiations.rules.deadlines.named_periods import iso_week, month, quarter_or_half, week_of_day
from negotiations.rules.deadlines.nth_of_period import day_number, nth_weekday
from negotiations.rules.deadlines.numeric_dates import numeric_date
from negotiations.rules.deadlines.periods import (
    relative_day,
    the_unit,
    unit_period,
    weekend,
    whole_unit,
    year,
)
from negotiations.rules.deadlines.reading import (
    Context,
    Hit,
    Meaning,
    RefusedError,
    Sort,
    Span,
    a_day,
    plus_days,
    refused,
)
from negotiations.rules.deadlines.result import Alternative, Precision, RefusalCode
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.text import Phrases, Text
from negotiations.rules.deadlines.weekdays import weekday

_END = Phrases(
    {
        "the end of": True, "end of": True, "the very end of": True, "end": True, "the close of": True,
        "close of": True, "ending": False, "the end": True, "the last moment of": True, "ends of": True,
        "the expiry of": True, "the conclusion of": True, "the final day of": True, "the last minute of": True,
        "the turn of": True,
    }
)  # fmt: skip
_REST = Phrases(
    {
        "the rest of": 1, "rest of": 1, "the remainder of": 1, "remainder of": 1, "the balance of": 1,
        "the course of": 1, "the whole of": 1,
    }
)  # fmt: skip
_START = Phrases(
    {
        "the start of": 1, "start of": 1, "the beginning of": 1, "beginning of": 1, "the opening of": 1,
        "the outset of": 1,
    }
)  # fmt: skip
_VAGUE = Phrases(
    {
        "early": 1, "early in": 1, "late": 1, "late in": 1, "mid": 1, "the middle of": 1, "middle of": 1,
        "later in": 1, "later": 1, "in the middle of": 1, "sometime": 1, "some time": 1,
        "sometime in": 1, "some time in": 1, "the first days of": 1, "the last days of": 1,
        "the early days of": 1,
        "the first few days of": 1, "around": 1, "about": 1, "towards": 1, "toward": 1, "somewhere in": 1,
        "the second part of": 1, "the latter part of": 1, "the early part of": 1, "late or early": 1,
        "circa": 1,
        "approximately": 1, "roughly": 1, "around the end of": 1, "about the end of": 1, "near": 1,
        "towards the end of": 1, "toward the end of": 1, "near the end of": 1, "the tail end of": 1,
        "on or about": 1, "on or around": 1, "the middle part of": 1, "the first weeks of": 1,
        "the coming": 0,
        "in or around": 1, "very early": 1, "very late": 1, "as early as": 1, "the back end of": 1,
        "the first part of": 1, "around the middle of": 1, "around mid": 1, "the weeks around": 1,
    }
)  # fmt: skip
_SEASONS = listed("spring summer autumn winter midsummer midwinter springtime")
_ABBREVIATED = {
    "eom": words.MONTH,
    "eoy": words.YEAR,
    "eow": words.WEEK,
    "eoq": words.QUARTER,
    "eod": words.DAY,
}
_END_OF_DAY = Phrases({"end of day": 0, "the end of day": 0, "the end of the day": 0, "end of the day": 0, "eod": 0,
                       "the close of day": 0, "close of day": 0, "day's end": 0,
                       "the day's end": 0})  # fmt: skip
_OFFICE_WEEK = Phrases(
    {
        "working week": 0,
        "work week": 0,
        "workweek": 0,
        "business week": 0,
        "the office week": 0,
        "school week": 0,
    }
)


_LIMITS = listed("by before until till at for")


def named_period(text: Text, index: int) -> Hit | None:
    """A period that stands by itself: next week, May 2026, Q3, week 17, the weekend."""
    return text.longest(index, unit_period, month, quarter_or_half, iso_week, week_of_day, weekend, year)


def _operand(text: Text, index: int) -> Hit | None:
    """What "end of" can stand before: a period, the current unit, or a day."""
    return text.longest(
        index, unit_period, the_unit, month, quarter_or_half, iso_week, week_of_day, weekend, year, named_decade,
        relative_day, date_at, numeric_date, weekday,
    )  # fmt: skip


def end_of(text: Text, index: int) -> Hit | None:
    """The end of P, P's end, year-end, EOM, the rest of P."""
    day = _END_OF_DAY.at(text, index)
    if day is not None:
        following = text.longest(
            text.skip(day[1], "on", ",", "of", "the"), weekday, date_at, relative_day, numeric_date
        )
        numbered = text.read(day_number, text.skip(day[1], "on", ",", "of"))
        return following or numbered or (_today(), day[1])
    word = text.word(index)
    if word in _ABBREVIATED:
        return _closed(whole_unit(_ABBREVIATED[word], 0)), index + 1
    ended = _possessive_end(text, index)
    if ended is not None:
        return ended
    lead = _END.at(text, index) or _REST.at(text, index)
    if lead is None or not lead[0]:
        return None
    start = text.joined(lead[1])
    office = _OFFICE_WEEK.at(text, text.skip(start, "the", "this"))
    if office is not None:
        return _office_week(0), office[1]
    if text.word(index) == "the" and lead[1] == index + 2 and text.word(index + 1) == "end":
        return None
    operand = text.read(_operand, start)
    return (_closed(operand[0]), operand[1]) if operand else None


def _today() -> Meaning:
    return lambda context: a_day(context.today, "the end of that day", Sort.TODAY)


def _office_week(step: int) -> Meaning:
    return lambda context: a_day(
        plus_days(context.today, 4 - context.today.weekday() + 7 * step), "the working week ends on Friday"
    )


def _possessive_end(text: Text, index: int) -> Hit | None:
    """Year-end, month's end, the week's end, year's end 2026."""
    start = text.skip(index, "the", "this")
    unit = words.unit_at(text, start)
    tied = text.word(start).endswith("'s") or text.word(start + 1) == "-" or text.word(start - 1) in _LIMITS
    after = text.joined(start + 1)
    if unit is None or not tied or text.word(after) not in ("end", "close") or unit[0] == words.DAY:
        return None
    following = year(text, text.skip(after + 1, "of")) if unit[0] == words.YEAR and not text.running else None
    if following is not None:
        return _closed(following[0]), following[1]
    return _closed(whole_unit(unit[0], 0)), after + 1


def _closed(whole: Meaning) -> Meaning:
    """The last day of a period; a week's end may be its Sunday or the office's Friday."""

    def meaning(context: Context) -> Span:
        span = whole(context)
        how = f"the end of it: {span.how}" if span.how else "the end of it"
        closed = replace(span, first=span.last, sort=Sort.END, how=how)
        if span.grain is Precision.WEEK and span.last.weekday() == 6:
            friday = Alternative("the end of the working week", plus_days(span.last, -2))
            return closed.offering(friday).warned("The end of the week is taken as Sunday; offices often mean Friday.")
        return closed

    return meaning


def start_of(text: Text, index: int) -> Hit | None:
    """The start of P: its first day where a bound governs it, otherwise too vague for a deadline."""
    lead = _START.at(text, index)
    operand = text.read(_operand, lead[1]) if lead else None
    if operand is None:
        return None
    whole, after = operand

    def meaning(context: Context) -> Span:
        span = whole(context)
        first = Alternative("its first day", span.first)
        if not context.governed:
            raise RefusedError(
                RefusalCode.VAGUE, "How far does the beginning of that period reach? Name a day.", (first,)
            )
        first_day = replace(span, last=span.first, grain=Precision.DAY, how="its first day", sort=Sort.DATE)
        return first_day.warned("The beginning is taken as the first day.")

    return meaning, after


def vague_part(text: Text, index: int) -> Hit | None:
    """Mid-April, early next week, late 2026, towards the end of May, summer: understood, but no day."""
    lead = _VAGUE.at(text, index)
    start = text.joined(lead[1]) if lead else index
    if lead is None or text.word(text.skip(start, "the", "this", "next")) in _SEASONS:
        return _season(text, index)
    if not lead[0]:
        return None
    operand = text.longest(start, end_of, _operand, nth_weekday, feast)
    if operand is None:
        return None
    whole = operand[0]

    def meaning(context: Context) -> Span:
        try:
            span = whole(context)
        except RefusedError as refusal:
            raise RefusedError(RefusalCode.VAGUE, "That names no day. Which day is meant?", refusal.readings) from None
        readings = (Alternative("its first day", span.first), Alternative("its last day", span.last))
        raise RefusedError(
            RefusalCode.VAGUE,
            "That names no day. Which day is meant?",
            readings[: 1 + (span.first != span.last)],
        )

    return meaning, operand[1]


def _season(text: Text, index: int) -> Hit | None:
    start = text.skip(
        index, "the", "this", "next", "coming", "late", "early", "mid", "-", "end", "of", "in", "later", "last", "past"
    )
    governed = text.word(index - 1) in ("by", "until", "till", "before", "in")
    if text.word(start) not in _SEASONS or (text.running and start == index and not governed):
        return None
    following = year(text, text.skip(start + 1, "of")) if not text.running else None
    if text.word(index) in ("last", "past") or text.word(index + 1) in ("last", "past"):
        return refused(RefusalCode.PAST, "That season is over. Which coming day is meant?"), start + 1
    return refused(
        RefusalCode.VAGUE, f"A season is no deadline. Which day of the {text.word(start)} is meant?"
    ), following[1] if following else start + 1
