"""The Nth unit after something: the thirtieth day after deposit, the first day of the sixth month following
the month in which it enters into force, the first Monday after Easter."""

from dataclasses import replace
from datetime import datetime, time
from fractions import Fraction

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.counting import Way, counted
from negotiations.rules.deadlines.dates import date_at
from negotiations.rules.deadlines.durations import Duration, measured
from negotiations.rules.deadlines.eu_periods import EU_RULE
from negotiations.rules.deadlines.events import event_phrase
from negotiations.rules.deadlines.numbers import ordinal
from negotiations.rules.deadlines.periods import bounds
from negotiations.rules.deadlines.reading import (
    Context,
    Hit,
    RefusedError,
    Sort,
    Span,
    a_day,
    make_date,
    plus_days,
    spoken,
)
from negotiations.rules.deadlines.result import Precision, RefusalCode
from negotiations.rules.deadlines.starts import behind_then_ahead, start
from negotiations.rules.deadlines.tables import phrases
from negotiations.rules.deadlines.text import Phrases, Text
from negotiations.rules.deadlines.weekdays import coming
from negotiations.rules.deadlines.words import WEEKDAY_NAMES, weekday_at

_FOLLOWS = Phrases(
    phrases(
        "after|following|from|that follows|which follows|next following|subsequent to|next after|"
        "after that|following that|since|immediately following|immediately after|after the date of|"
        "counted from|following on|of",
        True,
    )
)  # fmt: skip


def nth_unit_after(text: Text, index: int) -> Hit | None:
    """The thirtieth day after X; the first day of the sixth month following X; the first Monday after X;
    the end of the month in which X falls."""
    first = text.skip(index, "the")
    which = ordinal(text, first)
    if text.word(first) == "last":
        which = (-1, first + 1)
    if text.word(first) in ("end", "close") and text.word(first + 1) == "of":
        return _day_of_month_after(text, -1, first + 2)
    number, after = which or (1, first)
    if which is not None and text.word(after) == "day" and text.word(after + 1) in ("of", "in"):
        hit = _day_of_month_after(text, number, after + 2)
        if hit is not None:
            return hit
    if which is not None and text.word(after) in ("of",):
        return _day_of_month_after(text, number, after + 1)
    named = weekday_at(text, after)
    if number == -1 and named is not None and text.word(named[1]) in ("before", "preceding"):
        return _weekday_after(text, named[0], 1, named[1])
    if number < 1 or (which is None and first == index):
        return None
    if named is not None:
        return _weekday_after(text, named[0], number, named[1])
    working = text.word(after) in ("working", "business")
    after = text.skip(after, "working", "business", "calendar", "consecutive")
    unit = words.unit_at(text, after)
    if unit is None or text.word(after).endswith("s") or (which is None and unit[0] != words.DAY):
        return None
    follows = _FOLLOWS.at(text, unit[1])
    if follows is None or text.word(unit[1]) == "of" or (which is None and text.word(follows[1]) == "tomorrow"):
        return None
    duration = (
        Duration(working_days=number, label=f"{number} working days")
        if working
        else measured(Fraction(number), unit[0])
    )
    return _nth(text, duration, unit[0], follows[1])


def _nth(text: Text, duration: Duration, unit: str, index: int) -> Hit | None:
    begin = text.read(start, index)
    if begin is None:
        return None
    published = any(text.word(at).startswith("publi") for at in range(index, min(begin[1], index + 12)))

    def count(begun: Span, context: Context) -> Span:
        return counted(begun, duration, Way.AFTER, context, fixed_day=published or context.policy.rule != EU_RULE)

    if unit in (words.MONTH, words.YEAR, words.QUARTER, words.WEEK):
        return _unit_after(begin, duration, unit)
    return behind_then_ahead(begin[0], count), begin[1]


def _unit_after(begin: Hit, duration: Duration, unit: str) -> Hit:
    """The third month after X: a whole calendar unit, as a deadline its last day."""
    steps = (
        duration.days // 7
        if unit == words.WEEK
        else duration.months // {words.MONTH: 1, words.QUARTER: 3}.get(unit, 12)
    )
    grains = {words.MONTH: Precision.MONTH, words.YEAR: Precision.YEAR, words.QUARTER: Precision.QUARTER}

    def count(begun: Span, _: Context) -> Span:
        first, last = bounds(begun.last, unit, steps)
        how = f"{unit} number {steps} after that of {begun.name or spoken(begun.last)}"
        return Span(first, last, grains.get(unit, Precision.WEEK), how=how, sort=Sort.PERIOD).doubts_of(begun)

    return behind_then_ahead(begin[0], count), begin[1]


