"""Lengths of time counted from something: 60 days after signature, six months before the expiry of the term,
a 42-day truce starting on 19 January, the expiry of three months after deposit."""

from collections.abc import Callable
from dataclasses import replace

from negotiations.rules.deadlines.counting import Way, counted
from negotiations.rules.deadlines.durations import Duration, duration_at
from negotiations.rules.deadlines.moment_grammar import moment
from negotiations.rules.deadlines.reading import Context, Hit, Meaning, RefusedError, Sort, Span, spoken
from negotiations.rules.deadlines.result import Alternative, RefusalCode
from negotiations.rules.deadlines.starts import behind_then_ahead, start
from negotiations.rules.deadlines.tables import listed, phrases
from negotiations.rules.deadlines.text import Phrases, Text

_WAYS = Phrases(
    {
        **phrases(
            "after|following|post|- post -|post -|from|since|counted from|counting from|as counted from|"
            "calculated from|"
            "running from|subsequent to|upon|reckoned from|computed from|to run from|"
            "to be counted from|measured from|that follow|on from|once|when|dating from|after the|"
            "from and after|of|that followed|which follow|immediately following|immediately after|"
            "next following|to be calculated from|at the latest after|later than|at most after|"
            "at most from|into|as of|as from|with effect from|effective from|effective as of|with effect as of",
            Way.AFTER,
        ),
        **phrases(
            "before|prior to|ahead of|preceding|in advance of|previous to|before the",
            Way.BEFORE,
        ),
        **phrases(
            "starting|starting on|beginning|beginning on|beginning with|commencing|commencing on|"
            "starting with|that begins on|which begins on|which began on|that began on|that starts on|"
            "to start on|to begin on|effective|starting from|beginning from|commencing from|"
            "including|"
            "that started on|which started on|which starts on|starting as of|effective on",
            Way.STARTING,
        ),
    }
)  # fmt: skip
_AT_MOST = Phrases(
    phrases(
        "at most|no more than|not more than|a maximum of|up to|no later than|not later than|at the latest|exactly|"
        "precisely|within a maximum of|within at most|within no more than|within not more than|not exceeding|"
        "within the first|in the first|during the first|"
        "within|within exactly|in no more than|a total of|for a total of|for a maximum of|for up to|no longer than",
        True,
    )
)
_AT_LEAST = Phrases(phrases("at least|no less than|not less than|a minimum of|no fewer than|not earlier than", True))
_BEFORE_LENGTH = ("initial", "further", "period", "term", "of", "total", "additional", "minimum", "maximum", "time")
_ENDS_BEFORE = frozenset({"before", "to", "of"})  # before, prior to, ahead of, in advance of
_BEFORE_OF = frozenset({"as", "ahead", "advance"})
_OPEN_STARTS = frozenset({"as", "effect", "effective", "starting", "beginning", "commencing"})
_PERIOD_NOUNS = listed(
    "period term window truce ceasefire freeze pause extension halt moratorium deadline grace notice "
    "transition cessation of hostilities humanitarian initial negotiating cooling off standstill "
    "suspension waiver phase consultation review interval transitional ultimatum energy partial limited "
    "temporary full and unconditional implementation withdrawal count countdown mandate"
)


def period_from(text: Text, index: int) -> Hit | None:
    """60 days after X; at least six months before X; a 42-day truce starting on X."""
    at_least = _AT_LEAST.at(text, index)
    at_most = _AT_MOST.at(text, index)
    lead = at_least or at_most
    length = _length(text, lead[1] if lead else index)
    if length is None:
        return None
    duration, after = length[0], _past_nouns(text, length[1])
    if [text.word(after + step) for step in range(3)] == ["to", "the", "day"]:
        after += 3
    way = _WAYS.at(text, text.skip(after, ",", "at", "the", "latest"))
    only_of = way is not None and text.word(way[1] - 1) == "of" and text.word(way[1] - 2) not in _BEFORE_OF
    if way is None or (only_of and not (at_most or _of_is_from(text, index, after))):
        return None
    begin = text.read(start, text.skip(way[1], "and", "including", "on"))
    if begin is not None and _begins_a_range(text, begin[1]):
        return None
    if begin is None or (text.running and text.word(after) in ("to", "until")):
        return None
    count = _counting(text, duration, way)
    if way[0] is Way.BEFORE:
        return (lambda context: count(begin[0](context), context)), begin[1]
    if at_least is not None:
        return _earliest(begin[0], count), begin[1]
    return behind_then_ahead(begin[0], count), begin[1]


