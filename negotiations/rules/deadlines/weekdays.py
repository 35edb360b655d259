"""Weekdays: Friday, this Friday, next Friday, Friday week, a week on Tuesday, Friday of next week.

Weeks run from Monday to Sunday (ISO 8601). "Next Friday" is the Friday of next week; a bare Friday is the
first one after the day it was said.
"""

from datetime import date, timedelta
from fractions import Fraction

from negotiations.rules.deadlines.dates import date_at, fitting
from negotiations.rules.deadlines.numbers import cardinal, ordinal
from negotiations.rules.deadlines.numeric_dates import numeric_date
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
from negotiations.rules.deadlines.result import Alternative, RefusalCode
from negotiations.rules.deadlines.text import Phrases, Text
from negotiations.rules.deadlines.words import WEEKDAY_NAMES, WEEKDAYS, weekday_at

_WHICH = Phrases(
    {
        "this coming": "coming", "the coming": "coming", "coming": "coming", "upcoming": "coming",
        "the upcoming": "coming", "this upcoming": "coming", "the following": "coming", "following": "coming",
        "this": "this", "this very": "this", "next": "next", "the next": "next", "the very next": "coming",
        "last": "past", "this past": "past", "past": "past", "the previous": "past", "previous": "past",
        "this last": "past", "the last": "past",
    }
)  # fmt: skip
_WEEK_AFTER = Phrases(
    {
        "of next week": 1, "next week": 1, "in next week": 1, "of the following week": 1,
        "of the coming week": 1,
        "of the next week": 1, "of this week": 0, "this week": 0, "of the current week": 0,
        "the week after next": 2,
        "of the week after next": 2, "week after next": 2, "after next": 2, "in the week after next": 2,
    }
)  # fmt: skip
_WEEK_BEFORE = Phrases({"next week": 1, "this week": 0, "the week after next": 2, "the following week": 1})
_FROM_NOW = Phrases({"from now": True, "hence": True, "from today": True})
_MOST_WEEKS = 520
_WEEKS_ON = Phrases({"week": 1, "fortnight": 2, "a week": 1, "one week": 1})


def weekday(text: Text, index: int) -> Hit | None:
    """Every form of a weekday that starts at index."""
    return text.longest(index, _plain, _with_date, _week_first, _counted_weeks, _nth_from_now)


def _nth_from_now(text: Text, index: int) -> Hit | None:
    """Three Fridays from now, in two Mondays: the Nth such weekday that comes."""
    led = text.word(index) == "in"
    count = cardinal(text, index + led)
    if count is None or count[0].denominator != 1 or not 1 <= count[0] <= _MOST_WEEKS:
        return None
    number = WEEKDAYS.get(text.word(count[1]).removesuffix("s"))
    from_now = _FROM_NOW.at(text, count[1] + 1)
    if number is None or not (led or from_now):
        return None
    return _coming(number, int(count[0]) - 1), from_now[1] if from_now else count[1] + 1


def coming(day: date, number: int) -> date:
    """The first such weekday after day."""
    return plus_days(day, (number - day.weekday() - 1) % 7 + 1)


def of_week(day: date, number: int, weeks: int) -> date:
    """That weekday of the ISO week that lies so many weeks after the week of day."""
    return plus_days(day, number - day.weekday() + 7 * weeks)


def _plain(text: Text, index: int) -> Hit | None:
    which = _WHICH.at(text, index)
    start = which[1] if which else text.skip(index, "the")
    named = weekday_at(text, start)
    if named is None:
        return None
    number, after = named
    word = which[0] if which else ""
    if word == "past":
        return refused(RefusalCode.PAST, f"The last {WEEKDAY_NAMES[number]} is over. Which day is meant?"), after
    weeks = _WEEK_AFTER.at(text, text.skip(after, ",", "on"))
    if weeks is not None and word in ("", "this"):
        return _in_week(number, weeks[0]), weeks[1]
    shift = _WEEKS_ON.at(text, after)
    if shift is not None and word == "" and text.word(shift[1]) not in ("of", "ago", "before", "after"):
        return _coming(number, shift[0]), shift[1]
    return {"": _bare, "coming": _coming, "this": _this, "next": _next}[word](number), after


def _bare(number: int) -> Meaning:
    def meaning(context: Context) -> Span:
        name = WEEKDAY_NAMES[number]
        day = coming(context.today, number)
        if context.today.weekday() != number:
            return a_day(day, f"the first {name} after the day it was said", Sort.WEEKDAY)
        today, later = Alternative("the day it was said", context.today), Alternative("a week later", day)
        if context.governed:
            span = a_day(context.today, f"said on a {name}: that same day", Sort.WEEKDAY).offering(later)
        else:
            span = a_day(day, f"said on a {name}: the next one", Sort.WEEKDAY).offering(today)
        return span.warned(f"It was said on a {name}: that day or the next {name} may be meant.")

    return meaning


