"""The words of an event in a text: how far they reach, and the event itself when it is known."""

from negotiations.rules.deadlines.anchors import anchored, candidates, event_in
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.reading import NO_DATE, Context, Hit, RefusedError, Span, a_day, plus_days, refused
from negotiations.rules.deadlines.result import RefusalCode
from negotiations.rules.deadlines.tables import listed, phrases
from negotiations.rules.deadlines.text import Phrases, Text

_MOST_WORDS = 30
_ENDS = listed(
    "shall must will should would may can could unless subject provided whichever until till but if so "
    "because while whereas according said says according at"
)
_END_MARKS = frozenset(',;:.()?!"[]')
_LEADS = Phrases(
    phrases(
        "the date of|date of|that of|the day of|the date on which|the moment of|the time of|"
        "the date when|the day on which|the moment|the date that|the day|the date|the month in which|"
        "the month of|the month during which|the year in which|the time when|the moment when|"
        "the day when|the point at which",
        True,
    )
)  # fmt: skip
_UPON = Phrases(
    {
        "upon": 0, "on": 0, "at": 0, "until": 0, "by": 0, "once": 0, "when": 0, "after": 0, "following": 0,
        "as soon as": 0,
        "pending": 0, "before": -1, "prior to": -1, "ahead of": -1, "the date of": 0, "on the date of": 0,
        "on the day of": 0,
        "by the date of": 0, "at the time of": 0, "as of": 0, "from": 0, "the moment": 0,
        "immediately after": 0, "subject to": 0,
        "immediately upon": 0, "only after": 0, "no later than": 0, "not later than": 0, "by the time": 0,
        "provided": 0, "the day of": 0,
        "if": 0, "unless": 0, "conditional on": 0, "depending on": 0, "immediately following": 0,
        "not until": 0, "only when": 0,
        "only once": 0, "with": 0, "on or before": 0, "the day": 0, "contingent on": 0,
        "contingent upon": 0, "until after": 0,
        "not later than the date of": 0, "as long as": 0, "so long as": 0, "whenever": 0,
        "at the latest on": 0, "at the latest upon": 0,
        "at the latest by": 0, "till": 0, "no later than the date of": 0, "from the date of": 0,
        "on the date when": 0, "in the event of": 0,
    }
)  # fmt: skip
_ONE_OF = frozenset({"later", "earlier", "latest", "earliest"})
_AFTER_TO = listed("the a an all both each its their this that these those our any")
_CONDITIONS = listed("before prior ahead once when after if unless following pending as upon until provided only not")


def event_phrase(text: Text, index: int) -> Hit | None:
    """The event named at index; its meaning is its known date, or a refusal that asks for it."""
    lead = _LEADS.at(text, index)
    first = lead[1] if lead else index
    end = _end_of_event(text, first)
    if end == first:
        return None
    text.spend(end - first)
    event = event_in(text, first, end)
    if event.says_nothing:
        return None
    if text.word(first + (text.word(first) == "the")) in _ONE_OF or text.word(end + 1) == "whichever":
        return refused(RefusalCode.RANGE, "Two events are named. Count from which of them, on which day?"), end
    noun = text.source[text[first].start : text[end - 1].end]
    for article in ("the ", "The ", "its ", "a ", "an "):
        noun = noun.removeprefix(article)

    def meaning(context: Context) -> Span:
        return anchored(noun, event, context)

    return meaning, end


def _end_of_event(text: Text, index: int) -> int:
    end = index
    while end < min(index + _MOST_WORDS, len(text)):
        token = text[end]
        if _is_year_in_brackets(text, end):
            end += 3
            continue
        if token.text in _END_MARKS or (token.text in _ENDS and end > index and token.kind is Kind.WORD):
            break
        if token.kind in (Kind.TIME, Kind.ISO, Kind.NUMERIC) or (end > index and _begins_a_purpose(text, end)):
            break
        end += 1
    return end


def _is_year_in_brackets(text: Text, index: int) -> bool:
    """Resolution 2790 (2025): the year only says which list the number is from."""
    year = text.number(index + 1) or 0
    return text.word(index) == "(" and 1900 <= year <= 2200 and text.word(index + 2) == ")"


def _begins_a_purpose(text: Text, index: int) -> bool:
    """Day 16 of the truce to reply: "to" and a verb end the event; "notification to the Depositary" goes on."""
    following = text[index + 1]
    return text.word(index) == "to" and not following.capital and following.text not in _AFTER_TO


def _asks(text: Text, first: int, after: int) -> bool:
    """Whether the words before an event speak of its day: once, after, on the day of."""
    return text.word(first) in _CONDITIONS or any(
        text.word(at) in ("day", "date", "time") for at in range(first, after)
    )


def bare_event(text: Text, index: int) -> Hit | None:
    """Upon ratification, once the truce holds, by the date of signature, entry into force: the event's own day.

    In prose only known events count: otherwise every "after the talks" would ask back.
    """
    lead = _UPON.at(text, index)
    if lead is None and (text.running or index > 0):
        return None
    found = event_phrase(text, lead[1] if lead else index)
    if found is None:
        return None
    event = event_in(text, lead[1] if lead else index, found[1])
    meaning, after = found
    before = lead is not None and lead[0] < 0
    is_day = text[after - 1].text == "day" and text[after - 1].capital  # Transition Day, Adoption Day
    named = is_day or (lead is not None and (_asks(text, index, lead[1]) or event.act is not None))
    asks = named and not text.running

    def day_of(context: Context) -> Span:
        if not asks and not candidates(event, context.anchors):
            raise RefusedError(RefusalCode.NO_DATE, NO_DATE)
        span = meaning(context)
        return a_day(plus_days(span.first, -1), f"the day before {span.name}").doubts_of(span) if before else span

    return day_of, after
