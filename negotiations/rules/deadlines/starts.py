"""What a count starts from: a day or a moment, another counted day, or an event of the negotiation."""

from collections.abc import Callable
from dataclasses import replace

from negotiations.rules.deadlines.events import event_phrase
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.reading import Context, Hit, Meaning, Span
from negotiations.rules.deadlines.tables import phrases
from negotiations.rules.deadlines.text import Phrases, Text

_DATE_OF = Phrases(
    phrases(
        "the date of|date of|that of|the day of|the date on which|the moment of|the time of|"
        "the date when|the date that|the day on which|the day when|the moment when|the month of|"
        "the month in which|the year in which|the month during which|the day that|the hour of",
        True,
    )
)  # fmt: skip


def start(text: Text, index: int) -> Hit | None:
    """What is counted from: a day or moment, another counted day, or an event."""
    from negotiations.rules.deadlines.grammar import counted_day, moment  # noqa: PLC0415  (the grammar is circular by nature)

    leading = _DATE_OF.at(text, index)
    inner = leading[1] if leading else index
    found = text.longest(inner, counted_day, moment)
    if found is not None and not _belongs_to_event(text, found[1]):
        return found
    return text.read(event_phrase, index) or found


def _belongs_to_event(text: Text, after: int) -> bool:
    """ "Friday prayers", "the first phase": the words go on, so it was no day after all."""
    return text[after].kind is Kind.WORD and text.word(after) in (
        "prayers",
        "phase",
        "summit",
        "talks",
        "meeting",
    )


def behind_then_ahead(start_of: Meaning, count: Callable[[Span, Context], Span]) -> Meaning:
    """Count from a day without a year so that the end lies ahead: from the latest such day, else from the next."""

    def meaning(context: Context) -> Span:
        context = replace(context, governed=False)
        latest = count(start_of(replace(context, behind=True)), context)
        if latest.last >= context.today:
            return latest
        return count(start_of(replace(context, behind=False)), context)

    return meaning
