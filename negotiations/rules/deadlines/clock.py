"""Hours of the day as people write them: 18:00, 5 p.m., 0400, noon, half past six, 24:00, midnight, COB."""

from dataclasses import dataclass, replace

from negotiations.rules.deadlines.clock_words import NAMED, PARTS
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.numbers import UNITS_AND_TEENS, cardinal
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.text import Text
from negotiations.rules.deadlines.words import UNITS, month_at, weekday_at
from negotiations.rules.deadlines.zones import zone_at

_AM, _PM = frozenset({"am", "a"}), frozenset({"pm", "p"})
_HOUR_MARKS = frozenset({"hours", "hrs", "hour", "hr", "h"})


_AFTER_HOUR = listed(
    "to or and but when if unless while sharp on today tomorrow tonight this next monday tuesday wednesday thursday "
    "friday saturday sunday"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour of a day. named: "midnight" or "cob", whose moment depends on the day; end: 24:00.

    half: True when morning or afternoon is open (an hour up to 12 without a.m. or p.m.).
    """

    hour: int
    minute: int = 0
    second: int = 0
    named: str | None = None
    end: bool = False
    half: bool = False
    colon: bool = False
    exact: bool = True

    @property
    def is_impossible(self) -> bool:
        return self.hour > 23 or self.minute > 59 or self.second > 59

    def in_part(self, part: str | None) -> "Clock":
        """The hour read in the light of "morning" (am), "evening" (pm) or "at night"."""
        if part is None or not self.half:
            return self
        if part == "night":
            part = "pm" if 6 <= self.hour <= 11 else "am"
        hour = self.hour % 12 + (12 if part == "pm" else 0)
        return replace(self, hour=hour, half=False)


def part_at(text: Text, index: int) -> tuple[str, int] | None:
    return PARTS.at(text, index)


def clock_at(text: Text, index: int) -> tuple[Clock, int] | None:
    """The hour at index, "at" included, and the index after it, or None."""
    start = text.skip(index, "at", "@")
    with_at = start > index or text.word(index - 1) in ("by", "until", "till", "before")
    start = text.skip(start, "exactly", "precisely", "approximately") if with_at else start
    found = _named_at(text, start) or _told(text, start) or _numbers(text, start, with_at=with_at)
    if found is None:
        return None
    clock, after = found
    part = part_at(text, after) if clock.half else None
    if part is not None:
        clock, after = clock.in_part(part[0]), part[1]
    return clock, text.skip(after, "sharp", "prompt", "exactly")


def clock_range_at(text: Text, index: int) -> tuple[Clock, int] | None:
    """3 to 5 p.m., 10:00–12:00, between 14:00 and 16:00: the second hour, which is the end."""
    between = text.word(index) == "between"
    start = text.skip(index, "from", "between")
    low = clock_at(text, start)
    if low is None and text.number(start) is not None and len(text.word(start)) <= 2:
        low = Clock(0), start + 1
    if low is None:
        return None
    ties = ("and",) if between else ("to", "-", "until", "till", "through")
    if text.word(low[1]) not in ties:
        return None
    return clock_at(text, low[1] + 1) or _dotted_end(text, low[1] + 1)


def _dotted_end(text: Text, index: int) -> tuple[Clock, int] | None:
    """The 16.00 of "13:00 - 16.00"."""
    hour, dot, minute = text.word(index).partition(".")
    if text[index].kind is not Kind.NUMBER or not dot or len(minute) != 2 or len(hour) > 2:
        return None
    return Clock(int(hour), int(minute), colon=True), index + 1


def _named_at(text: Text, index: int) -> tuple[Clock, int] | None:
    if text[index].kind is Kind.TIME and text.word(index) in ("12:00", "00:00", "0:00"):
        if text.word(index + 1) in ("midnight", "noon", "midday"):
            return (Clock(0, named="midnight") if text.word(index + 1) == "midnight" else Clock(12)), index + 2
        return None
    named = NAMED.at(text, index)
    if named is None:
        return None
    name, after = named
    exact = {"noon": Clock(12), "zero": Clock(0)}
    return exact.get(name, Clock(0, named=name)), after


def _numbers(text: Text, index: int, *, with_at: bool) -> tuple[Clock, int] | None:
    token = text[index]
    if token.kind is Kind.TIME:
        return _colon(text, index)
    if token.kind is Kind.NUMBER:
        return _dotted(text, index, with_at=with_at) if "." in token.text else _digits(text, index, with_at=with_at)
    hour = UNITS_AND_TEENS.get(token.text, 0)
    if not 1 <= hour <= 12:
        return None
    return _spelled(text, hour, index + 1) or _hour(text, hour, index + 1, with_at=with_at)


def _spelled(text: Text, hour: int, index: int) -> tuple[Clock, int] | None:
    """Seven thirty p.m."""
    index = text.joined(index)
    minutes = cardinal(text, index) if text[index].kind is Kind.WORD else None
    half = _half_of_day(text, minutes[1]) if minutes else None
    if minutes is None or half is None or minutes[0].denominator != 1 or not 0 < minutes[0] < 60:
        return None
    return _twelve(hour, int(minutes[0]), 0, half[0]), half[1]


def _colon(text: Text, index: int) -> tuple[Clock, int]:
    hour, minute, *rest = (int(float(part)) for part in text.word(index).split(":"))
    second = rest[0] if rest else 0
    after = text.skip(index + 1, "hours", "hrs", "h")
    after = text.skip(after, ".") if text.word(after - 1) == "hrs" else after
    half = _half_of_day(text, after)
    if half is not None:
        return _twelve(hour, minute, second, half[0]), half[1]
    if hour == 24 and minute == 0 and second == 0:
        return Clock(0, end=True, colon=True), after
    open_half = 1 <= hour <= 12 and len(text.word(index).split(":")[0]) == 1 and after == index + 1
    return Clock(hour, minute, second, half=open_half and zone_at(text, after) is None, colon=True), after


def _dotted(text: Text, index: int, *, with_at: bool) -> tuple[Clock, int] | None:
    """5.30 pm, 18.00 hours, at 18.00, 18.00 GMT: a full stop between hour and minute."""
    hour_text, _, minute_text = text.word(index).partition(".")
    if len(minute_text) != 2 or len(hour_text) > 2:
        return None
    hour, minute = int(hour_text), int(minute_text)
    half = _half_of_day(text, index + 1)
    if half is not None:
        return _twelve(hour, minute, 0, half[0]), half[1]
    after = text.skip(index + 1, *_HOUR_MARKS)
    said_at = text.word(index - 1) in ("at", "@") and with_at and text.word(after) not in (*UNITS, "%")
    if after == index + 1 and zone_at(text, after) is None and not said_at and not _beside_day(text, index):
        return None
    if said_at and 1 <= hour <= 12 and after == index + 1 and zone_at(text, after) is None:
        return Clock(hour, minute, half=len(hour_text) == 1, colon=True), after
    return (Clock(0, end=True) if (hour, minute) == (24, 0) else Clock(hour, minute)), after


def _beside_day(text: Text, index: int) -> bool:
    """Friday 17.30, 17.30 tomorrow: in an expression of its own, a figure beside a day is its hour."""
    sides = (index - 1, text.skip(index + 1, "on"))
    return not text.running and any(weekday_at(text, at) or text.word(at) in ("today", "tomorrow") for at in sides)


def _digits(text: Text, index: int, *, with_at: bool) -> tuple[Clock, int] | None:
    digits = text.word(index)
    after = index + 1
    half = _half_of_day(text, after)
    if half is not None and len(digits) <= 4:
        hour, minute = divmod(int(digits), 100) if len(digits) > 2 else (int(digits), 0)
        return _twelve(hour, minute, 0, half[0]), half[1]
    if text.word(after) == "h" and not text[after].spaced and len(digits) <= 2:
        return _with_h(text, int(digits), after, with_at=with_at)
    if len(digits) == 4:
        return _military(text, index, with_at=with_at)
    return _hour(text, int(digits), after, with_at=with_at) if len(digits) <= 2 else None


def _with_h(text: Text, hour: int, after: int, *, with_at: bool) -> tuple[Clock, int] | None:
    minute = text.number(after + 1)
    if minute is not None and not text[after + 1].spaced and minute < 60 and hour <= 24:
        return (Clock(0, end=True) if hour == 24 and not minute else Clock(hour, minute)), after + 2
    return (Clock(hour), after + 1) if with_at or text.word(after + 1) == "on" else None


def _military(text: Text, index: int, *, with_at: bool) -> tuple[Clock, int] | None:
    """1900 hours, 0400 GMT, at 1700: four digits that something marks as an hour."""
    digits = text.word(index)
    hour, minute = int(digits[:2]), int(digits[2:])
    after = text.skip(index + 1, "hours", "hrs", "h", "hour")
    marked = after > index + 1 or zone_at(text, index + 1) is not None
    tells = (with_at or _beside_day(text, index)) and digits[0] in "01" and not 1900 <= int(digits) <= 1999
    if not marked and not tells:
        return None
    if minute > 59 or hour > 24:
        return None
    return (Clock(0, end=True) if (hour, minute) == (24, 0) else Clock(hour, minute)), after


def _hour(text: Text, hour: int, after: int, *, with_at: bool) -> tuple[Clock, int] | None:
    """A bare hour: with "o'clock", or after "at" when nothing that follows makes it a count of something."""
    half = _half_of_day(text, after)
    if half is not None:
        return _twelve(hour, 0, 0, half[0]), half[1]
    o_clock = text.word(after) in ("o'clock", "oclock")
    if o_clock:
        after += 1
        half = _half_of_day(text, after)
        if half is not None:
            return _twelve(hour, 0, 0, half[0]), half[1]
    part = part_at(text, after)
    zone = zone_at(text, after) if text.word(after) not in ("in", ",") else None
    by_day = not text.running and text.word(after) in ("tomorrow", "today", "tonight", "this")
    if not (o_clock or with_at or by_day or (part and 1 <= hour <= 12) or (zone and hour <= 24)):
        return None
    counts_something = text.word(after) in UNITS or month_at(text, after) or text.word(after) in ("-", "%", "/", ".")
    follows = text[after]
    in_prose = text.running and follows.kind is Kind.WORD and follows.text not in _AFTER_HOUR
    if _is_tally(text, after):
        return None
    loose = text.word(after - 2) not in ("at", "@") and not (part or zone or follows.text in _AFTER_HOUR)
    if not o_clock and (in_prose or (loose and with_at)) and not zone and not part:
        return None
    if not o_clock and counts_something and not (text.word(after) == "." and text[after + 1].spaced):
        return None
    if hour == 24:
        return Clock(0, end=True), after
    return Clock(hour, half=1 <= hour <= 12), after


def _is_tally(text: Text, after: int) -> bool:
    """Carried by 17 to 4."""
    return text.running and text.word(after) == "to" and text.number(after + 1) is not None


def _told(text: Text, index: int) -> tuple[Clock, int] | None:
    """Half past five, a quarter to six, ten past nine."""
    index = text.skip(index, "a")
    if text.word(index) in ("half", "quarter"):
        minutes, after = (30 if text.word(index) == "half" else 15), index + 1
    else:
        counted = cardinal(text, index)
        if counted is None or counted[0].denominator != 1 or not 0 < counted[0] < 60:
            return None
        minutes, after = int(counted[0]), text.skip(counted[1], "minute", "minutes", "mins")
    side = text.word(after)
    hour_named = text.word(after + 1) in ("midnight", "noon", "midday")
    if side not in ("past", "to", "after", "before", "till"):
        return None
    if side in ("after", "before") and minutes != 15 and not hour_named:
        return None
    if text.running and text[index].kind is Kind.NUMBER and minutes % 5:
        return None  # the vote was 13 to 2
    named = {"midnight": 0, "noon": 12, "midday": 12}.get(text.word(after + 1))
    if named is not None:
        back = side in ("to", "before", "till")
        return Clock((named - back) % 24, 60 - minutes if back else minutes, colon=True), after + 2
    hour = text.number(after + 1) or UNITS_AND_TEENS.get(text.word(after + 1), 0)
    if not 1 <= hour <= 12 or (side in ("to", "till") and text[index].kind is Kind.NUMBER and minutes <= 12):
        return None
    if side not in ("past", "after"):
        hour, minutes = (hour - 1) or 12, 60 - minutes
    end = text.skip(after + 2, "o'clock")
    half = _half_of_day(text, end)
    if half is not None:
        return _twelve(hour, minutes, 0, half[0]), half[1]
    return Clock(hour, minutes, half=True), end


def _half_of_day(text: Text, index: int) -> tuple[str, int] | None:
    word = text.word(index)
    if word in ("am", "pm"):
        return word, index + 1
    if word in ("a", "p") and text.word(index + 1) == "m" and not text[index].spaced:
        return word + "m", index + 2
    if word in ("noon", "midday"):
        return "pm", index + 1
    return None


def _twelve(hour: int, minute: int, second: int, half: str) -> Clock:
    if hour > 12 and half == "pm":
        return Clock(hour, minute, second)
    if hour > 12 or hour == 0:
        return Clock(99)
    return Clock(hour % 12 + (12 if half == "pm" else 0), minute, second, exact=(hour, half) != (12, "am"))
