"""The Nth of a period: the last Friday of May, the first working day of next month, the 20th of the month."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from negotiations.rules.deadlines.business_days import days_off, move_working_days
from negotiations.rules.deadlines.durations import WORKING
from negotiations.rules.deadlines.named_periods import month, quarter_or_half
from negotiations.rules.deadlines.numbers import ordinal
from negotiations.rules.deadlines.periods import (
    the_unit,
    unit_period,
    year,
)
from negotiations.rules.deadlines.reading import (
    Context,
    Hit,
    RefusedError,
    Sort,
    Span,
    a_day,
    plus_days,
    refused,
)
from negotiations.rules.deadlines.result import Alternative, Precision, RefusalCode
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.text import Text
from negotiations.rules.deadlines.weekdays import coming, nth_of_month
from negotiations.rules.deadlines.words import WEEKDAY_NAMES, weekday_at


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
    if found is not None and text.word(text.joined(found[1])) in ("last", "to"):
        last = text.skip(found[1], "-", "to", "last")
        return (-found[0], last) if text.word(last - 1) == "last" else None
    return (found[0], text.joined(found[1])) if found else None


Pick = Callable[[Span, Context], date]


def _of_period(text: Text, after: int, pick: Pick) -> Hit | None:
    beside = text.word(after) in ("next", "this")  # the first Friday next month
    if text.word(after) not in ("of", "in", "during", ",") and not beside:
        return None
    start = after if beside else after + 1
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
    working = text.word(after) in WORKING
    start = text.skip(after, "calendar", *WORKING)
    unit = text.word(start)
    if unit == "week":
        return _week_of_period(text, start + 1, which)
    if unit == "weekend":
        return _of_period(text, start + 1, _pick_weekend(which))
    if unit != "day":
        return None
    return _of_period(text, start + 1, _pick_working(which) if working else _pick_day(which))


def _week_of_period(text: Text, after: int, which: int) -> Hit | None:
    """The first week of October: the ISO way, by its Thursday, with the other ways to count beside it."""
    found = _of_period(text, after, _pick_weekday(3, which))
    if found is None:
        return None
    thursday = found[0]

    def meaning(context: Context) -> Span:
        sunday = plus_days(thursday(context).last, 3)
        month_first = plus_days(sunday, -3).replace(day=1)
        if which < 1 or sunday.month != month_first.month:
            asks = "Weeks of a month are counted in several ways. Which day is meant?"
            raise RefusedError(RefusalCode.VAGUE, asks, (Alternative("the Sunday of that week", sunday),))
        full = plus_days(month_first, (7 - month_first.weekday()) % 7 + 7 * which - 1)
        span = Span(plus_days(sunday, -6), sunday, Precision.WEEK, sort=Sort.PERIOD)
        return (
            replace(span, how="the week by its Thursday, as ISO 8601 counts, to its Sunday")
            .offering(
                Alternative("weeks of seven days from the 1st", plus_days(month_first, 7 * which - 1)),
                Alternative("weeks that begin on a Monday of the month", full),
            )
            .warned("Weeks of a month are counted in several ways; the week belongs to the month of its Thursday.")
        )

    return meaning, found[1]


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
    in_digits = text.ordinal(start) is not None or (number > _LAST_OF_PROSE and not text.running)
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


_LAST_OF_PROSE = 12  # "the third" counts other things than days; "the twenty-first" of a month hardly does
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