def _day_of_month_after(text: Text, number: int, index: int) -> Hit | None:
    """(The first day) of the sixth month after X; of the month following X."""
    first = text.skip(index, "the")
    which = ordinal(text, first)
    following_first = text.word(first) in ("following", "next")
    months, after = which or (1, first + following_first)
    after = text.skip(after, "calendar", "full", "complete")
    unit = words.unit_at(text, after)
    wholes = (words.MONTH, words.YEAR, words.QUARTER, *((words.WEEK,) if number == -1 else ()))
    if unit is None or unit[0] not in wholes or text.word(after).endswith("s"):
        return None
    follows = _FOLLOWS.at(text, unit[1])
    same_month = text.word(unit[1]) in ("of", "in") and which is None
    if same_month:
        inner, months = text.skip(unit[1] + 1, "which"), 0
    elif follows is not None and text.word(unit[1]) != "of":
        inner = follows[1]
    else:
        return None
    begin = text.read(start, inner)
    if begin is None:
        return None
    if same_month and following_first:
        return None

    def count(begun: Span, _: Context) -> Span:
        month_first, month_last = bounds(begun.last, unit[0], months)
        day = plus_days(month_first, number - 1) if number > 0 else month_last
        if day > month_last:
            raise RefusedError(RefusalCode.IMPOSSIBLE, f"{spoken(month_first)} begins a period without day {number}.")
        ordinal_name = "last day" if number < 0 else "first day" if number == 1 else f"day {number}"
        which_unit = f"{unit[0]} {months} after that" if months else f"{unit[0]}"
        return a_day(
            day, f"{ordinal_name} of {which_unit} of {begun.name or spoken(begun.last)}", Sort.COUNT
        ).doubts_of(begun)

    return behind_then_ahead(begin[0], count), begin[1]


def _weekday_after(text: Text, number: int, which: int, after: int) -> Hit | None:
    """The Monday after X; the first Sunday following X; the Friday before X."""
    before = text.word(after) in ("before", "preceding") or [text.word(after), text.word(after + 1)] == [
        "prior",
        "to",
    ]
    follows = _FOLLOWS.at(text, after)
    if before:
        inner = after + (2 if text.word(after) == "prior" else 1)
    elif follows is not None and text.word(after) not in ("of", "from", "since"):
        inner = follows[1]
    else:
        return None
    begin = text.read(start, inner)
    if begin is None:
        return None

    def count(begun: Span, _: Context) -> Span:
        if before:
            day = plus_days(begun.first, -((begun.first.weekday() - number - 1) % 7 + 1) - 7 * (which - 1))
        else:
            day = plus_days(coming(begun.last, number), 7 * (which - 1))
        side = "before" if before else "after"
        return a_day(
            day, f"{WEEKDAY_NAMES[number]} number {which} {side} {begun.name or spoken(begun.last)}"
        ).doubts_of(begun)

    return (lambda context: count(begin[0](context), context)), begin[1]


def date_after_event(text: Text, index: int) -> Hit | None:
    """1 January following entry into force; 1 July of the year following that of signature."""
    found = text.read(date_at, text.skip(index, "the"))
    if found is None:
        return None
    whole, after = found
    of_year = text.word(after) == "of"
    after = text.skip(after + 1, "the", "calendar") if of_year else after
    which = ordinal(text, after) if of_year else None
    number, after = which or (1, after)
    after = text.skip(after, "calendar") if of_year else after
    if of_year and (text.word(after) != "year" or not 1 <= number <= 100):
        return None
    follows = _FOLLOWS.at(text, after + of_year)
    if follows is None or text.word(after + of_year) in ("of", "from", "since", "in"):
        return None
    begin = text.read(event_phrase, follows[1])
    if begin is None:
        return None

    def meaning(context: Context) -> Span:
        begun = begin[0](context)
        eve = make_date(begun.last.year + number - 1, 12, 31) if of_year else begun.last
        morrow = datetime.combine(plus_days(eve, 1), time(), context.reference.tzinfo)
        span = whole(replace(context, reference=morrow, governed=False))
        how = f"the first such day after {'the year of ' if of_year else ''}{begun.name}"
        how = f"such a day in year {number} after that of {begun.name}" if number > 1 else how
        return a_day(span.last, how, Sort.COUNT).doubts_of(begun)

    return meaning, begin[1]
