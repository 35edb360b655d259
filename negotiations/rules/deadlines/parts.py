"""Parts of periods: the end of May, the last Friday of the month, the 20th of next month, mid-April, EOY."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.business_days import days_off, move_working_days
from negotiations.rules.deadlines.dates import date_at
from negotiations.rules.deadlines.feasts import feast
from negotiations.rules.deadlines.named_periods import iso_week, month, quarter_or_half, week_of_day
from negotiations.rules.deadlines.numbers import ordinal
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
from negotiations.rules.deadlines.weekdays import coming, nth_of_month, weekday
from negotiations.rules.deadlines.words import WEEKDAY_NAMES, weekday_at

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


def named_period(text: Text, index: int) -> Hit | None:
    """A period that stands by itself: next week, May 2026, Q3, week 17, the weekend."""
    return text.longest(index, unit_period, month, quarter_or_half, iso_week, week_of_day, weekend, year)


def _operand(text: Text, index: int) -> Hit | None:
    """What "end of" can stand before: a period, the current unit, or a day."""
    return text.longest(
        index, unit_period, the_unit, month, quarter_or_half, iso_week, week_of_day, weekend, year,
        relative_day, date_at, numeric_date, weekday,
    )  # fmt: skip


def end_of(text: Text, index: int) -> Hit | None:
    """The end of P, P's end, year-end, EOM, the rest of P."""
    day = _END_OF_DAY.at(text, index)
    if day is not None:
        following = text.longest(
            text.skip(day[1], "on", ",", "of", "the"), weekday, date_at, relative_day, numeric_date
        )
        return following or (_today(), day[1])
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
    tied = text.word(start).endswith("'s") or text.word(start + 1) == "-"
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
        return replace(span, last=span.first, grain=Precision.DAY, how="its first day", sort=Sort.DATE)

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
    if text.word(start) not in _SEASONS or (text.running and start == index):
        return None
    following = year(text, text.skip(start + 1, "of")) if not text.running else None
    if text.word(index) in ("last", "past") or text.word(index + 1) in ("last", "past"):
        return refused(RefusalCode.PAST, "That season is over. Which coming day is meant?"), start + 1
    return refused(
        RefusalCode.VAGUE, f"A season is no deadline. Which day of the {text.word(start)} is meant?"
    ), following[1] if following else start + 1


def nth_weekday(text: Text, index: int) -> Hit | None:
    """The last Friday of May, the first Monday in September 2026, the second Tuesday of next month."""
    start = text.skip(index, "the")
    counted = _which(text, start)
    if counted is None:
        return None
    named = weekday_at(text, counted[1])
    if named is not None:
        pick = _pick_weekday(named[0], counted[0])
        return _of_period(text, named[1], pick)
    return _nth_day(text, counted[0], counted[1])


def _which(text: Text, index: int) -> tuple[int, int] | None:
    if text.word(index) in ("last", "final", "penultimate"):
        return (-2 if text.word(index) == "penultimate" else -1), text.joined(index + 1)
    found = ordinal(text, index)
    if found is not None and text.word(found[1]) in ("last", "to"):
        last = text.skip(found[1], "to", "last", "-")
        return (-found[0], last) if text.word(last - 1) == "last" else None
    return (found[0], text.joined(found[1])) if found else None


Pick = Callable[[Span, Context], date]


def _of_period(text: Text, after: int, pick: Pick) -> Hit | None:
    if text.word(after) not in ("of", "in", "during", ","):
        return None
    start = after + 1
    if text.word(start) in ("every", "each"):
        asks = refused(RefusalCode.RECURRENCE, "That comes round again and again. Which one of them is meant?")
        return asks, start + 2
    implicit = text.longest(start, month, the_unit)
    operand = text.longest(start, unit_period, month, the_unit, quarter_or_half, year)
    if operand is None:
        return None
    whole = operand[0]

    def meaning(context: Context) -> Span:
        day = pick(whole(context), context)
        if day < context.today and implicit is not None and implicit[1] == operand[1]:
            beyond = whole(context).last
            later = replace(context, reference=context.reference + (plus_days(beyond, 1) - context.today))
            day = pick(whole(later), context)
        return a_day(day, "counted within that period")

    return meaning, operand[1]


