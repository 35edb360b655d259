"""Lengths of time: "60 days", "a year and a half", "1 year 2 months", "ten working days", "48h"."""

import re
from dataclasses import dataclass
from fractions import Fraction

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.numbers import cardinal
from negotiations.rules.deadlines.reading import RefusedError
from negotiations.rules.deadlines.result import RefusalCode
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.text import Text

_MONTHS_IN = {words.MONTH: 1, words.QUARTER: 3, words.HALF: 6, words.YEAR: 12, words.DECADE: 120, words.CENTURY: 1200}
_DAYS_IN = {words.DAY: 1, words.WEEK: 7, words.FORTNIGHT: 14}
_SECONDS_IN = {words.SECOND: 1, words.MINUTE: 60, words.HOUR: 3600}
_SIZE = {
    unit: rank
    for rank, unit in enumerate(
        (words.SECOND, words.MINUTE, words.HOUR, words.DAY, words.WEEK, words.FORTNIGHT, words.MONTH,
         words.QUARTER, words.HALF, words.YEAR, words.DECADE, words.CENTURY)
    )
}  # fmt: skip
_BEFORE_UNIT = listed("calendar consecutive clear full more further additional whole other natural extra successive")
WORKING = frozenset({"working", "business", "banking", "trading", "work", "court"})
_LONGEST = 400 * 366  # days; anything longer leads outside the years that Parley keeps


@dataclass(frozen=True, slots=True)
class Duration:
    """A length in calendar months, days, elapsed seconds and working days; label says it in words.

    fault is the refusal owed by anyone who counts with it ("a third of a month" has no number of days), doubt
    the warning ("half a month" is counted as fifteen days).
    """

    months: int = 0
    days: int = 0
    seconds: int = 0
    working_days: int = 0
    label: str = ""
    unit: str = words.DAY
    fault: RefusedError | None = None
    doubt: str = ""

    def __add__(self, other: "Duration") -> "Duration":
        return Duration(
            self.months + other.months,
            self.days + other.days,
            self.seconds + other.seconds,
            self.working_days + other.working_days,
            f"{self.label} {other.label}".strip(),
            other.unit,
            self.fault or other.fault,
            self.doubt or other.doubt,
        )


def duration_at(text: Text, index: int) -> tuple[Duration, int] | None:
    """The longest duration at index and the index after it, or None. Parts run from large to small units."""
    found = _part(text, index)
    if found is None:
        return None
    total, after = found
    while not total.working_days:
        more = _part(text, text.skip(after, ",", "and", "plus"))
        if more is None or _SIZE[more[0].unit] >= _SIZE[total.unit] or more[0].working_days:
            break
        total, after = total + more[0], more[1]
    return total, after


def measured(count: Fraction, unit: str) -> Duration:
    """A count of one unit. Half a month and the like, and lengths beyond reason, carry a fault."""
    label = f"{_plain(count)} {unit}{'' if count == 1 else 's'}"
    fault: RefusedError | None = None
    months, days, seconds = Fraction(0), Fraction(0), Fraction(0)
    if unit in _SECONDS_IN:
        seconds = count * _SECONDS_IN[unit]
    elif unit in _MONTHS_IN:
        months = count * _MONTHS_IN[unit]
    else:
        days = count * _DAYS_IN[unit]
    if unit == words.DAY and days.denominator != 1:
        days, seconds = Fraction(0), days * 86_400
    doubt = ""
    if months.denominator == 2:
        # Half a month is fifteen days, counted last (Uniform Law for Bills of Exchange, Geneva 1930, Art. 36).
        months, days, doubt = months - Fraction(1, 2), Fraction(15), "Half a month is counted as 15 days."
    if days.denominator != 1 or months.denominator != 1:
        fault = RefusedError(RefusalCode.VAGUE, f"How many days are {label}?")
    if max(months * 30, days, seconds / 86_400) > _LONGEST:
        label = "So long a period"
        fault = RefusedError(RefusalCode.IMPOSSIBLE, f"{label} leads outside the years that can be meant.")
    return Duration(int(months), int(days), int(seconds), label=label, unit=unit, fault=fault, doubt=doubt)


def _plain(count: Fraction) -> str:
    return str(count.numerator) if count.denominator == 1 else f"{float(count):g}"


_ISO_UNITS = {"y": words.YEAR, "m": words.MONTH, "w": words.WEEK, "d": words.DAY}
_ISO_CLOCK_UNITS = {"h": words.HOUR, "m": words.MINUTE, "s": words.SECOND}


def _iso_length(written: str) -> Duration:
    """P1Y2M10D, PT48H: a length as ISO 8601 writes it."""
    total = Duration()
    days, _, clock = written.removeprefix("p").partition("t")
    for part, units in ((days, _ISO_UNITS), (clock, _ISO_CLOCK_UNITS)):
        for figures, letter in re.findall(r"(\d+)([a-z])", part):
            total = total + measured(Fraction(figures), units[letter])
    return total


def _part(text: Text, index: int) -> tuple[Duration, int] | None:
    if text[index].kind is Kind.ISO_LENGTH:
        return _iso_length(text.word(index)), index + 1
    counted = cardinal(text, index)
    if counted is None:
        return None
    count, after = counted
    in_digits = text[after - 1].text[-1:].isdigit()
    tied = in_digits and not text[after].spaced and text.word(after) in words.ATTACHED_UNITS
    tied = tied or (in_digits and text.word(after) == "h" and not text.running)
    if tied and not (count >= 1000 and text.word(after) == "s"):
        return _attached(text, count, after)
    after = text.joined(after)
    working = False
    while text.word(after) in _BEFORE_UNIT or text.word(after) in WORKING:
        working = working or text.word(after) in WORKING
        after = text.joined(after + 1)
    if text.word(after) == "of" and text.word(after - 1) == "dozen":
        after += 1
    unit = words.unit_at(text, after)
    if unit is None or (text.running and text.word(after) == "second" and count == 1):
        return None
    if working:
        return _working(count, *unit)
    return _with_half(text, measured(count, unit[0]), *unit)


def _attached(text: Text, count: Fraction, after: int) -> tuple[Duration, int]:
    """48h, 30d, 1h30: the unit's letter stands against the digits."""
    unit = words.ATTACHED_UNITS[text.word(after)]
    duration = measured(count, unit)
    minutes = text.number(after + 1)
    if unit == words.HOUR and minutes is not None and not text[after + 1].spaced and minutes < 60:
        return duration + measured(Fraction(minutes), words.MINUTE), after + 2
    return duration, after + 1


def _working(count: Fraction, unit: str, after: int) -> tuple[Duration, int] | None:
    if unit not in (words.DAY, words.WEEK):
        return None
    label = f"{_plain(count)} working {unit}{'' if count == 1 else 's'}"
    fault: RefusedError | None = None
    if unit == words.WEEK or count.denominator != 1:
        fault = RefusedError(RefusalCode.MISSING_CALENDAR, f"How many working days are {label}?")
    elif count > 1_000:
        fault = RefusedError(RefusalCode.IMPOSSIBLE, f"{label} lead outside the years that can be meant.")
    return Duration(working_days=1 if fault else int(count), label=label, fault=fault), after


def _with_half(text: Text, duration: Duration, unit: str, after: int) -> tuple[Duration, int]:
    """A year and a half: the half belongs to the unit before it."""
    start = text.joined(after)
    if [text.word(start + offset) for offset in range(3)] != ["and", "a", "half"]:
        return duration, after
    if words.unit_at(text, start + 3) is not None:
        return duration, after
    return duration + measured(Fraction(1, 2), unit), start + 3
