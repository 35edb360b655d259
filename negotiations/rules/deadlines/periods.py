"""Today and tomorrow, and this, next or the coming week, weekend, month, quarter, half and year.

A period is a span of days, both ends included; as a deadline it means its last day. Weeks end on Sunday.
"""

from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.ages import AGES, age, is_decade
from negotiations.rules.deadlines.business_days import days_off, move_working_days
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.numbers import cardinal
from negotiations.rules.deadlines.reading import (
    Context,
    Hit,
    Meaning,
    Sort,
    Span,
    make_date,
    plus_days,
    refused,
    spoken,
)
from negotiations.rules.deadlines.result import Alternative, Precision, RefusalCode
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.text import Phrases, Text

_GRAINS = {
    words.DAY: Precision.DAY, words.WEEK: Precision.WEEK, words.MONTH: Precision.MONTH,
    words.QUARTER: Precision.QUARTER, words.HALF: Precision.HALF, words.YEAR: Precision.YEAR,
    "weekend": Precision.DAY,
}  # fmt: skip
_SATURDAY = 5
_MONTHS = {words.MONTH: 1, words.QUARTER: 3, words.HALF: 6, words.YEAR: 12}
_DAYS = Phrases(
    {
        "today": 0, "tonight": 0, "tonite": 0, "this day": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1,
        "tomorow": 1,
        "the day after tomorrow": 2, "day after tomorrow": 2, "overmorrow": 2, "this very day": 0,
        "the next day": 1, "next day": 1, "the following day": 1, "later today": 0, "the coming day": 1,
        "the same day": 0, "this same day": 0, "tomorrow night": 1, "the day following tomorrow": 2,
        "two days after tomorrow": 3, "later tonight": 0,
    }
)  # fmt: skip
_PARTS_OF_DAY = Phrases(
    {
        "this morning": 0, "this afternoon": 0, "this evening": 0, "this night": 0, "tomorrow morning": 1,
        "tomorrow afternoon": 1, "tomorrow evening": 1, "tonight": 0, "tomorrow night": 1, "this noon": 0,
        "later this morning": 0, "later this afternoon": 0, "later this evening": 0, "early tomorrow": 1,
        "late tonight": 0, "first thing tomorrow": 1, "tomorrow early": 1, "late tomorrow": 1,
        "early tomorrow morning": 1, "late this evening": 0,
    }
)  # fmt: skip
_WEEKS_FROM_DAY = Phrases({"week": 7, "fortnight": 14})
_STEPS = Phrases(
    {
        "this": 0, "the current": 0, "current": 0, "the present": 0, "next": 1, "the next": 1, "coming": 1,
        "the coming": 1, "this coming": 1, "upcoming": 1, "the upcoming": 1, "the following": 1,
        "following": 1,
        "the ongoing": 0, "the running": 0, "forthcoming": 1, "the forthcoming": 1, "the same": 0,
        "last": -1, "the last": -1, "past": -1, "the past": -1, "previous": -1, "the previous": -1,
        "the preceding": -1, "this past": -1, "this very": 0,
    }
)  # fmt: skip


def relative_day(text: Text, index: int) -> Hit | None:
    """Today, tomorrow, the day after tomorrow, tonight, tomorrow week."""
    part = _PARTS_OF_DAY.at(text, index)
    day = _DAYS.at(text, index)
    if part is not None and (day is None or part[1] >= day[1]):
        return _from_today(part[0]), part[1]
    if day is None:
        return None
    weeks = _WEEKS_FROM_DAY.at(text, day[1]) if text.word(index) in ("today", "tomorrow", "this") else None
    if weeks is not None:
        return _from_today(day[0] + weeks[0]), weeks[1]
    return _from_today(day[0]), day[1]


def _from_today(days: int) -> Meaning:
    how = {0: "the day it was said", 1: "the day after it was said"}.get(days, f"{days} days after it was said")

    def meaning(context: Context) -> Span:
        day = plus_days(context.today, days)
        return Span(day, day, how=how, sort=Sort.TODAY if days == 0 else Sort.WEEKDAY)

    return meaning


