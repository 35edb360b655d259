"""Months, quarters, halves and ISO weeks by name: May, next June, Q3 2026, the first half of 2026."""

from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.dates import YearWords, date_at, full_year, year_at
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.numbers import ordinal
from negotiations.rules.deadlines.numeric_dates import numeric_date
from negotiations.rules.deadlines.periods import bounds
from negotiations.rules.deadlines.reading import (
    Context,
    Hit,
    Meaning,
    RefusedError,
    Sort,
    Span,
    a_day,
    make_date,
    plus_days,
    refused,
)
from negotiations.rules.deadlines.result import Alternative, Precision, RefusalCode
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.text import Phrases, Text
from negotiations.rules.deadlines.weekdays import weekday
from negotiations.rules.deadlines.words import MONTH_NAMES, month_at

_WHICH = Phrases(
    {
        "next": "next", "the next": "next", "coming": "next", "the coming": "next", "this": "this",
        "this coming": "next", "upcoming": "next", "last": "past", "past": "past", "this past": "past",
        "the upcoming": "next", "the following": "next", "previous": "past", "the month of": "this",
        "month of": "this", "the whole of": "this", "all of": "this",
    }
)  # fmt: skip
_GOVERNS_MONTH = listed(
    "in by of until till through before during end since from to and this next early late mid - for "
    "after into between starting beginning thru ends expires is due than"
)
_BY_MONTHS = {Precision.QUARTER: 3, Precision.HALF: 6}


def month(text: Text, index: int) -> Hit | None:
    """May, May 2026, next June, this May, June of next year, 2026-05."""
    numbered = _numbered_month(text, index)
    if numbered is not None:
        return numbered
    which = _WHICH.at(text, index)
    start = which[1] if which else index
    named = month_at(text, start)
    if named is None or (text.running and not _is_month_in_prose(text, start, named[0])):
        return None
    number, after = named
    if which is not None and which[0] == "past":
        return refused(RefusalCode.PAST, f"Last {MONTH_NAMES[number - 1]} is over. Which month is meant?"), after
    written = year_at(text, after)
    if written is not None:
        return _month_of(number, written[0]), written[1]
    return _coming_month(number, is_next=bool(which and which[0] == "next")), after


def _is_month_in_prose(text: Text, index: int, number: int) -> bool:
    """In prose a month stands after a preposition; May, March and August without one are other words."""
    return (
        text.word(index - 1) in _GOVERNS_MONTH or year_at(text, index + 1) is not None or number not in (3, 4, 5, 6, 8)
    )


def _numbered_month(text: Text, index: int) -> Hit | None:
    """2026-05, 05/2026."""
    first, sign, second = text.word(index), text.word(index + 1), text.word(index + 2)
    if text.number(index) is None or text.number(index + 2) is None or text[index + 1].spaced or text[index + 2].spaced:
        return None
    if len(first) == 4 and len(second) == 2 and sign in ("-", "/") and 1 <= int(second) <= 12:
        return _month_of(int(second), YearWords(int(first))), index + 3
    if len(second) == 4 and len(first) <= 2 and sign == "/" and 1 <= int(first) <= 12:
        return _month_of(int(first), YearWords(int(second))), index + 3
    return None


def _month_of(number: int, year: YearWords) -> Meaning:
    return lambda context: month_span(year.value(context), number)


def month_span(year: int, number: int) -> Span:
    first = make_date(year, number, 1)
    return Span(first, _month_end(first), Precision.MONTH, sort=Sort.PERIOD, how="the whole month, to its last day")


def _month_end(first: date) -> date:
    return first + relativedelta(months=1) - timedelta(days=1)


def _coming_month(number: int, *, is_next: bool) -> Meaning:
    def meaning(context: Context) -> Span:
        today = context.today
        passed = number < today.month or (is_next and number == today.month)
        span = month_span(today.year + passed, number)
        name = MONTH_NAMES[number - 1]
        if is_next and not passed:
            other = month_span(today.year + 1, number)
            span = span.offering(Alternative(f"{name} of next year", other.last))
            return span.warned(f"Next {name} is read as the coming one, in {today.year}.")
        return span

    return meaning


def quarter_or_half(text: Text, index: int) -> Hit | None:
    """Q3, Q3 2026, 3Q26, H1 2026, the third quarter of 2026, the second half of next year."""
    named = _lettered(text, index) or _spelled(text, index)
    if named is None:
        leading = year_at(text, index) if text.number(index) is not None else None
        named = _lettered(text, text.joined(leading[1])) if leading else None
        if leading is None or named is None:
            return None
        return _part_of_year(named[0], named[1], leading[0]), named[2]
    grain, number, after = named
    written = year_at(text, text.skip(after, "/")) or _tied_year(text, after)
    if written is not None:
        return _part_of_year(grain, number, written[0]), written[1]
    if text.word(after) == "of":
        return _half_of_month(text, number, after + 1) if grain is Precision.HALF else _of_the_year(text, named)
    return _part_of_year(grain, number, None), after


def _tied_year(text: Text, index: int) -> tuple[YearWords, int] | None:
    """The 27 that stands against a quarter: 2Q27, Q2/27, H1-27."""
    start = index + 1 if text.word(index) in ("/", "-") else index
    figures = text.word(start)
    if text.number(start) is None or len(figures) != 2 or text[index].spaced or text[start].spaced:
        return None
    return YearWords(full_year(figures)), start + 1


def _of_the_year(text: Text, named: tuple[Precision, int, int]) -> Hit | None:
    after = text.skip(named[2] + 1, "the")
    return (_part_of_year(named[0], named[1], YearWords()), after + 1) if text.word(after) == "year" else None


