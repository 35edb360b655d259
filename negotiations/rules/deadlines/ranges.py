"""From A to B, A–B, between A and B: as a deadline the range means its end, B included."""

from dataclasses import replace
from datetime import timedelta

from negotiations.rules.deadlines.counting import Way, counted
from negotiations.rules.deadlines.dates import date_at, iso_date, next_in_year, year_at
from negotiations.rules.deadlines.durations import duration_at
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.moment_grammar import moment
from negotiations.rules.deadlines.numbers import ordinal
from negotiations.rules.deadlines.offsets import now
from negotiations.rules.deadlines.reading import (
    Context,
    Hit,
    Meaning,
    RefusedError,
    Sort,
    Span,
    a_day,
    make_date,
    refused,
)
from negotiations.rules.deadlines.result import RefusalCode
from negotiations.rules.deadlines.tables import phrases
from negotiations.rules.deadlines.text import Phrases, Text
from negotiations.rules.deadlines.weekdays import nth_of_month, weekday
from negotiations.rules.deadlines.words import month_at, weekday_at

_TO = Phrases(
    phrases(
        "to|until|till|through|thru|up to|and until|- until|til|-|up until|up to and including|"
        "through to|until and including|and ending on|and ending|to and including|and ends on|"
        "and lasting until|and running until|, ending on|, ending|, until|, through|and ending at|"
        "and continuing until|and ends|and lasts until|and through",
        True,
    )
)  # fmt: skip
_FROM = Phrases(
    phrases(
        "from|between|starting|starting on|beginning|beginning on|starting from|running from|starts|"
        "starts on|begins|begins on|as from|as of|anytime from|anytime between|valid from|commencing|"
        "commencing on|effective from|effective",
        True,
    )
)  # fmt: skip


def ranged(text: Text, index: int) -> Hit | None:
    """The end of a range of days or hours, whose beginning may lend it a month, a year or a day."""
    return text.longest(index, _iso_interval, _days_of_month, _two_moments, _either)


def _iso_interval(text: Text, index: int) -> Hit | None:
    """2026-05-01/2026-05-10, 2026-05-01/10, 2026-05-01/P10D, P10D/2026-05-10: the end of an ISO 8601 interval."""
    slash = text[index + 1]
    if text[index].kind not in (Kind.ISO, Kind.ISO_LENGTH) or slash.text not in ("/", "-") or slash.spaced:
        return None
    low, high = text.read(iso_date, index), text.read(iso_date, index + 2)
    length = duration_at(text, index + 2) if text[index + 2].kind is Kind.ISO_LENGTH else None
    day = text.number(index + 2)
    if high is not None:
        return (_from_to(low[0], high[0]) if low else high[0]), high[1]
    if low is None or slash.text == "-":
        return None
    if length is not None:
        return (lambda context: counted(low[0](context), length[0], Way.AFTER, context)), length[1]
    if day is None or len(text.word(index + 2)) != 2:
        return None
    written = text.source[text[index].start : text[index].start + 8]

    def same_month(_: Context) -> Span:
        return a_day(make_date(int(written[:4]), int(written[5:7]), day))

    return _from_to(low[0], same_month), index + 3


def _from_to(low: Meaning, high: Meaning) -> Meaning:
    def meaning(context: Context) -> Span:
        begin, end = low(context), high(context)
        if end.last < begin.first or (begin.instant and end.instant and end.instant < begin.instant):
            raise RefusedError(RefusalCode.IMPOSSIBLE, "The range ends before it begins. Which of its days is right?")
        return replace(end, how="the end of the interval")

    return meaning


def _separator(text: Text, index: int, between: bool) -> int | None:
    if between:
        return index + 1 if text.word(index) in ("and", "to", "-") else None
    found = _TO.at(text, index)
    return found[1] if found else None


def _lead(text: Text, index: int) -> tuple[bool, int]:
    lead = _FROM.at(text, index)
    if lead is None:
        return False, index
    return text.word(lead[1] - 1) == "between", lead[1]


def _days_of_month(text: Text, index: int) -> Hit | None:
    """5 to 10 May, the 5th to the 10th of May 2026, May 5-8, Monday 5 to Friday 9 May."""
    between, first = _lead(text, index)
    first = text.skip(first, "the")
    named = weekday_at(text, first)
    first = text.skip(named[1], ",", "the") if named else first
    low = _day(text, first)
    if low is not None:
        after = _separator(text, low[1], between)
        if after is None or month_at(text, after):
            return None
        later = text.skip(after, "the")
        high = text.read(_later_day, later)
        if high is None and text.ordinal(first) is not None and text.ordinal(later) is not None:
            return _numbers_alone(low[0], int(text.ordinal(later) or 0)), later + 1
        return (_not_before(high[0], low[0]), high[1]) if high and _is_of_that_month(text, later) else high
    return _month_first(text, first, between)


def _is_of_that_month(text: Text, index: int) -> bool:
    """Whether the later day is a number with its month: then both days lie in that month."""
    named = weekday_at(text, index)
    high = _day(text, text.skip(named[1], ",", "the") if named else index)
    return high is not None and month_at(text, text.joined(text.skip(high[1], "of", "."))) is not None