def _pick_weekday(number: int, which: int) -> Pick:
    def pick(span: Span, _: Context) -> date:
        if which > 0:
            day = plus_days(coming(plus_days(span.first, -1), number), 7 * (which - 1))
        else:
            day = plus_days(coming(plus_days(span.last, -7), number), 7 * (which + 1))
        if not span.first <= day <= span.last:
            raise RefusedError(
                RefusalCode.IMPOSSIBLE,
                f"That period has no such {WEEKDAY_NAMES[number]}. Which day is meant?",
            )
        return day

    return pick


def _nth_day(text: Text, which: int, after: int) -> Hit | None:
    """The last day of May, the first working day of next month, the last weekend of June."""
    working = text.word(after) in ("working", "business")
    start = text.skip(after, "working", "business", "calendar")
    unit = text.word(start)
    if unit == "week":
        sure = _of_period(text, start + 1, lambda span, _: span.last)
        asks = refused(RefusalCode.VAGUE, "Weeks of a month are counted in several ways. Which day is meant?")
        return (asks, sure[1]) if sure else None
    if unit == "weekend":
        return _of_period(text, start + 1, _pick_weekend(which))
    if unit != "day":
        return None
    return _of_period(text, start + 1, _pick_working(which) if working else _pick_day(which))


def _pick_weekend(which: int) -> Pick:
    saturday = _pick_weekday(5, which)

    def pick(span: Span, context: Context) -> date:
        sunday = plus_days(saturday(span, context), 1)
        if sunday > span.last:
            raise RefusedError(RefusalCode.VAGUE, "That weekend lies in two periods. Which day is meant?")
        return sunday

    return pick


def _pick_day(which: int) -> Pick:
    def pick(span: Span, _: Context) -> date:
        day = plus_days(span.first, which - 1) if which > 0 else plus_days(span.last, which + 1)
        if not span.first <= day <= span.last:
            raise RefusedError(RefusalCode.IMPOSSIBLE, "That period has no such day. Which day is meant?")
        return day

    return pick


def _pick_working(which: int) -> Pick:
    def pick(span: Span, context: Context) -> date:
        outside = plus_days(span.first, -1) if which > 0 else plus_days(span.last, 1)
        return move_working_days(outside, which, days_off(context.policy))

    return pick


def day_number(text: Text, index: int) -> Hit | None:
    """The 15th; the 20th of next month; the 1st of the month; the 15th day of this month."""
    start = text.skip(index, "the")
    found = ordinal(text, start)
    if found is None:
        return _in_month_on(text, index)
    number, after = found
    after = after + 1 if text.word(after) == "day" and text.word(after + 1) == "of" else after
    if text.word(after) in ("of", "next", "this", "in"):
        of_month = text.longest(text.skip(after, "of", "in"), unit_period, the_unit)
        unit = text.word(of_month[1] - 1) if of_month else ""
        if of_month is not None and unit in ("month", "month's"):
            return _of_period_at(text, after, number)
        return None
    in_digits = text.ordinal(start) is not None
    if not in_digits or start == index or number > 31 or text[after].text in ("-", "/"):
        return None
    if text.running and text[after].kind.value == "word" and text.word(after) not in _AFTER_DAY_NUMBER:
        return None
    return nth_of_month(number), after


def _in_month_on(text: Text, index: int) -> Hit | None:
    """Next month on the 20th."""
    whole = text.read(unit_period, index)
    start = text.skip(whole[1], "on", "the") if whole else index
    found = ordinal(text, start) if whole and start > whole[1] and text.word(whole[1] - 1) == "month" else None
    if whole is None or found is None:
        return None
    meaning, pick = whole[0], _pick_day(found[0])
    return (lambda context: a_day(pick(meaning(context), context), "counted within that month")), found[1]


_AFTER_DAY_NUMBER = listed("at and or to by until for in on with which when but as from gmt utc")


def _of_period_at(text: Text, after: int, number: int) -> Hit | None:
    start = after if text.word(after) in ("of", "in") else after - 1
    if start == after:
        return _of_period(text, after, _pick_day(number))
    operand = text.longest(after, unit_period)
    if operand is None:
        return None
    whole, pick = operand[0], _pick_day(number)
    return (lambda context: a_day(pick(whole(context), context), "counted within that month")), operand[1]