def gone_day(text: Text, index: int) -> Hit | None:
    """Yesterday, the day before yesterday: days that are over, from which a length may still be counted."""
    before = text.skip(index, "the")
    days = 2 if [text.word(before), text.word(before + 1)] == ["day", "before"] else 1
    at = before + 2 if days > 1 else index
    if text.word(at) not in ("yesterday", "yday"):
        return None
    how = "the day before it was said" if days == 1 else "two days before it was said"

    def meaning(context: Context) -> Span:
        day = plus_days(context.today, -days)
        return Span(day, day, how=how, name=spoken(day))

    return meaning, at + 1


def yesterday(text: Text, index: int) -> Hit | None:
    after = index
    if text.word(index) in ("the", "day") and [text.word(text.skip(index, "the") + n) for n in (0, 1)] == [
        "day",
        "before",
    ]:
        after = text.skip(index, "the") + 2
    if text.word(after) not in ("yesterday", "yday"):
        last_night = text.word(index) == "last" and text.word(index + 1) == "night"
        return (refused(RefusalCode.PAST, "Last night is over. Which day is meant?"), index + 2) if last_night else None
    return refused(RefusalCode.PAST, "Yesterday is over. Which coming day is meant?"), after + 1


def unit_period(text: Text, index: int) -> Hit | None:
    """This month, next week, the coming year, the week after next."""
    step = _STEPS.at(text, index)
    if step is None:
        return _after_next(text, index)
    if step[0] == 1 and text.word(step[1]) in ("business", "working") and text.word(step[1] + 1) == "day":
        return _next_working_day, step[1] + 2
    if step[0] == 1 and text.word(step[1]) == "fortnight":
        return _from_today(14), step[1] + 1
    unit = _unit(text, step[1])
    if unit is None:
        return None
    name, after = unit
    if step[0] < 0:
        return refused(RefusalCode.PAST, f"The last {name} is over. Which coming day is meant?"), after
    if name in AGES and step[0] == 0:
        return age(name), after
    if name in AGES:
        return refused(RefusalCode.VAGUE, f"On which day does the {name} end for this deadline?"), after
    if name == "weekend" and "coming" in text.word(step[1] - 1):
        return _coming_weekend, after
    if text.word(after) == "or" and (text.word(after + 1) in ("so", "more") or cardinal(text, after + 1) is not None):
        return None
    return whole_unit(name, step[0]), after


def _coming_weekend(context: Context) -> Span:
    """The first one to come: this week's, unless it was said on it."""
    return whole_unit("weekend", int(context.today.weekday() >= _SATURDAY))(context)


def _next_working_day(context: Context) -> Span:
    day = move_working_days(context.today, 1, days_off(context.policy))
    return Span(day, day, how="the first working day after it was said")


def _after_next(text: Text, index: int) -> Hit | None:
    start = text.skip(index, "the")
    unit = _unit(text, start)
    if unit is None or [text.word(unit[1]), text.word(unit[1] + 1)] != ["after", "next"]:
        return None
    return whole_unit(unit[0], 2), unit[1] + 2


def _unit(text: Text, index: int) -> tuple[str, int] | None:
    """A calendar unit in the singular, "weekend" included."""
    word = text.word(index).removesuffix("'s")
    if word in ("weekend", "century"):
        return word, index + 1
    if word == "week" and text.word(text.joined(index + 1)) == "end" and text[index + 1].text in ("-", "end"):
        return ("weekend", text.joined(index + 1) + 1) if text.word(index + 1) == "-" else (words.WEEK, index + 1)
    if word == "calendar":
        index += 1
        word = text.word(index)
    if word.endswith("s") or word == "mo":
        return None
    unit = words.unit_at(text, index)
    return unit if unit and (unit[0] in _GRAINS or unit[0] == words.DECADE) else None


