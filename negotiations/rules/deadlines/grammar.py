"""The grammar's top: everything that can be a deadline, and what the bounds before it do to it."""

from dataclasses import replace

from negotiations.rules.deadlines.bounds import BOUNDS, Bound
from negotiations.rules.deadlines.clock import Clock, clock_at
from negotiations.rules.deadlines.counted import expiry_of_period, period_from
from negotiations.rules.deadlines.day_grammar import day
from negotiations.rules.deadlines.event_days import (
    anniversary,
    day_beside,
    day_of_event,
    plus_notation,
    starting_first,
)
from negotiations.rules.deadlines.events import bare_event
from negotiations.rules.deadlines.moment_grammar import moment
from negotiations.rules.deadlines.moments import Hour, at_hour
from negotiations.rules.deadlines.nth_after import date_after_event, nth_unit_after
from negotiations.rules.deadlines.offsets import (
    before_it_is_out,
    from_reference,
    now_alone,
    same_again,
)
from negotiations.rules.deadlines.open_lengths import bare_duration, open_count, past, vague_count
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
from negotiations.rules.deadlines.vague import any_but, gone_by, recurrence, vague_word
from negotiations.rules.deadlines.zones import zone_at


def counted_day(text: Text, index: int) -> Hit | None:
    """The longest expression that counts from a day or an event."""
    return text.longest(
        index, period_from, expiry_of_period, nth_unit_after, date_after_event, day_of_event, day_beside, anniversary,
        starting_first, plus_notation,
    )  # fmt: skip


def when(text: Text, index: int) -> Hit | None:
    """The longest expression of time at index, with the bound that may stand before it."""
    bound = BOUNDS.at(text, index)
    if bound is not None and bound[0] is Bound.AFTER and _is_denied(text, index):
        bound = Bound.UNTIL, bound[1]
    inner = text.read(_unbound, bound[1]) if bound else None
    plain = text.read(_unbound, index)
    if bound is None or inner is None or (plain is not None and plain[1] > inner[1]):
        return plain or (text.read(bare_event, index) if text.running else None)
    if plain is not None and plain[1] == inner[1] and bound[0] is not Bound.BEFORE:
        inner = plain
    return _bounded(bound[0], inner[0]), inner[1]


def _is_denied(text: Text, index: int) -> bool:
    """Will not be extended beyond 18 May: what must not outlast a day ends with it."""
    near = [text.word(at) for at in range(max(index - 5, 0), index)]
    return any(word in _DENIALS or word.endswith("n't") for word in near) or near[-2:] == ["no", "longer"]


_DENIALS = frozenset({"not", "never", "cannot", "nor"})


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
    if text.word(start) == "midnight" and text.word(text.skip(start + 1, "at", "the")) in _SIDES:
        return _midnight_at_side(text, text.skip(start + 1, "at", "the"))
    if text.word(start) not in ("midnight", "night") or text.word(start + 1) not in ("between", "of", "from"):
        return None
    found = text.read(ranged, start + 1 + (text.word(start + 1) != "between"))
    if found is None:
        return None
    whole, hour = found[0], Hour(Clock(0), None, bound=False)
    return (lambda context: at_hour(replace(whole(context), sort=Sort.DATE), hour, context)), found[1]


_SIDES = {"end": True, "close": True, "start": False, "beginning": False}


def _midnight_at_side(text: Text, index: int) -> Hit | None:
    """Midnight at the end of 20 April; midnight at the start of Friday."""
    start = text.skip(index + 1, "of")
    found = text.longest(text.skip(start, "the"), day) or counted_day(text, start)
    if found is None:
        return None
    whole, hour = found[0], Hour(Clock(0, end=_SIDES[text.word(index)]), None, bound=False)
    return (lambda context: at_hour(whole(context), hour, context)), found[1]


def _unbound(text: Text, index: int) -> Hit | None:
    return text.longest(
        index, counted_at_hour, midnight_between, ranged, counted_day, from_reference, moment, open_count, vague_count,
        past, bare_duration, recurrence, gone_by, any_but, same_again, vague_word, now_alone,
        before_it_is_out,
    )  # fmt: skip


def _bounded(bound: Bound, inner: Meaning) -> Meaning:
    def meaning(context: Context) -> Span:
        limits = bound in (Bound.UNTIL, Bound.BEFORE)
        span = inner(replace(context, governed=limits or context.governed))
        if bound is Bound.BEFORE:
            return before(span)
        if bound is Bound.NOT_BEFORE or (bound is Bound.AFTER and span.sort is not Sort.COUNT):
            reading = Alternative("the day itself", span.last, span.instant)
            raise RefusedError(
                RefusalCode.VAGUE, "That is the earliest day, not the last. What is the deadline?", (reading,)
            )
        return span

    return meaning


def before(span: Span) -> Span:
    """Before X: X is out; its last day is the day before, unless X is an hour or the end of a period."""
    if span.instant is not None or span.sort is Sort.END:
        return span
    last = plus_days(span.first, -1)
    how = f"before {span.name or spoken(span.first)}, which is not included"
    others = tuple(Alternative(other.label, plus_days(other.day, -1), other.instant) for other in span.alternatives)
    return replace(span, first=last, last=last, how=how, alternatives=others)
