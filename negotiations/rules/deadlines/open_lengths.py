"""Lengths of time that make no deadline: a few weeks, 3 to 5 days, about ten days, 30 days from nothing, ago."""

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.counting import from_now
from negotiations.rules.deadlines.durations import Duration, duration_at, measured
from negotiations.rules.deadlines.numbers import cardinal
from negotiations.rules.deadlines.offsets import HENCE, IN, or_so
from negotiations.rules.deadlines.reading import (
    Context,
    Hit,
    Meaning,
    RefusedError,
    Span,
    refused,
)
from negotiations.rules.deadlines.result import Alternative, RefusalCode
from negotiations.rules.deadlines.starts import start as start_of
from negotiations.rules.deadlines.tables import phrases
from negotiations.rules.deadlines.text import Phrases, Text

_SOME = Phrases(
    phrases(
        "a few|few|several|some|a couple of|couple of|a couple|couple|many|a number of|a handful of|"
        "numerous|various|a matter of|countless|just days|a small number of|the few|these few|a good few|"
        "quite a few|coming|tens of|dozens of|hundreds of|the coming few|the first few|the last few|"
        "a certain number of|couple more|a few more|several more|a couple more|mere|only a few",
        True,
    )
)  # fmt: skip
_NEARLY = Phrases(
    phrases(
        "about|around|approximately|roughly|nearly|almost|more than|over|less than|under|at least|some|"
        "up to|circa|at most|no more than|not more than|no less than|not less than|fewer than|close to|"
        "as much as|as little as|a minimum of|a maximum of|an estimated|another|just over|just under|"
        "a little over|a little under|or so|more or less|give or take|maybe|perhaps|say|as long as",
        True,
    )
)  # fmt: skip


_AGO = Phrases(
    phrases(
        "ago|earlier|back|before now|previously|in the past|before today|since",
        True,
    )
)
_PAST = Phrases(
    phrases(
        "the last|the past|in the last|in the past|over the last|over the past|past|last|during the last|"
        "during the past|the previous|previous|for the last|for the past|within the last|within the past|"
        "these past|the preceding",
        True,
    )
)  # fmt: skip


def past(text: Text, index: int) -> Hit | None:
    """Three days ago, the last two weeks, two months earlier."""
    lead = _PAST.at(text, index)
    found = duration_at(text, lead[1] if lead else text.skip(index, "just", "some", "about", "only", "over")) or _some(
        text, lead[1] if lead else index
    )
    if found is None:
        return None
    ago = _AGO.at(text, found[1])
    if ago is None and (lead is None or text.word(found[1]) == "of"):
        return None
    return refused(RefusalCode.PAST, "That lies in the past. Which coming day is meant?"), ago[1] if ago else found[1]


def _some(text: Text, index: int) -> tuple[str, int] | None:
    """A few days, several weeks, the coming months: units without a number."""
    some = _SOME.at(text, index)
    start = some[1] if some else index
    unit = words.unit_at(text, text.skip(start, "more", "of", "short", "working", "business", "critical", "crucial"))
    if unit is None or (
        some is not None and not text.word(unit[1] - 1).rstrip("'").endswith("s") and text.word(unit[1] - 1) != "'"
    ):
        return None
    return (unit[0], unit[1]) if some else None


def vague_count(text: Text, index: int) -> Hit | None:
    """In the coming days, a few weeks, within hours, in about ten days: no number to count with."""
    lead = IN.at(text, index)
    start = text.skip(
        lead[1] if lead else index, "the", "next", "coming", "in", "for", "within", "just", "only", "these"
    )
    asks = refused(RefusalCode.VAGUE, "How many exactly? Name a number or a day.")
    nearly = _NEARLY.at(text, start)
    if nearly is not None:
        found = duration_at(text, nearly[1]) or _some(text, nearly[1])
        if found is not None and text.word(start) not in _EXACT_WITH_LEAD:
            return asks, _to_end(text, found[1])
    several = _some(text, start) or _plural_unit(text, start, has_lead=start > index)
    if several is not None:
        return asks, _to_end(text, several[1])
    found = duration_at(text, start)
    if found is not None and or_so(text, found[1]):
        return asks, found[1] + 2
    return None


_EXACT_WITH_LEAD = frozenset({"another"})


