"""Days written out: 18 April 2025, April 18th, 2025-04-18, 18-Apr-26, the 18th day of April, 2025."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.moments import on_the_wall, zone_info
from negotiations.rules.deadlines.numbers import cardinal, ordinal
from negotiations.rules.deadlines.reading import (
    FIRST_YEAR,
    LAST_YEAR,
    Context,
    Hit,
    Meaning,
    RefusedError,
    Span,
    a_day,
    checked,
    make_date,
    plus_days,
    refused,
    spoken,
)
from negotiations.rules.deadlines.result import Alternative, Precision, RefusalCode
from negotiations.rules.deadlines.text import Text
from negotiations.rules.deadlines.words import (
    LAST_WORDS,
    NEXT_WORDS,
    ROMAN_MONTHS,
    THIS_WORDS,
    WEEKDAY_NAMES,
    month_at,
    weekday_at,
)

_SEPARATORS = ("-", "/", ".")


@dataclass(frozen=True, slots=True)
class YearWords:
    """A year as written: a number, or a step from the year of the reference (0 this, 1 next)."""

    number: int | None = None
    step: int = 0

    def value(self, context: Context) -> int:
        if self.step < 0:
            raise RefusedError(RefusalCode.PAST, "Last year is over. Which coming day is meant?")
        return self.number if self.number is not None else context.today.year + self.step


def year_at(text: Text, index: int) -> tuple[YearWords, int] | None:
    """A year after a day or a month: 2026, '26, of 2026, next year, of this year."""
    index = text.skip(index, ",", "of", "in")
    token = text[index]
    if token.kind is Kind.NUMBER and token.text.isdecimal() and len(token.text) == 4:
        year = int(token.text)
        looks_like_year = FIRST_YEAR - 900 <= year <= LAST_YEAR + 800 and text.word(index + 1) not in (
            "hours",
            "hrs",
        )
        return (YearWords(year), index + 1) if looks_like_year else None
    if token.text == "'" and text.number(index + 1) is not None and len(text.word(index + 1)) == 2:
        return YearWords(2000 + int(text.word(index + 1))), index + 2
    spelled = _spelled_year(text, index)
    if spelled is not None:
        return spelled
    index = text.skip(index, "the")
    step = _step(text.word(index))
    if step is not None and text.word(index + 1) == "year":
        return YearWords(step=step), index + 2
    if text.word(index) == "the" and text.word(index + 1) == "year":
        return year_at(text, index + 2)
    return None


def _spelled_year(text: Text, index: int) -> tuple[YearWords, int] | None:
    """Twenty twenty-six, two thousand and twenty-six, nineteen ninety-five."""
    century = {"twenty": 2000, "nineteen": 1900}.get(text.word(index))
    if text.word(index) == "two" and text.word(index + 1) == "thousand":
        rest = cardinal(text, text.skip(index + 2, "and"))
        if rest is None or rest[0] >= 100 or rest[0].denominator != 1:
            return YearWords(2000), index + 2
        return YearWords(2000 + int(rest[0])), rest[1]
    years = cardinal(text, text.joined(index + 1)) if century else None
    if century is None or years is None or not 10 <= years[0] < 100 or years[0].denominator != 1:
        return None
    return YearWords(century + int(years[0])), years[1]


def _step(word: str) -> int | None:
    for words, step in ((THIS_WORDS, 0), (NEXT_WORDS, 1), (LAST_WORDS, -1)):
        if word in words:
            return step
    return None


def next_in_year(month: int, day: int, context: Context) -> Span:
    """The day and month without a year: the next on or after the reference (or the latest, if behind)."""
    today = context.today
    years = range(today.year, today.year + 9)
    if context.behind:
        years = range(today.year, today.year - 9, -1)
    for year in years:
        if month == 2 and day == 29 and not _is_leap(year):
            continue
        found = make_date(year, month, day)
        if found >= today if not context.behind else found <= today:
            return a_day(found)
    return a_day(make_date(today.year, month, day))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def day_of_year(month: int, day: int, year: YearWords | None) -> Meaning:
    def meaning(context: Context) -> Span:
        if year is None:
            return next_in_year(month, day, context)
        return a_day(make_date(year.value(context), month, day))

    return meaning


