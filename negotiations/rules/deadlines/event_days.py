"""Days named by their place in a truce or a plan: day 16 of the truce, D+120, the eve of the summit, the
second anniversary of signature; and lengths whose start comes first: from 19 January, for 42 days."""

import re
from dataclasses import replace

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.anchors import anchor_span, anchored, event_in, event_of
from negotiations.rules.deadlines.counted import period_from
from negotiations.rules.deadlines.counting import Way, counted
from negotiations.rules.deadlines.durations import Duration, duration_at, measured
from negotiations.rules.deadlines.events import event_phrase
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.moment_grammar import moment
from negotiations.rules.deadlines.numbers import cardinal, ordinal
from negotiations.rules.deadlines.reading import (
    Context,
    Hit,
    Meaning,
    RefusedError,
    Sort,
    Span,
    a_day,
    plus_days,
)
from negotiations.rules.deadlines.result import Alternative, RefusalCode
from negotiations.rules.deadlines.starts import behind_then_ahead, start
from negotiations.rules.deadlines.tables import listed, phrases
from negotiations.rules.deadlines.text import Phrases, Text

_BESIDE = Phrases(
    {
        "the day after": 1, "day after": 1, "the day following": 1, "day following": 1,
        "the day before": -1, "day before": -1,
        "the eve of": -1, "eve of": -1, "the day preceding": -1, "the day prior to": -1,
        "the very day after": 1, "on the eve of": -1,
        "the morrow of": 1, "the day immediately following": 1, "the day immediately after": 1,
        "the day preceding that of": -1,
        "the day after the day of": 1, "the day following that of": 1, "the day following the date of": 1,
        "the day after that of": 1,
        "the day next following": 1, "the night before": -1,
    }
)  # fmt: skip
_FALLS = ("falling", "that falls", "which falls", "occurring", "that occurs", "which occurs", "which is", "that is")
_FALLING = Phrases(
    {f"{a}{day} {falls}": True for a in ("", "the ", "a ") for day in ("day", "date") for falls in _FALLS}
)
_STARTING = Phrases(
    phrases(
        "starting|starting on|starting from|beginning|beginning on|commencing|commencing on|begins on|starts on|"
        "beginning with|effective|as of|as from|with effect from|starts|begins|began on|started on|effective from",
        Way.STARTING,
    )
    | phrases("from|counting from", Way.AFTER)
)
_LASTING = Phrases(
    phrases(
        "for|lasting|and lasting|for a period of|for a term of|and lasts|and lasts for|and will last|"
        "and to last|and lasting for|to last|and running for|running for|for an initial period of|"
        "for an initial|lasting for|and for|for a duration of|and continuing for|valid for|and valid for|"
        "plus|+|for the next|for a total of|with a duration of|lasts|lasts for|and last for|will last",
        True,
    )
)  # fmt: skip
_CLAUSE_MARKS = frozenset(",;:.!?")
_LETTERS = re.compile(r"[demt]")


_BEFORE_DAY_NUMBER = listed("by on until till before than ends expires is")


def day_of_event(text: Text, index: int) -> Hit | None:
    """Day 16 of the truce, the end of the 16th day of the truce: the event's own day is day 1."""
    first = text.skip(index, "the")
    if text.word(first) in ("end", "close") and text.word(first + 1) == "of":
        first = text.skip(first + 2, "the")
    found = _numbered_day(text, first)
    if found is None:
        return _day_of_owner(text, first)
    number, after = found
    if text.word(after) in ("of", "after", "following", "from", "since", "in", "into"):
        begin = text.read(event_phrase, after + 1)
        if begin is None or (text.word(first) != "day" and text.read(_any_day, after + 1) is not None):
            return None
        return (lambda context: _day_n(begin[0](context), number)), begin[1]
    if text.word(after) in ("before", "of") or (text.running and text.word(index - 1) not in _BEFORE_DAY_NUMBER):
        return None
    return (lambda context: _day_n(_only_anchor(f"day {number}", context), number)), after


