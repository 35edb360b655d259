"""A day and its hour and zone in any order, or an hour alone: "0400 GMT Wed", "noon on the 3rd"."""

from dataclasses import dataclass, replace
from datetime import UTC

from negotiations.rules.deadlines.clock import Clock, clock_at, clock_range_at, part_at
from negotiations.rules.deadlines.day_grammar import day
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.moments import Hour, at_hour, zone_name
from negotiations.rules.deadlines.reading import Context, Hit, Meaning, RefusedError, Span
from negotiations.rules.deadlines.result import Alternative, RefusalCode
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.text import Text
from negotiations.rules.deadlines.zones import ZoneWords, zone_at

_BOUNDS = frozenset({"by", "until", "till", "before", "deadline"})
_SUN = listed(
    "dawn dusk sunset sunrise sundown sunup nightfall daybreak daylight lunchtime lunch teatime dinnertime first-light"
)


@dataclass(slots=True)
class _Parts:
    """The parts of a moment found so far. again: the same hour given a second time, in another zone."""

    day: Meaning | None = None
    clock: Clock | None = None
    zone: ZoneWords | None = None
    part: str | None = None
    again: tuple[Clock, ZoneWords | None] | None = None
    by_the_sun: bool = False


def moment(text: Text, index: int) -> Hit | None:
    """A day with or without hour and zone, or an hour alone."""
    parts = _Parts()
    leading = _zone_first(text, index)
    if leading is not None:
        parts.zone = leading[0]
    after = leading[1] if leading else index
    while True:
        start = text.skip(after, ",", "on", "of", "-", "deadline") if after > index else text.skip(after, "on")
        found = _again(text, after, parts) or _add(text, start, after, parts)
        if found is None:
            break
        after = found
    if parts.day is None and parts.clock is None and not parts.by_the_sun:
        return None
    if leading is not None and parts.clock is None:
        return None
    bound = any(text.word(at) in _BOUNDS for at in range(index - 1, after))
    return _combined(parts, bound=bound), after


def _zone_first(text: Text, index: int) -> tuple[ZoneWords, int] | None:
    """GMT 14:00; Moscow time, 14:00: a zone that stands before its hour."""
    if text[index].kind is not Kind.WORD or text.word(index) in _BOUNDS:
        return None
    zone = zone_at(text, index)
    after = text.skip(zone[1], ",", "on", "at") if zone else index
    if zone is None or text[after].kind is not Kind.TIME:
        return None
    return zone[0], after


def _add(text: Text, start: int, after: int, parts: _Parts) -> int | None:
    """Read one more part of the moment; the index after it, or None when nothing fits."""
    night = text.skip(start, "the")
    if [text.word(night), text.word(night + 1)] == ["night", "of"] and not parts.by_the_sun:
        parts.by_the_sun = True
        return night + 2
    in_place = not text.running or parts.day or text.word(start) == "at" or text.word(start - 1) in _BOUNDS
    if text.word(text.skip(start, "at")) in _SUN and not parts.by_the_sun and in_place:
        parts.by_the_sun = True
        return text.skip(start, "at") + 1
    if parts.clock is None:
        found = clock_range_at(text, start) or clock_at(text, _past_bound(text, start, parts))
        if found is not None and not _longer_day(text, start, found[1], parts):
            parts.clock = found[0].in_part(parts.part)
            return found[1]
    if parts.zone is None and (parts.clock is not None or parts.day is not None):
        zone = zone_at(text, after) or zone_at(text, start)
        if zone is not None and (parts.clock is not None or text.word(zone[1] - 1) == "time"):
            parts.zone = zone[0]
            return zone[1]
    return _add_part(text, start, parts) or _add_day(text, start, parts)


def _add_part(text: Text, start: int, parts: _Parts) -> int | None:
    """Morning or evening, before or after the day: "Friday evening", "the morning of 20 April"."""
    leading = text.skip(start, "the", "in") if parts.day is None and parts.clock is None else start
    if parts.part is not None or text.word(leading) == "tonight":
        return None
    part = part_at(text, leading)
    if part is None or part[1] - leading > 3:
        return None
    stands_first = parts.day is None and parts.clock is None
    if stands_first and (text.word(part[1]) != "of" or day(text, text.skip(part[1], "of", "the")) is None):
        return None
    parts.part = part[0]
    parts.clock = parts.clock.in_part(part[0]) if parts.clock else None
    return part[1]