def _half_of_month(text: Text, number: int, start: int) -> Hit | None:
    if text.word(text.skip(start, "the")) == "year":
        return _part_of_year(Precision.HALF, number, YearWords()), text.skip(start, "the") + 1
    found = month(text, start)
    if found is None:
        return None
    whole = found[0]

    def meaning(context: Context) -> Span:
        span = whole(context)
        middle = span.first.replace(day=15)
        half = replace(span, last=middle) if number == 1 else replace(span, first=plus_days(middle, 1))
        return half.warned("The first half of a month is taken to end on the 15th.")

    return meaning, found[1]


def _lettered(text: Text, index: int) -> tuple[Precision, int, int] | None:
    letter, figure = text.word(index), text.word(index + 1)
    reversed_half = text.word(index + 1) == "h" and (year_at(text, index + 2) or _tied_year(text, index + 2))
    if text.number(index) is not None and len(letter) == 1 and (text.word(index + 1) == "q" or reversed_half):
        letter, figure = figure, letter
    grain = {"q": Precision.QUARTER, "h": Precision.HALF}.get(letter)
    if grain is None or text[index + 1].spaced or not figure.isdecimal():
        return None
    return (grain, int(figure), index + 2) if 1 <= int(figure) <= 12 // _BY_MONTHS[grain] else None


def _spelled(text: Text, index: int) -> tuple[Precision, int, int] | None:
    start = text.skip(index, "the")
    if text.word(start) in ("last", "final"):
        number, after = -1, start + 1
    else:
        counted = ordinal(text, start)
        if counted is None:
            return None
        number, after = counted
    after = text.joined(text.skip(after, "calendar"))
    grain = {"quarter": Precision.QUARTER, "qtr": Precision.QUARTER, "half": Precision.HALF}.get(text.word(after))
    if grain is None:
        return None
    parts = 12 // _BY_MONTHS[grain]
    if number == -1:
        is_of_year = text.word(after + 1) == "of" or year_at(text, after + 1) is not None
        return (grain, parts, after + 1) if is_of_year else None
    return (grain, number, after + 1) if 1 <= number <= parts else None


def _part_of_year(grain: Precision, number: int, year: YearWords | None) -> Meaning:
    months = _BY_MONTHS[grain]

    def meaning(context: Context) -> Span:
        value = year.value(context) if year else context.today.year
        first = make_date(value, months * (number - 1) + 1, 1)
        unit = words.QUARTER if grain is Precision.QUARTER else words.HALF
        first, last = bounds(first, unit, 0)
        if year is None and last < context.today:
            first, last = bounds(make_date(value + 1, first.month, 1), unit, 0)
        return Span(first, last, grain, sort=Sort.PERIOD, how=f"the whole {grain.value}, to its last day")

    return meaning


def iso_week(text: Text, index: int) -> Hit | None:
    """Week 17, week 17 of 2026, W17, 2026-W17, 2026-W17-3."""
    token = text[index]
    if token.kind is Kind.ISO_WEEK:
        figures = token.text.replace("-", "").split("w")
        return _week(int(figures[1][:2]), YearWords(int(figures[0])), int(figures[1][2:] or 0)), index + 1
    start = text.skip(index, "the", "calendar", "iso")
    if text.word(start) not in ("week", "w", "cw", "kw", "wk"):
        return None
    number_at = text.skip(start + 1, "no", ".", "number", "#")
    number = text.number(number_at)
    if number is None or (text.word(start) != "week" and text[number_at].spaced and text.word(start) == "w"):
        return None
    written = year_at(text, number_at + 1) or (
        year_at(text, number_at + 2) if text.word(number_at + 1) == "/" else None
    )
    return _week(number, written[0] if written else None, 0), written[1] if written else number_at + 1


def _week(number: int, year: YearWords | None, weekday: int) -> Meaning:
    def meaning(context: Context) -> Span:
        value = year.value(context) if year else context.today.isocalendar().year
        monday = _monday(value, number)
        if year is None and plus_days(monday, 6) < context.today:
            monday = _monday(value + 1, number)
        if weekday:
            return a_day(plus_days(monday, weekday - 1))
        how = f"ISO week {number}, Monday to Sunday"
        return Span(monday, plus_days(monday, 6), Precision.WEEK, sort=Sort.PERIOD, how=how)

    return meaning


def _monday(year: int, week: int) -> date:
    make_date(year, 1, 1)
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        raise RefusedError(RefusalCode.IMPOSSIBLE, f"{year} has no week {week}. Which week is meant?") from None


def week_of_day(text: Text, index: int) -> Hit | None:
    """The week of 5 May, the week beginning 4 May, the week ending 10 May."""
    start = text.skip(index, "the", "weekend")
    weekend_only = text.word(start - 1) == "weekend"
    if not weekend_only:
        if text.word(start) != "week":
            return None
        start += 1
    relation = text.word(start)
    if relation not in ("of", "beginning", "commencing", "starting", "ending"):
        return None
    day = text.longest(text.skip(start + 1, "on", "the"), date_at, numeric_date, weekday)
    if day is None:
        return None
    meaning_of_day = day[0]

    def meaning(context: Context) -> Span:
        span = meaning_of_day(context)
        if relation == "ending":
            return span
        if relation == "of" or weekend_only:
            first, last = bounds(span.last, "weekend" if weekend_only else words.WEEK, 0)
        else:
            first, last = span.first, plus_days(span.first, 6)
        return Span(first, last, Precision.WEEK, sort=Sort.PERIOD, how="that week, to its last day")

    return meaning, day[1]