def _plural_unit(text: Text, index: int, *, has_lead: bool) -> tuple[str, int] | None:
    """Days, weeks: a plural without a number, after "in", "within" or "coming"."""
    unit = words.unit_at(text, index)
    word = text.word(index)
    if unit is None or not has_lead or not word.endswith("s") or word.endswith("'s"):
        return None
    after = unit[1]
    if text.word(after) in ("or", "and", "to", "if", "-") and words.unit_at(text, text.skip(after + 1, "not", "even")):
        after = text.skip(after + 1, "not", "even") + 1
    return unit[0], after


def _to_end(text: Text, after: int) -> int:
    hence = HENCE.at(text, text.skip(after, "'"))
    return hence[1] if hence else after


def open_count(text: Text, index: int) -> Hit | None:
    """In 3 to 5 days, two or three weeks: two ends, and a deadline has one."""
    lead = IN.at(text, index)
    start = lead[1] if lead else text.skip(index, "for", "a")
    start = text.skip(start, "between", "from", "the", "next")
    low = cardinal(text, start)
    if low is None:
        return None
    tie = low[1]
    unit = words.unit_at(text, text.joined(tie))
    if unit is not None and text.word(unit[1]) == "or" and cardinal(text, unit[1] + 1) is not None:
        more = cardinal(text, unit[1] + 1)
        high = duration_at(text, unit[1] + 1)
        if more is not None and (high is None or high[0].fault):
            return _asks_which(measured(more[0], unit[0])), _to_end(text, more[1])
    if unit is not None and text.word(unit[1]) in ("to", "or", "-", "and"):
        tie = unit[1]
    tie = text.joined(tie) if text.word(text.joined(tie)) in ("to", "or") else tie
    if text.word(tie) not in ("to", "or", "-") and not (text.word(tie) == "and" and text.word(start - 1) == "between"):
        return None
    high = duration_at(text, text.joined(text.skip(tie + 1, "even", "perhaps", "maybe", "at", "most")))
    if high is None or high[0].fault:
        return None
    begun = text.read(start_of, high[1] + 1) if text.word(high[1]) in ("from", "after", "following", "of") else None
    return _asks_which(high[0]), begun[1] if begun else _to_end(text, high[1])


def _asks_which(long: Duration) -> Meaning:
    def meaning(context: Context) -> Span:
        span = from_now(long, context)
        raise RefusedError(
            RefusalCode.RANGE,
            "Two lengths are given. Which one is the deadline?",
            (Alternative(f"{long.label} from the day it was said", span.last, span.instant),),
        )

    return meaning


def _is_left(text: Text, start: int, after: int) -> bool:
    """We have ten days to reply: what people say they have left counts from the moment of speaking.

    "Under the deal, Russia has 90 days to withdraw" does not: a report tells when, and the length starts elsewhere.
    """
    first = start
    while text.word(first - 1) in ("just", "only", "exactly", "another", "now", "still", "about"):
        first -= 1
    said_of_us = text.word(first - 1) == "have" and text.word(first - 2) in ("we", "you", "they")
    return said_of_us and text.word(after) in ("to", "left", "remaining", "in")


def bare_duration(text: Text, index: int) -> Hit | None:
    """30 days; a 60-day truce; for two weeks: a length without a start."""
    start = text.skip(index, "for", "a", "an", "the") if text.word(index) in ("for", "the") else index
    found = duration_at(text, start)
    if found is None and text.word(start) == "a":
        found = duration_at(text, start + 1)
    if found is None or (
        text.running and text.word(index) in ("a", "an") and text.word(index + 1) in ("second", "minute")
    ):
        return None
    duration, after = found
    is_left = _is_left(text, start, after)

    def meaning(context: Context) -> Span:
        if duration.fault is not None:
            raise duration.fault
        if is_left:
            return from_now(duration, context).warned("It is counted from the moment it was said.")
        readings: tuple[Alternative, ...] = ()
        if not duration.working_days:
            span = from_now(duration, context)
            readings = (Alternative("counted from the day it was said", span.last, span.instant),)
        raise RefusedError(
            RefusalCode.BARE_DURATION,
            f"{duration.label} from when? Name the day or event they start from.",
            readings,
        )

    return meaning, after