def whole_unit(unit: str, step: int) -> Meaning:
    """The calendar unit that lies so many steps after the one of the reference day."""

    def meaning(context: Context) -> Span:
        first, last = bounds(context.today, unit, step)
        which = {0: "this", 1: "next", 2: "the one after next"}[step]
        how = f"{which} {unit}, to its last day" if unit != words.DAY else ""
        return Span(first, last, _GRAINS[unit], how=how, sort=Sort.PERIOD)

    return meaning


def bounds(day: date, unit: str, step: int) -> tuple[date, date]:
    """First and last day of the calendar unit that lies step units after the one that holds day."""
    if unit == words.DAY:
        return plus_days(day, step), plus_days(day, step)
    if unit in (words.WEEK, "weekend"):
        monday = plus_days(day, 7 * step - day.weekday())
        return plus_days(monday, 5 if unit == "weekend" else 0), plus_days(monday, 6)
    months = _MONTHS[unit]
    first = make_date(day.year, (day.month - 1) // months * months + 1, 1) + relativedelta(months=months * step)
    return first, first + relativedelta(months=months) - timedelta(days=1)


def the_unit(text: Text, index: int) -> Hit | None:
    """The week, the month, the year: the current one, where "end of" or "rest of" stands before it."""
    start = text.skip(index, "the", "a")
    unit = _unit(text, start)
    if unit is None or unit[0] == words.DAY:
        return None
    if unit[0] in AGES:
        return age(unit[0]), unit[1]
    return whole_unit(unit[0], 0), unit[1]


def weekend(text: Text, index: int) -> Hit | None:
    """The weekend: the one of this week."""
    start = text.skip(index, "the")
    if text.word(start) != "weekend" or (start == index and text.running):
        return None

    def meaning(context: Context) -> Span:
        span = whole_unit("weekend", 0)(context)
        saturday = Alternative("the Saturday", span.first)
        return replace(span, how="the weekend, to its Sunday").offering(saturday)

    return meaning, start + 1


def year(text: Text, index: int) -> Hit | None:
    """2026, the year 2026, calendar year 2026."""
    start = text.skip(index, "the", "calendar", "year")
    token = text[start]
    if token.kind is not Kind.NUMBER or len(token.text) != 4 or not token.text.isdecimal():
        return None
    number = int(token.text)
    if not 1800 <= number <= 2999 or text.word(start + 1) in ("hours", "hrs") or is_decade(text, start):
        return None
    if text.running and start == index and not _is_year_in_prose(text, index):
        return None
    if text.running and text.word(start - 1) == "the":
        return None  # the 1949 armistice, the 2030 agenda

    def meaning(_: Context) -> Span:
        return Span(make_date(number, 1, 1), make_date(number, 12, 31), Precision.YEAR, sort=Sort.PERIOD)

    return meaning, start + 1


def _is_year_in_prose(text: Text, index: int) -> bool:
    """In 2026, the end of 2026; but a force of 2000 soldiers."""
    before = text.word(index - 1)
    if before == "of":
        return text.word(index - 2) in _PARTS_OF_YEAR or text[index + 1].kind is not Kind.WORD
    return before in _BEFORE_YEAR


_BEFORE_YEAR = listed(
    "in by until till before during through from to and than between end - late early mid since after"
)
_PARTS_OF_YEAR = listed(
    "end close half quarter rest remainder start beginning middle spring summer autumn winter course part days "
    "months year"
)


def refuse_fiscal(text: Text, index: int) -> Hit | None:
    """Fiscal and academic years and seasons begin on different days in different places."""
    start = text.skip(index, "the", "this", "next", "coming", "late", "early", "mid", "of", "end", "by", "-", "current")
    if text.word(start) in ("fiscal", "financial", "academic", "school", "budget", "tax") and text.word(start + 1) in (
        "year",
        "quarter",
    ):
        return refused(
            RefusalCode.VAGUE, f"On which day does the {text.word(start)} {text.word(start + 1)} end?"
        ), start + 2
    return None