def _numbers_alone(low: int, high: int) -> Meaning:
    """From the 15th to the 19th: the next 19th; from the 28th to the 3rd: the first 3rd after the next 28th."""

    def meaning(context: Context) -> Span:
        if low <= high:
            return nth_of_month(high)(context)
        begin = nth_of_month(low)(context).last
        return nth_of_month(high)(replace(context, reference=context.reference + (begin - context.today)))

    return meaning


def _not_before(high: Meaning, first: int) -> Meaning:
    """The later day of a month, unless the range began on a later one still."""

    def meaning(context: Context) -> Span:
        span = high(context)
        if span.last.day < first:
            raise _backwards(span.last.day, first)
        return span

    return meaning


def _backwards(last: int, first: int) -> RefusedError:
    sentence = f"The range ends on day {last}, before it begins on day {first}. Which of them is right?"
    return RefusedError(RefusalCode.IMPOSSIBLE, sentence)


def _later_day(text: Text, index: int) -> Hit | None:
    return text.longest(index, date_at, weekday)


def _day(text: Text, index: int) -> tuple[int, int] | None:
    number = text.number(index)
    if number is not None:
        return (number, index + 1) if 1 <= number <= 31 else None
    found = ordinal(text, index)
    return found if found and found[0] <= 31 else None


def _month_first(text: Text, index: int, between: bool) -> Hit | None:
    """May 5-8, 2026; from April 28th to the 30th."""
    month = month_at(text, index)
    low = _day(text, text.skip(month[1], "the")) if month else None
    after = _separator(text, low[1], between) if low else None
    if month is None or low is None or after is None:
        return None
    high = _day(text, text.skip(after, "the"))
    if high is None or text.word(high[1]) in (":", "am", "pm") or month_at(text, text.skip(high[1], "of")):
        return None
    year = year_at(text, high[1])
    number, first = month[0], low[0]

    def meaning(context: Context) -> Span:
        if high[0] < first:
            raise _backwards(high[0], first)
        if year is None:
            return next_in_year(number, high[0], context)
        return a_day(make_date(year[0].value(context), number, high[0]))

    return meaning, year[1] if year else high[1]


def _two_moments(text: Text, index: int) -> Hit | None:
    """Monday to Wednesday, 15 December – 10 January, January to March 2026, from 3 to 5 p.m. on Friday."""
    between, first = _lead(text, index)
    low = text.longest(text.skip(first, "the"), moment, now)
    if low is None:
        return None
    after = _separator(text, low[1], between)
    high = text.read(moment, after) if after else None
    if high is None or (text.word(low[1]) == "-" and text[low[1]].spaced != text[low[1] + 1].spaced):
        return None
    low_meaning, high_meaning = low[0], high[0]

    def meaning(context: Context) -> Span:
        said = low_meaning(replace(context, governed=False))
        begin = _from_today(said, context)
        end = high_meaning(replace(context, governed=True))
        if end.last < begin.first or (end.last == begin.first and begin.sort is Sort.WEEKDAY):
            end = _after(begin, end, low_meaning, high_meaning, context)
        end = end.warned(*said.warnings) if begin is not said else end
        return replace(end, how=f"the end of the range{': ' + end.how if end.how else ''}")

    return meaning, high[1]


def _from_today(begin: Span, context: Context) -> Span:
    """From Saturday until Monday, said on a Saturday: the range has begun, or begins, on that very day."""
    today = next((other for other in begin.alternatives if other.day == context.today), None)
    if begin.sort is not Sort.WEEKDAY or today is None:
        return begin
    return replace(begin, first=today.day, last=today.day, instant=today.instant)


def _after(begin: Span, end: Span, low: Meaning, high: Meaning, context: Context) -> Span:
    """The end of a range that seemed to end before it began, because one of its sides names no year."""
    far = replace(context, reference=context.reference + timedelta(days=800))
    if low(far).first != begin.first and begin.sort is not Sort.WEEKDAY:
        return end
    beyond = context.reference + (begin.first - context.today)
    later = high(replace(context, reference=beyond, governed=end.last < begin.first))
    if later.last < begin.first:
        raise RefusedError(RefusalCode.IMPOSSIBLE, "The range ends before it begins. Which of its days is right?")
    return later


def _either(text: Text, index: int) -> Hit | None:
    """Monday or Tuesday; 5 or 6 May: two days, and a deadline is one."""
    first = text.skip(index, "either", "on")
    low = text.read(moment, first)
    after = low[1] if low else first + 1
    if low is None and text.number(first) is None and text.ordinal(first) is None:
        return None
    if text.word(after) not in ("or", "/") or (text.word(after) == "/" and weekday_at(text, first) is None):
        return None
    high = text.read(moment, text.skip(after + 1, "on", "the"))
    if high is None:
        return None
    return refused(RefusalCode.RANGE, "Two days are named. Which one is the deadline?"), high[1]