def _begins_a_range(text: Text, index: int) -> bool:
    """Three days from 8 May to 10 May: the days are the range's, which says its own end."""
    is_tie = text.word(index) in ("to", "until", "till", "-", "through")
    return is_tie and text.read(moment, index + 1) is not None


def _length(text: Text, index: int) -> tuple[Duration, int] | None:
    """The length itself, after "a period of", "the", "an initial", "a further"."""
    first = text.skip(index, "the", "a", "an", "another") if text.word(index + 1) in _BEFORE_LENGTH else index
    first = text.skip(first, *_BEFORE_LENGTH) if first > index else first
    first = first + 1 if text.word(first) == "another" else first
    found = duration_at(text, first)
    if found is None and text.word(first) in ("a", "an", "the"):
        found = duration_at(text, first + 1)
    return found


def _counting(text: Text, duration: Duration, way: tuple[Way, int]) -> Callable[[Span, Context], Span]:
    """How to count, with a doubt where "as of" or "starting from" leaves open whether the first day counts."""
    last_word = text.word(way[1] - 1)
    which = Way.STARTING if last_word == "from" and text.word(way[1]) == "and" else way[0]
    is_open = last_word in ("of", "from") and text.word(way[1] - 2) in _OPEN_STARTS
    other_way = Way.AFTER if which is Way.STARTING else Way.STARTING

    def count(begun: Span, context: Context) -> Span:
        span = counted(begun, duration, which, context)
        if not is_open or duration.seconds:
            return span
        other = Alternative(_SAYS[other_way], counted(begun, duration, other_way, context).last)
        return span.offering(other).warned(f"For {spoken(begun.last)}, {_SAYS[which]}: the words leave it open.")

    return count


_SAYS = {Way.AFTER: "that day is not counted", Way.STARTING: "that day is day 1"}


def _earliest(begin: Meaning, count: Callable[[Span, Context], Span]) -> Meaning:
    """At least 30 days after X: the earliest day, which is no deadline."""

    def meaning(context: Context) -> Span:
        span = count(begin(context), context)
        reading = Alternative("the earliest day", span.last, span.instant)
        raise RefusedError(
            RefusalCode.VAGUE, "That is the earliest day, not the last. What is the deadline?", (reading,)
        )

    return meaning


def _past_nouns(text: Text, after: int) -> int:
    """Step over what the length belongs to: "a 30-day [energy truce] starting", "a period of"."""
    end = after
    while end < after + 5 and text.word(end) in _PERIOD_NOUNS:
        end = text.joined(end + 1)
    return end if _WAYS.at(text, text.skip(end, ",")) and end > after else after


def _of_is_from(text: Text, index: int, after: int) -> bool:
    """Within 30 days of signature counts from it; 10 days of talks do not."""
    before = text.word(index - 1)
    return before in ("within", "than", "in", "inside", "maximum", "by") or text.word(after + 1) == "the"


def expiry_of_period(text: Text, index: int) -> Hit | None:
    """The expiry of three months after X; the end of a period of 60 days from X; the 60 days following X.

    Before the expiry of a period is still in it, as before the end of June is still in June.
    """
    first = text.skip(index, "the")
    if (
        text.word(first) not in ("expiry", "expiration", "end", "lapse", "close", "completion", "conclusion")
        or text.word(first + 1) != "of"
    ):
        return None
    inner = first + 2
    if text.word(inner) in ("a", "an", "the") and text.word(inner + 1) in ("period", "term", "further"):
        inner += 3 if text.word(inner + 2) == "of" else 2
    elif text.word(inner) in ("the", "that", "this", "said"):
        inner += 1
    found = text.read(period_from, inner)
    if found is None or text.word(index - 1) not in _ENDS_BEFORE:
        return found
    whole, after = found
    return (lambda context: replace(whole(context), sort=Sort.END)), after