def _past_bound(text: Text, start: int, parts: _Parts) -> int:
    """Friday by midnight: a bound may stand between the day and its hour."""
    return text.skip(start, "by", "until", "before", "no", "later", "than") if parts.day is not None else start


def _longer_day(text: Text, start: int, end: int, parts: _Parts) -> bool:
    """A day that reads further than the clock at the same place: "12 December", "the end of the day Friday"."""
    rival = text.read(day, start) if parts.day is None else None
    return rival is not None and rival[1] > end and text.word(start) != "at"


def _again(text: Text, after: int, parts: _Parts) -> int | None:
    """(1500 GMT): the hour once more, for readers elsewhere."""
    if parts.again is not None or text.word(after) not in ("(", "/", ","):
        return None
    clock = clock_at(text, after + 1)
    zone = zone_at(text, clock[1]) if clock else None
    if parts.clock is None and clock is not None and parts.day is not None:
        end = zone[1] if zone else clock[1]
        if text.word(after) != "(" or text.word(end) != ")":
            return None
        parts.clock, parts.zone = clock[0], zone[0] if zone else parts.zone
        return end + 1
    if parts.clock is None or clock is None or zone is None:
        return None
    closed = text.word(after) == "(" and text.word(zone[1]) == ")"
    if text.word(after) == "(" and not closed:
        return None
    parts.again = (clock[0], zone[0])
    return zone[1] + closed


def _add_day(text: Text, start: int, parts: _Parts) -> int | None:
    if parts.day is not None:
        return None
    found = text.read(day, start)
    if found is None:
        return None
    parts.day = found[0]
    words = {text.word(at) for at in range(start, found[1])}
    if parts.part is None and words & {"tonight", "evening", "afternoon"}:
        parts.part = "pm"
    elif parts.part is None and "morning" in words:
        parts.part = "am"
    parts.clock = parts.clock.in_part(parts.part) if parts.clock else None
    return found[1]


def _combined(parts: _Parts, *, bound: bool) -> Meaning:
    whole, clock, zone = parts.day, parts.clock, parts.zone
    if clock is not None and clock.colon and zone is not None:
        clock = replace(clock, half=False)  # 9:00 tomorrow Moscow time, as 9:00 Moscow time tomorrow

    def meaning(context: Context) -> Span:
        span = whole(context) if whole else None
        if clock is not None:
            placed = at_hour(span, Hour(clock, zone, bound), context)
            return _agreeing(placed, parts.again, context)
        if span is None or parts.by_the_sun:
            readings = (Alternative("the whole day", span.last),) if span else ()
            raise RefusedError(RefusalCode.VAGUE, "At what hour exactly?", readings)
        if zone is not None:
            return _in_zone(span, zone, context)
        if parts.part is not None and span.instant is None:
            return span.warned("No hour was given, only a part of the day: the whole day is kept.")
        return span

    return meaning


def _agreeing(span: Span, again: tuple[Clock, ZoneWords | None] | None, context: Context) -> Span:
    """The span, if the hour given a second time is the same moment."""
    if again is None or span.instant is None:
        return span
    clock, zone = again
    plain = Span(span.last, span.last)
    other = at_hour(plain, Hour(clock, zone, bound=False), context).instant
    if other is None or (other - span.instant).total_seconds() % 86_400 == 0:
        return span
    readings = (
        Alternative("the first hour given", span.last, span.instant),
        Alternative("the second hour given", span.last, other.astimezone(UTC)),
    )
    raise RefusedError(
        RefusalCode.AMBIGUOUS_TIME, "The two hours given are not the same moment. Which counts?", readings
    )


def _in_zone(span: Span, zone: ZoneWords, context: Context) -> Span:
    info = zone.info(context, context.reference.replace(tzinfo=None))
    return replace(span, zone=zone_name(info))