def _day_of_owner(text: Text, index: int) -> Hit | None:
    """The ceasefire's 50th day."""
    owner = next((at for at in range(index, min(index + 4, len(text))) if text.word(at).endswith("'s")), None)
    found = _numbered_day(text, owner + 1) if owner is not None else None
    if owner is None or found is None or text.word(owner + 1) == "day":
        return None
    event, (number, after) = event_in(text, index, owner + 1), found
    noun = text.source[text[index].start : text[owner].end]
    return None if event.is_empty else ((lambda context: _day_n(anchored(noun, event, context), number)), after)


def _any_day(text: Text, index: int) -> Hit | None:
    return text.read(moment, index)


def _numbered_day(text: Text, index: int) -> tuple[int, int] | None:
    if text.word(index) == "day":
        found = cardinal(text, text.skip(text.joined(index + 1), "no", ".", "number", "#"))
        if found is None or found[0].denominator != 1 or text.word(index + 1) in ("a", "an", "half"):
            return None
        return int(found[0]), found[1]
    which = ordinal(text, index)
    if which is None or text.word(which[1]) != "day":
        return None
    return which[0], which[1] + 1


def _day_n(begun: Span, number: int) -> Span:
    if number > 100_000 or number < 1:
        raise RefusedError(RefusalCode.IMPOSSIBLE, f"There is no day {number}. Which day is meant?")
    day = plus_days(begun.last, number - 1)
    how = f"day {number}, where {begun.name or 'the first day'} is day 1"
    return a_day(day, how, Sort.COUNT).doubts_of(begun)


def _only_anchor(noun: str, context: Context) -> Span:
    """The one event that is known, where the words name none; with several nothing is guessed."""
    if len(context.anchors) == 1:
        span = anchor_span(next(iter(context.anchors)), context)
        return span.warned(f"The words name no event; it was counted from {span.anchor}.")
    try:
        return anchored(noun, event_of("d-day"), context)
    except RefusedError as refusal:
        names = " or ".join(f"“{name}”" for name in context.anchors)
        sentence = f"From which event is {noun} counted{': ' + names if names else ''}?"
        raise RefusedError(refusal.code, sentence, anchor_noun="the first day") from None


def plus_notation(text: Text, index: int) -> Hit | None:
    """D+120, D-Day + 30 days, D + 6 months, entry into force + 60 days: the day itself is 0."""
    first = text.skip(index, "day") if text.word(index) == "day" and text.word(index + 1) == "d" else index
    letter = _LETTERS.fullmatch(text.word(first))
    after = first + 1
    if text.word(first) == "d" and text.word(after) == "-" and text.word(after + 1) == "day":
        after += 2
    if letter is not None and text[first].kind is Kind.WORD and text.word(after) in ("+", "plus"):
        return _plus(text, after + 1, None)
    if (
        letter is not None
        and text.word(after) == "-"
        and text.number(after + 1) is not None
        and text.word(first) == "d"
    ):
        return _plus(text, after + 1, None, Way.BEFORE)
    if text.running:
        return None
    at_plus = next((at for at in range(index + 1, min(index + 8, len(text))) if text.word(at) in ("+", "plus")), None)
    if at_plus is None or text.word(index) in ("+", "-", "utc", "gmt"):
        return None
    begin = text.read(start, index)
    return (
        _plus(text, begin[1] + 1, begin[0])
        if begin and text.word(begin[1]) in ("+", "plus")
        else _event_plus(text, index, at_plus)
    )


def _event_plus(text: Text, index: int, at_plus: int) -> Hit | None:
    noun = text.source[text[index].start : text[at_plus - 1].end]
    event = event_of(noun)
    if event.act is None:
        return None
    return _plus(text, at_plus + 1, lambda context: anchored(noun, event, context))


