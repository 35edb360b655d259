"""What a count starts from: a day or a moment, another counted day, or an event of the negotiation."""

from collections.abc import Callable
from dataclasses import replace

from negotiations.rules.deadlines.events import event_phrase
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.moment_grammar import moment
from negotiations.rules.deadlines.numbers import ORDINAL_WORDS
from negotiations.rules.deadlines.offsets import now
from negotiations.rules.deadlines.periods import gone_day
from negotiations.rules.deadlines.reading import Context, Hit, Meaning, Span, refused
from negotiations.rules.deadlines.result import RefusalCode
from negotiations.rules.deadlines.tables import listed, phrases
from negotiations.rules.deadlines.text import Phrases, Text
from negotiations.rules.deadlines.words import weekday_at

_DATE_OF = Phrases(
    phrases(
        "the date of|date of|that of|the day of|the date on which|the moment of|the time of|"
        "the date when|the date that|the day on which|the day when|the moment when|the month of|"
        "the month in which|the year in which|the year of|the month during which|the day that|the hour of",
        True,
    )
)  # fmt: skip


_THAT_DATE = Phrases(
    phrases("that date|that day|such date|such day|the said date|the same date|this event|that event", True)
)
_GOES_ON = listed(
    "and or until till if unless which the by to in at on for with when shall will must as but from inclusive morning "
    "afternoon evening night noon midnight local of next this week after before that it they he she we is was are "
    "were would ends end ended expires expire expired lapses lapse lapsed runs ran has had have can could may might "
    "should did does said says"
)


def start(text: Text, index: int) -> Hit | None:
    """What is counted from: a day or moment, another counted day, or an event."""
    from negotiations.rules.deadlines.grammar import counted_day  # noqa: PLC0415  (the grammar is circular by nature)

    leading = _DATE_OF.at(text, index)
    inner = leading[1] if leading else index
    found = text.longest(inner, gone_day, counted_day, moment, now)
    if found is not None and not _belongs_to_event(text, found[1]):
        return found
    return text.read(event_phrase, index) or found or _that_date(text, index)


def _that_date(text: Text, index: int) -> Hit | None:
    """That date: an event told of elsewhere."""
    said = _THAT_DATE.at(text, index)
    sentence = "Which date is meant? Name the day or the event."
    return (refused(RefusalCode.MISSING_ANCHOR, sentence), said[1]) if said else None


def _belongs_to_event(text: Text, after: int) -> bool:
    """The 30th instrument, Friday prayers: the words go on, so it was no day after all."""
    last, following = text[after - 1], text[after]
    is_ordinal = last.kind is Kind.ORDINAL or last.text in ORDINAL_WORDS
    if not is_ordinal and weekday_at(text, after - 1) is None:
        return False
    return following.kind is Kind.WORD and not following.capital and following.text not in _GOES_ON


def behind_then_ahead(start_of: Meaning, count: Callable[[Span, Context], Span]) -> Meaning:
    """Count from a day without a year so that the end lies ahead: from the latest such day, else from the next."""

    def meaning(context: Context) -> Span:
        context = replace(context, governed=False)
        latest = count(start_of(replace(context, behind=True)), context)
        if latest.last >= context.today:
            return latest
        return count(start_of(replace(context, behind=False)), context)

    return meaning
