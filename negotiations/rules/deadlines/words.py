"""The words of the calendar: months, weekdays, units, and the words that stand around them."""

from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.tables import in_order, listed
from negotiations.rules.deadlines.text import Text

MONTH_NAMES = in_order("January February March April May June July August September October November December")
WEEKDAY_NAMES = in_order("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

MONTHS = {name.lower(): number for number, name in enumerate(MONTH_NAMES, start=1)}
_SHORT_MONTHS = {name[:3]: number for name, number in MONTHS.items() if name != "may"} | {"sept": 9}
ROMAN_MONTHS = {
    word: number
    for number, word in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], start=1)
}
WEEKDAYS = {name.lower(): number for number, name in enumerate(WEEKDAY_NAMES)}
_SHORT_WEEKDAYS = {name[:3]: number for name, number in WEEKDAYS.items()} | {
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3,
}  # fmt: skip

# Words that are also plain English; in prose they need a capital to be a name of the calendar.
_PLAIN_ENGLISH = listed("may march mar sat sun wed mon dec sec august jun fri")

SECOND, MINUTE, HOUR, DAY, WEEK, FORTNIGHT, MONTH, QUARTER, HALF, YEAR, DECADE, CENTURY = in_order(
    "second minute hour day week fortnight month quarter half-year year decade century"
)  # fmt: skip
UNITS = {
    "second": SECOND, "seconds": SECOND, "sec": SECOND, "secs": SECOND,
    "minute": MINUTE, "minutes": MINUTE, "min": MINUTE, "mins": MINUTE,
    "hour": HOUR, "hours": HOUR, "hr": HOUR, "hrs": HOUR,
    "day": DAY, "days": DAY, "night": DAY, "nights": DAY,
    "week": WEEK, "weeks": WEEK, "wk": WEEK, "wks": WEEK, "sennight": WEEK,
    "fortnight": FORTNIGHT, "fortnights": FORTNIGHT,
    "month": MONTH, "months": MONTH, "mth": MONTH, "mths": MONTH, "mo": MONTH, "mos": MONTH,
    "quarter": QUARTER, "quarters": QUARTER, "qtr": QUARTER,
    "semester": HALF, "semesters": HALF, "half-year": HALF,
    "year": YEAR, "years": YEAR, "yr": YEAR, "yrs": YEAR,
    "decade": DECADE, "decades": DECADE, "century": CENTURY, "centuries": CENTURY,
}  # fmt: skip
ATTACHED_UNITS = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY, "w": WEEK, "y": YEAR}

BY = listed("by until till til through thru before")
THIS_WORDS = frozenset({"this", "current", "present"})
NEXT_WORDS = frozenset({"next", "coming", "upcoming", "following", "forthcoming"})
LAST_WORDS = frozenset({"last", "past", "previous", "preceding"})


def month_at(text: Text, index: int) -> tuple[int, int] | None:
    """The number of the month named at index and the index after it and its full stop."""
    return _named(text, index, MONTHS, _SHORT_MONTHS)


def weekday_at(text: Text, index: int) -> tuple[int, int] | None:
    """The weekday (Monday is 0) named at index and the index after it and its full stop."""
    return _named(text, index, WEEKDAYS, _SHORT_WEEKDAYS)


def _named(text: Text, index: int, names: dict[str, int], short_names: dict[str, int]) -> tuple[int, int] | None:
    token = text[index]
    if token.kind is not Kind.WORD:
        return None
    word = token.text.removesuffix("'s")
    if text.running and word in _PLAIN_ENGLISH and not token.capital and not _beside_number(text, index, names):
        return None
    if word in names:
        return names[word], index + 1
    if word not in short_names or (text.running and word == "sun" and text.word(index - 1) == "the"):
        return None
    after = index + 1
    stop = text[after]
    if (
        text.running
        and stop.kind is Kind.WORD
        and stop.capital
        and stop.text not in MONTHS
        and stop.text not in short_names
    ):
        return None
    return short_names[word], after + 1 if stop.text == "." and not stop.spaced else after


def _beside_number(text: Text, index: int, names: dict[str, int]) -> bool:
    """May 5, 3 march: beside a number even a small letter is a month."""
    if names is not MONTHS:
        return False
    beside = (text.word(index - 1), text.word(index + 1))
    return any(word.rstrip("stndrh").isdecimal() and len(word.rstrip("stndrh")) <= 2 for word in beside)


def unit_at(text: Text, index: int) -> tuple[str, int] | None:
    """The unit of time at index (singular name) and the index after it and its possessive mark."""
    word = text.word(index)
    if word in ("half", "half-year") and text.word(text.joined(index + 1)) in ("year", "years"):
        return HALF, text.joined(index + 1) + 1
    unit = UNITS.get(word.removesuffix("'s"))
    if unit is None:
        return None
    return unit, text.skip(index + 1, "'")
