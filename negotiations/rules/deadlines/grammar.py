"""The grammar's top: a day, a moment (day, hour and zone in any order), and what bounds do to them."""

from dataclasses import dataclass, replace

from negotiations.rules.deadlines.bounds import BOUNDS, Bound
from negotiations.rules.deadlines.clock import Clock, clock_at, clock_range_at, part_at
from negotiations.rules.deadlines.counted import expiry_of_period, period_from
from negotiations.rules.deadlines.dates import date_at
from negotiations.rules.deadlines.event_days import (
    anniversary,
    day_beside,
    day_of_event,
    plus_notation,
    starting_first,
)
from negotiations.rules.deadlines.feasts import feast
from negotiations.rules.deadlines.moments import Hour, at_hour, zone_name
from negotiations.rules.deadlines.nth_after import nth_unit_after
from negotiations.rules.deadlines.numeric_dates import numeric_date
from negotiations.rules.deadlines.offsets import (
    bare_duration,
    from_reference,
    now,
    open_count,
    past,
    vague_count,
)
from negotiations.rules.deadlines.parts import (
    day_number,
    end_of,
    named_period,
    nth_weekday,
    start_of,
    vague_part,
)
from negotiations.rules.deadlines.periods import refuse_fiscal, relative_day, yesterday
from negotiations.rules.deadlines.ranges import ranged
from negotiations.rules.deadlines.reading import (
    Context,
    Hit,
    Meaning,
    RefusedError,
    Sort,
    Span,
    plus_days,
    spoken,
)
from negotiations.rules.deadlines.result import Alternative, RefusalCode
from negotiations.rules.deadlines.text import Text
from negotiations.rules.deadlines.vague import recurrence, vague_word
from negotiations.rules.deadlines.weekdays import weekday
from negotiations.rules.deadlines.zones import ZoneWords, zone_at


def counted_day(text: Text, index: int) -> Hit | None:
    """The longest expression that counts from a day or an event."""
    return text.longest(
        index, period_from, expiry_of_period, nth_unit_after, day_of_event, day_beside, anniversary,
        starting_first, plus_notation,
    )  # fmt: skip


def day(text: Text, index: int) -> Hit | None:
    """The longest day or period at index, without an hour."""
    return text.longest(
        index, date_at, numeric_date, weekday, relative_day, feast, end_of, nth_weekday, day_number, start_of,
        named_period, vague_part, yesterday, refuse_fiscal,
    )  # fmt: skip


@dataclass(slots=True)
class _Parts:
    """The parts of a moment found so far; midnight's "on" and a part of the day only help to read the rest."""

    day: Meaning | None = None
    clock: Clock | None = None
    zone: ZoneWords | None = None
    part: str | None = None


def moment(text: Text, index: int) -> Hit | None:
    """A day with or without hour and zone, or an hour alone, in any order: "0400 GMT Wed",
    "noon on the 3rd"."""
    parts = _Parts()
    after = index
    while True:
        start = text.skip(after, ",", "on", "of", "-") if after > index else text.skip(after, "on")
        found = _add(text, start, after, parts)
        if found is None:
            break
        after = found
    if parts.day is None and parts.clock is None:
        return None
    bounds = ("by", "until", "till", "before")
    bound = any(text.word(at) in bounds for at in range(index - 1, after))
    return _combined(parts, bound=bound), after


def _add(text: Text, start: int, after: int, parts: _Parts) -> int | None:
    """Read one more part of the moment; the index after it, or None when nothing fits."""
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
    part = part_at(text, start) if parts.day is not None or parts.clock is not None else None
    if part is not None and parts.part is None and part[1] - start <= 3 and text.word(start) != "tonight":
        parts.part = part[0]
        parts.clock = parts.clock.in_part(part[0]) if parts.clock else None
        return part[1]
    return _add_day(text, start, parts)


def _past_bound(text: Text, start: int, parts: _Parts) -> int:
    """Friday by midnight: a bound may stand between the day and its hour."""
    return text.skip(start, "by", "until", "before", "no", "later", "than") if parts.day is not None else start


def _longer_day(text: Text, start: int, end: int, parts: _Parts) -> bool:
    """A day that reads further than the clock at the same place ("12 December",
    "the end of the day Friday")."""
    rival = text.read(day, start) if parts.day is None else None
    return rival is not None and rival[1] > end and text.word(start) != "at"