def date_at(text: Text, index: int) -> Hit | None:
    """The longest written-out day at index."""
    found = text.longest(text.skip(index, "the"), iso_date, day_month, month_day, year_month_day, tied_date)
    if found is None:
        return None
    start = text.skip(found[1], "(", ",", "a")
    named = weekday_at(text, start) if start > found[1] else None
    if named is None or (text.word(found[1]) == "(") != (text.word(named[1]) == ")"):
        return found
    return fitting(found[0], named[0]), named[1] + (text.word(found[1]) == "(")


def iso_date(text: Text, index: int) -> Hit | None:
    """2025-04-18, or with a time and perhaps an offset: 2025-04-18T18:00:00+03:00."""
    token = text[index]
    if token.kind is not Kind.ISO:
        return None
    written = text.source[token.start : token.end].replace(" ", "T", 1).replace(" ", "").upper()

    def meaning(context: Context) -> Span:
        year, month, day = (int(part) for part in written[:10].split("-"))
        span = a_day(make_date(year, month, day))
        return span if len(written) == 10 else _at_written_time(span, written, context)

    return meaning, index + 1


def _at_written_time(span: Span, written: str, context: Context) -> Span:
    end_of_day = written[11:16] == "24:00"
    try:
        moment = datetime.fromisoformat(written.replace("T24:00", "T00:00", 1))
    except ValueError:
        raise RefusedError(RefusalCode.IMPOSSIBLE, f"{written} is not a time of day.") from None
    if end_of_day:
        moment = datetime.combine(checked(date.fromordinal(moment.toordinal() + 1)), moment.timetz())
    zone = None
    if moment.tzinfo is None:
        moment = on_the_wall(moment, zone_info(context.zone))
    else:
        minutes = int((moment.utcoffset() or moment - moment).total_seconds() // 60)
        zone = (
            "UTC" if not minutes else f"UTC{'+' if minutes > 0 else '-'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
        )
        moment = moment.astimezone(zone_info(zone))
    return replace(span, instant=moment, zone=zone, grain=Precision.MINUTE, hour_is_said=True)


def day_month(text: Text, index: int) -> Hit | None:
    """18 April 2025, 18th of April, the third of May, the 18th day of April, 2025."""
    day = _day_number(text, index)
    if day is None:
        return None
    number, after = day
    if text.word(after) == "day" and text.word(after + 1) == "of":
        after += 1
    after = text.joined(text.skip(after, "of", "."))
    if text.word(after) == "the" and text.word(after + 1) == "month":
        after = text.skip(after + 2, "of")
    month = month_at(text, after)
    if month is None:
        return None
    return _with_year(text, month[0], number, month[1])


def month_day(text: Text, index: int) -> Hit | None:
    """April 18, April 18th 2025, April the 18th, May third."""
    month = month_at(text, index)
    if month is None:
        return None
    start = text.joined(text.skip(month[1], "the", "."))
    day = _day_number(text, start) or _day_in_words(text, start)
    if day is None or not _stands_alone(text, day[1]):
        return None
    hit = _with_year(text, month[0], day[0], day[1])
    if start > month[1] and text.word(start - 1) == "-" and hit is not None and hit[1] == day[1]:
        asks = f"Is {text.word(index).capitalize()}-{text.word(start)} a day of that month, or the month of a year?"
        return refused(RefusalCode.AMBIGUOUS_DAY_MONTH, asks), hit[1]
    return hit


def _day_in_words(text: Text, index: int) -> tuple[int, int] | None:
    """The twenty-nine of "May twenty-nine"."""
    if text.running or text.word(index) in ("a", "an", "half"):
        return None
    found = cardinal(text, index)
    return (int(found[0]), found[1]) if found and found[0].denominator == 1 and 1 <= found[0] <= 31 else None


def _stands_alone(text: Text, after: int) -> bool:
    """April 18 is a day; in "April 18:00", "May 5 p.m." and "May 10 weeks" the number is something else."""
    return text.word(after) not in ("am", "pm", "o'clock", ":", "%") or text.ordinal(after - 1) is not None


def _day_number(text: Text, index: int) -> tuple[int, int] | None:
    number = text.number(index)
    if number is not None:
        return (number, index + 1) if len(text.word(index)) <= 2 and number else None
    return ordinal(text, index)


def _with_year(text: Text, month: int, day: int, after: int) -> Hit | None:
    if day > 366:
        return None
    year = year_at(text, after) or _short_year(text, after)
    return day_of_year(month, day, year[0] if year else None), year[1] if year else after


def _short_year(text: Text, index: int) -> tuple[YearWords, int] | None:
    """The 26 that ends "18 Apr 26"; never in prose, where it could count something."""
    digits = text.word(index)
    is_last = text[index + 1].kind is Kind.END or text.word(index + 1) in (",", ".", ")")
    if text.running or text.number(index) is None or len(digits) != 2 or not is_last:
        return None
    return YearWords(full_year(digits)), index + 1


def year_month_day(text: Text, index: int) -> Hit | None:
    """2025 April 18; 2025, 18 April."""
    if len(text.word(index)) != 4 or text.number(index) is None:
        return None
    year = YearWords(text.number(index))
    start = text.skip(text.joined(index + 1), ",")
    month = month_at(text, start)
    if month is not None:
        day = _day_number(text, text.joined(text.skip(month[1], "the")))
        return (day_of_year(month[0], day[0], year), day[1]) if day and _stands_alone(text, day[1]) else None
    day = _day_number(text, start)
    month = month_at(text, text.skip(day[1], "of")) if day else None
    return (day_of_year(month[0], day[0], year), month[1]) if day and month else None


def tied_date(text: Text, index: int) -> Hit | None:
    """18-Apr-2026, 18/Apr/26, 18.IV.2026: number, month and year tied by one sign."""
    day, sign = text.number(index), text.word(index + 1)
    if day is None or sign not in _SEPARATORS or text.word(index + 3) != sign:
        return None
    name, year_text = text.word(index + 2), text.word(index + 4)
    month = month_at(text, index + 2)
    number = month[0] if month else ROMAN_MONTHS.get(name)
    if number is None or text.number(index + 4) is None or len(year_text) not in (2, 4):
        return None
    return day_of_year(number, day, YearWords(full_year(year_text))), index + 5


def fitting(day: Meaning, number: int) -> Meaning:
    """The day, if it falls on that weekday; otherwise both readings are offered and none is taken."""

    def meaning(context: Context) -> Span:
        try:
            span = day(context)
        except RefusedError as refusal:
            fits = [reading for reading in refusal.readings if reading.day.weekday() == number]
            if refusal.code is not RefusalCode.AMBIGUOUS_DAY_MONTH or len(fits) != 1:
                raise
            return a_day(fits[0].day).warned(f"Only {fits[0].label} is it a {WEEKDAY_NAMES[number]}.")
        if span.last.weekday() == number:
            return replace(span, how=span.how or "as written")
        actual, wanted = WEEKDAY_NAMES[span.last.weekday()], WEEKDAY_NAMES[number]
        nearest = plus_days(span.last, (number - span.last.weekday() + 3) % 7 - 3)
        raise RefusedError(
            RefusalCode.WEEKDAY_MISMATCH,
            f"{spoken(span.last)} is a {actual}, not a {wanted}. Which of the two is right?",
            (Alternative(f"the date, a {actual}", span.last), Alternative(f"the nearest {wanted}", nearest)),
        )

    return meaning


def full_year(digits: str) -> int:
    """A year of two digits is one of 1970 to 2069."""
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 70 else 1900)