def _plus(text: Text, index: int, begin: Meaning | None, way: Way = Way.AFTER) -> Hit | None:
    found = duration_at(text, index)
    if found is None:
        number = cardinal(text, index)
        if number is None:
            return None
        found = measured(number[0], words.DAY), number[1]
    duration, after = found

    def meaning(context: Context) -> Span:
        begun = begin(context) if begin else _only_anchor("D-Day", context)
        return counted(begun, duration, way, context)

    return meaning, after


def day_beside(text: Text, index: int) -> Hit | None:
    """The day after X, the day before X, the eve of X."""
    falling = _FALLING.at(text, index)
    if falling is not None:
        return text.read(period_from, falling[1])
    beside = _BESIDE.at(text, index)
    if beside is None or text.word(beside[1]) in ("tomorrow", "yesterday", "next"):
        return None
    begin = text.read(start, beside[1])
    if begin is None:
        return None
    step = beside[0]

    def meaning(context: Context) -> Span:
        begun = begin[0](context)
        day = plus_days(begun.last if step > 0 else begun.first, step)
        side = "after" if step > 0 else "before"
        return a_day(day, f"the day {side} {begun.name or begun.how or 'that day'}", Sort.COUNT).doubts_of(begun)

    return meaning, begin[1]


def anniversary(text: Text, index: int) -> Hit | None:
    """The first anniversary of entry into force; the anniversary of signature: the next one."""
    first = text.skip(index, "the")
    which = ordinal(text, first)
    after = which[1] if which else first
    if text.word(after) != "anniversary" or text.word(after + 1) != "of":
        return None
    begin = text.read(start, after + 2)
    if begin is None:
        return None

    def meaning(context: Context) -> Span:
        begun = begin[0](context)
        years = which[0] if which else max(1, context.today.year - begun.last.year)
        span = _years_after(begun, years, context)
        return span if which or span.last >= context.today else _years_after(begun, years + 1, context)

    return meaning, begin[1]


def _years_after(begun: Span, years: int, context: Context) -> Span:
    if years > 400:
        raise RefusedError(RefusalCode.IMPOSSIBLE, "That anniversary lies outside the years that can be meant.")
    label = f"{years} year{'s' if years > 1 else ''}"
    plain = replace(context, policy=replace(context.policy, rule=None))
    return counted(begun, Duration(months=12 * years, label=label), Way.AFTER, plain)


def starting_first(text: Text, index: int) -> Hit | None:
    """Starting on 19 January and lasting 42 days; from 19 January for six weeks."""
    lead = _STARTING.at(text, index)
    if lead is None:
        return None
    begin = text.read(moment, lead[1])
    lasting = _lasting(text, begin[1]) if begin else None
    if lasting is None:
        begin = _event_before_length(text, lead[1])
        lasting = _lasting(text, begin[1]) if begin else None
    if begin is None or lasting is None:
        return None
    duration, after = lasting
    way = Way.AFTER if duration.seconds else Way.STARTING

    def count(begun: Span, context: Context) -> Span:
        span = counted(begun, duration, way, context)
        if lead[0] is Way.STARTING or duration.seconds:
            return span
        other = counted(begun, duration, Way.AFTER, context)
        return span.offering(Alternative("the first day not counted", other.last)).warned(
            "The day it starts is counted as day 1."
        )

    return behind_then_ahead(begin[0], count), after


def _lasting(text: Text, index: int) -> tuple[Duration, int] | None:
    lasting = _LASTING.at(text, text.skip(index, ","))
    return duration_at(text, text.skip(lasting[1], "a", "period", "of")) if lasting else None


def _event_before_length(text: Text, index: int) -> Hit | None:
    last = min(index + 12, len(text))
    at = next((at for at in range(index + 1, last) if _lasting(text, at) is not None), None)
    if at is None:
        return None
    if any(text.word(inner) in _CLAUSE_MARKS for inner in range(index, at - 1)):
        return None
    noun = text.source[text[index].start : text[at - 1].end].removeprefix("the ")
    event = event_of(noun)
    return None if event.is_empty else ((lambda context: anchored(noun, event, context)), at)