def _add_day(text: Text, start: int, parts: _Parts) -> int | None:
    if parts.day is not None:
        return None
    found = text.read(day, start)
    if found is None:
        return None
    parts.day = found[0]
    if parts.part is None and any(
        text.word(at) in ("tonight", "evening", "afternoon") for at in range(start, found[1])
    ):
        parts.part = "pm"
    elif parts.part is None and any(text.word(at) == "morning" for at in range(start, found[1])):
        parts.part = "am"
    parts.clock = parts.clock.in_part(parts.part) if parts.clock else None
    return found[1]


def _combined(parts: _Parts, *, bound: bool) -> Meaning:
    whole, clock, zone = parts.day, parts.clock, parts.zone

    def meaning(context: Context) -> Span:
        span = whole(context) if whole else None
        if clock is not None:
            return at_hour(span, Hour(clock, zone, bound), context)
        assert span is not None  # noqa: S101  (moment() has seen to it)
        return _in_zone(span, zone, context) if zone else span

    return meaning


def _in_zone(span: Span, zone: ZoneWords, context: Context) -> Span:
    info = zone.info(context, context.reference.replace(tzinfo=None))
    return replace(span, zone=zone_name(info))


def when(text: Text, index: int) -> Hit | None:
    """The longest expression of time at index, with the bound that may stand before it."""
    bound = BOUNDS.at(text, index)
    inner = text.read(_unbound, bound[1]) if bound else None
    plain = text.read(_unbound, index)
    if bound is None or inner is None or (plain is not None and plain[1] > inner[1]):
        return plain
    if plain is not None and plain[1] == inner[1] and bound[0] is not Bound.BEFORE:
        inner = plain
    return _bounded(bound[0], inner[0]), inner[1]


def counted_at_hour(text: Text, index: int) -> Hit | None:
    """In three days at 17:00; at 04:00 on the 60th day after signature."""
    leading = clock_at(text, index)
    zone = zone_at(text, leading[1]) if leading else None
    start = text.skip(zone[1] if zone else leading[1], "on", ",", "within", "in") if leading else index
    found = text.longest(start, counted_day, from_reference)
    if found is None:
        return None
    whole, after = found
    trailing = clock_at(text, text.skip(after, ",")) if leading is None else leading
    if trailing is None:
        return None
    after = trailing[1] if leading is None else after
    zone = zone or zone_at(text, after)
    hour = Hour(trailing[0], zone[0] if zone else None, bound=False)

    def meaning(context: Context) -> Span:
        span = whole(context)
        return at_hour(replace(span, instant=None, alternatives=()), hour, context)

    return meaning, max(after, zone[1] if zone else 0)


def midnight_between(text: Text, index: int) -> Hit | None:
    """Midnight between 20 and 21 April, the night of 20 to 21 April: the hour at which the first day ends."""
    start = text.skip(index, "at", "the")
    if text.word(start) not in ("midnight", "night") or text.word(start + 1) not in ("between", "of", "from"):
        return None
    found = text.read(ranged, start + 1 + (text.word(start + 1) != "between"))
    if found is None:
        return None
    whole, hour = found[0], Hour(Clock(0), None, bound=False)
    return (lambda context: at_hour(replace(whole(context), sort=Sort.DATE), hour, context)), found[1]


def _unbound(text: Text, index: int) -> Hit | None:
    return text.longest(
        index, counted_at_hour, midnight_between, ranged, counted_day, from_reference, moment, open_count, vague_count, past, bare_duration, recurrence,
        vague_word, now,
    )  # fmt: skip


def _bounded(bound: Bound, inner: Meaning) -> Meaning:
    def meaning(context: Context) -> Span:
        limits = bound in (Bound.UNTIL, Bound.BEFORE)
        span = inner(replace(context, governed=limits or context.governed))
        if bound is Bound.BEFORE:
            return _before(span)
        if bound is Bound.NOT_BEFORE and span.sort is not Sort.COUNT:
            reading = Alternative("the day itself", span.last, span.instant)
            raise RefusedError(
                RefusalCode.VAGUE, "That is the earliest day, not the last. What is the deadline?", (reading,)
            )
        return span

    return meaning


def _before(span: Span) -> Span:
    """Before X: X is out; its last day is the day before, unless X is an hour or the end of a period."""
    if span.instant is not None or span.sort is Sort.END:
        return span
    last = plus_days(span.first, -1)
    how = f"before {span.name or spoken(span.first)}, which is not included"
    others = tuple(Alternative(other.label, plus_days(other.day, -1), other.instant) for other in span.alternatives)
    return replace(span, first=last, last=last, how=how, alternatives=others)