def _coming(number: int, weeks: int = 0) -> Meaning:
    def meaning(context: Context) -> Span:
        day = plus_days(coming(context.today, number), 7 * weeks)
        later = f", and {weeks} week{'s' if weeks > 1 else ''} more" if weeks else ""
        how = f"the first {WEEKDAY_NAMES[number]} after the day it was said{later}"
        return a_day(day, how, Sort.WEEKDAY)

    return meaning


def _this(number: int) -> Meaning:
    def meaning(context: Context) -> Span:
        day = of_week(context.today, number, 0)
        if day < context.today:
            return a_day(plus_days(day, 7), "this week's is over: the coming one", Sort.WEEKDAY)
        return a_day(day, f"{WEEKDAY_NAMES[number]} of the same week", Sort.WEEKDAY)

    return meaning


def _next(number: int) -> Meaning:
    def meaning(context: Context) -> Span:
        span = _in_week(number, 1)(context)
        first = coming(context.today, number)
        return span if first == span.last else span.offering(Alternative("the coming one", first))

    return meaning


def _in_week(number: int, weeks: int) -> Meaning:
    def meaning(context: Context) -> Span:
        which = ("the same week", "next week", "the week after next")[weeks]
        return a_day(of_week(context.today, number, weeks), f"{WEEKDAY_NAMES[number]} of {which}", Sort.WEEKDAY)

    return meaning


def _week_first(text: Text, index: int) -> Hit | None:
    """Next week Friday; next week on Friday."""
    week = _WEEK_BEFORE.at(text, index)
    if week is None:
        return None
    named = weekday_at(text, text.skip(week[1], "on", ",", "'s"))
    return (_in_week(named[0], week[0]), named[1]) if named else None


def _counted_weeks(text: Text, index: int) -> Hit | None:
    """A week on Tuesday, three weeks from Monday, a fortnight on Friday."""
    is_bare = not text.running and text.word(index) in ("week", "fortnight") and text.word(index + 1) == "on"
    counted = (Fraction(1), index) if is_bare else cardinal(text, index)
    if counted is None or counted[0].denominator != 1 or counted[0] > 500:
        return None
    unit = text.word(counted[1])
    weeks = int(counted[0]) * {"week": 1, "weeks": 1, "fortnight": 2, "fortnights": 2}.get(unit, 0)
    start = counted[1] + 1
    if not weeks or text.word(start) not in ("on", "from", "after", "come"):
        return None
    named = weekday_at(text, text.skip(start + 1, "this", "coming", "the"))
    if named is None or _date_follows(text, named[1]) is not None:
        return None
    return _coming(named[0], weeks), named[1]


def _date_follows(text: Text, index: int) -> Hit | None:
    start = text.skip(index, ",", "the", "on", "(")
    found = text.longest(start, date_at, numeric_date)
    is_bracketed = text.word(index) == "("
    if found is None or is_bracketed != (text.word(found[1]) == ")"):
        return None if is_bracketed else found
    return (found[0], found[1] + 1) if is_bracketed else found


def _with_date(text: Text, index: int) -> Hit | None:
    """Friday, 18 April: the two must agree. Friday the 18th: the next 18th, which must be a Friday."""
    which = _WHICH.at(text, index)
    start = which[1] if which else text.skip(index, "the")
    named = weekday_at(text, start)
    if named is None or (which and which[0] == "past"):
        return None
    number, after = named
    following = _date_follows(text, after)
    if following is not None:
        return fitting(following[0], number), following[1]
    day = ordinal(text, text.skip(after, ",", "the"))
    if day is None or day[0] > 31 or text.word(day[1]) in ("of", "day", "anniversary"):
        return None
    if (number, day[0]) == (4, 13):
        return _friday_the_13th, day[1]
    return fitting(nth_of_month(day[0]), number), day[1]


def _friday_the_13th(context: Context) -> Span:
    """A name rather than a date: the next 13th that is a Friday, though earlier ones fall on other days."""
    first = nth_of_month(13)(context).last
    day = first
    while day.weekday() != 4:
        following = day.replace(day=1) + timedelta(days=31)
        day = make_date(following.year, following.month, 13)
    span = a_day(day, "the next 13th of a month that is a Friday", Sort.WEEKDAY)
    if day == first:
        return span
    name = WEEKDAY_NAMES[first.weekday()]
    friday = Alternative("the coming Friday", coming(context.today, 4))
    return span.offering(Alternative(f"the next 13th, a {name}", first), friday).warned(
        f"The next 13th is a {name}; the next one that is a Friday is taken."
    )


def nth_of_month(number: int) -> Meaning:
    """The 15th: the next day with that number, on or after the reference."""

    def meaning(context: Context) -> Span:
        if not 1 <= number <= 31:
            raise RefusedError(RefusalCode.IMPOSSIBLE, f"No month has {number} days. Which day is meant?")
        year, month = context.today.year, context.today.month
        for _ in range(14):
            try:
                found = make_date(year, month, number)
            except RefusedError:
                found = None
            if found is not None and found >= context.today:
                return a_day(found, f"the next {number} of a month")
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        raise RefusedError(RefusalCode.IMPOSSIBLE, f"There is no coming day {number}.")

    return meaning
