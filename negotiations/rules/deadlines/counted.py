"""Lengths of time counted from something: 60 days after signature, six months before the expiry of the term,
a 42-day truce starting on 19 January, the expiry of three months after deposit."""

from negotiations.rules.deadlines.counting import Way, counted
from negotiations.rules.deadlines.durations import duration_at
from negotiations.rules.deadlines.reading import Context, Hit, Span, spoken
from negotiations.rules.deadlines.result import Alternative
from negotiations.rules.deadlines.starts import behind_then_ahead, start
from negotiations.rules.deadlines.tables import listed, phrases
from negotiations.rules.deadlines.text import Phrases, Text

_WAYS = Phrases(
    {
        **phrases(
            "after|following|from|since|counted from|counting from|as counted from|calculated from|"
            "running from|subsequent to|upon|reckoned from|computed from|past|to run from|"
            "to be counted from|measured from|that follow|on from|once|when|dating from|after the|"
            "from and after|of|that followed|which follow|immediately following|immediately after|"
            "next following|to be calculated from|at the latest after|later than|at most after|"
            "at most from",
            Way.AFTER,
        ),
        **phrases(
            "before|prior to|ahead of|preceding|in advance of|previous to|to|until|short of|before the",
            Way.BEFORE,
        ),
        **phrases(
            "starting|starting on|beginning|beginning on|beginning with|commencing|commencing on|"
            "starting with|that begins on|which begins on|which began on|that began on|that starts on|"
            "to start on|to begin on|effective|starting from|beginning from|commencing from|"
            "with effect from|as of|as from|effective from|effective as of|with effect as of|including|"
            "that started on|which started on|which starts on|starting as of|effective on",
            Way.STARTING,
        ),
    }
)  # fmt: skip
_OPEN_STARTS = frozenset({"of", "from"})
_PERIOD_NOUNS = listed(
    "period term window truce ceasefire freeze pause extension halt moratorium deadline grace notice "
    "transition cessation of hostilities humanitarian initial negotiating cooling-off standstill "
    "suspension waiver phase consultation review interval transitional ultimatum energy partial limited "
    "temporary full and unconditional cease-fire implementation withdrawal count countdown mandate"
)


def period_from(text: Text, index: int) -> Hit | None:
    """60 days after X; six months before X; a 42-day truce starting on X."""
    first = (
        text.skip(index, "the", "a", "an", "another")
        if text.word(index + 1) in ("period", "term", "initial", "further")
        else index
    )
    first = (
        text.skip(first, "initial", "further", "period", "term", "of", "total", "minimum", "maximum")
        if first > index
        else first
    )
    found = duration_at(text, first) or (
        duration_at(text, first + 1) if text.word(first) in ("a", "an", "the") else None
    )
    if found is None:
        return None
    duration, after = found
    after = _past_nouns(text, after)
    way = _WAYS.at(
        text,
        text.skip(after, ",", "at", "the", "latest") if text.word(after + 1) == "the" else text.skip(after, ","),
    )
    if way is None or (text.word(way[1] - 1) == "of" and not _of_is_from(text, index, after)):
        return None
    if text.word(after) in ("to", "until") and text.running:
        return None
    begin = text.read(start, text.skip(way[1], "and", "including", "on"))
    if begin is None:
        return None
    which = way[0]
    from_open = text.word(way[1] - 1) in _OPEN_STARTS and which is Way.STARTING
    if text.word(way[1] - 1) == "from" and text.word(way[1]) == "and":
        which = Way.STARTING

    def count(begun: Span, context: Context) -> Span:
        span = counted(begun, duration, which, context)
        if not from_open:
            return span
        other = counted(begun, duration, Way.AFTER, context)
        return span.offering(Alternative("that day not counted", other.last)).warned(
            f"{spoken(begun.last)} is counted as the first day."
        )

    if which is Way.BEFORE:
        return (lambda context: count(begin[0](context), context)), begin[1]
    return behind_then_ahead(begin[0], count), begin[1]


def _past_nouns(text: Text, after: int) -> int:
    """Step over what the length belongs to: "a 30-day [energy truce] starting", "a period of"."""
    end = after
    while end < after + 5 and text.word(end) in _PERIOD_NOUNS:
        end += 1
    return end if _WAYS.at(text, text.skip(end, ",")) and end > after else after


def _of_is_from(text: Text, index: int, after: int) -> bool:
    """ "Within 30 days of signature" counts from it; "10 days of talks" does not."""
    before = text.word(index - 1)
    return before in ("within", "than", "in", "inside", "maximum", "by") or text.word(after + 1) == "the"


def expiry_of_period(text: Text, index: int) -> Hit | None:
    """The expiry of three months after X; the end of a period of 60 days from X; the 60 days following X."""
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
    return text.read(period_from, inner)
