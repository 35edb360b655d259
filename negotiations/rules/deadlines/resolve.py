"""Read one expression of a deadline: the whole of it must be understood, or it is refused."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from negotiations.rules.deadlines.events import bare_event
from negotiations.rules.deadlines.explain import refusal, resolution
from negotiations.rules.deadlines.extract import beside, best, is_past, is_recurring, scanned, unread
from negotiations.rules.deadlines.grammar import when
from negotiations.rules.deadlines.lexer import LONGEST_TEXT
from negotiations.rules.deadlines.open_ended import without_a_day
from negotiations.rules.deadlines.reading import NO_DATE, Context, Meaning, RefusedError
from negotiations.rules.deadlines.result import Extract, Policy, Refusal, RefusalCode, Resolution
from negotiations.rules.deadlines.tables import phrases
from negotiations.rules.deadlines.text import Phrases, Text

_LEADING = Phrases(
    phrases(
        "first thing|first thing on|deadline :|deadline|due :|the deadline is|the|is|it|must be|and|or|but|then|a|"
        "deadline is|"
        "in any event|in any case|at any rate|as soon as possible|as soon as practicable|without delay|"
        "without undue delay|promptly|immediately|as early as possible|as quickly as possible|"
        "expected|valid|sometime|to be|be|will be|until :|by :|date :|effective :|ends :|expires :",
        True,
    )
)  # fmt: skip
_TRAILING = Phrases(
    phrases(
        "at the latest|at the very latest|latest|or earlier|or sooner|or before|inclusive|included|"
        "if possible|please|at latest|sharp|deadline|unless extended|unless renewed|unless prolonged|"
        "unless otherwise agreed|exactly|only|as agreed|and no later|at most|precisely|and not later|"
        "the latest|maximum|if not before|both inclusive|then|in full|as well|too|"
        "already|alone|itself|as scheduled|as planned|and not a day later|but no later|local date|"
        "from then on|onwards|onward|on|however|and no later than that|if not sooner|tops|max",
        True,
    )
)  # fmt: skip
_MARKS = tuple(".,;!?)(\"':][…*°-")


def context_of(
    reference: datetime, zone: str, anchors: Mapping[str, date | datetime] | None, policy: Policy | None
) -> Context:
    """The context of a reading. Raises ValueError for an unknown zone or a reference without one."""
    try:
        info = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"zone: there is no time zone “{zone}”; name one such as Europe/Kyiv.") from None
    if reference.tzinfo is None:
        raise ValueError("reference: the moment it was said needs a time zone.")
    return Context(reference.astimezone(info), zone, anchors or {}, policy or Policy())


def resolve(
    text: str,
    *,
    reference: datetime,
    zone: str,
    anchors: Mapping[str, date | datetime] | None = None,
    policy: Policy | None = None,
) -> Resolution | Refusal:
    """What a deadline said in these words means.

    reference: aware moment at which it was said. zone: IANA zone of the source, in which "Friday" and hours
    without a zone are read. anchors: known events by name, each a day or a moment (naive moments are local).
    Returns a Resolution, or a Refusal that says what to ask. Raises ValueError for an unknown zone.
    """
    context = context_of(reference, zone, anchors, policy)
    if len(text) > LONGEST_TEXT:
        sentence = f"The text is longer than {LONGEST_TEXT} characters. Which sentence states the deadline?"
        return Refusal(text[:80], RefusalCode.NO_DATE, sentence)
    whole = _whole(text, context)
    if whole is not None:
        return whole
    tokens = Text(text, running=True)
    found = scanned(tokens, context)
    recurring = next((one.extract.outcome for one in found if is_recurring(one)), None)
    if recurring is not None:
        return recurring
    one = best(found)
    if one is None:
        return _event(text, context) or Refusal(text.strip(), RefusalCode.NO_DATE, NO_DATE)
    past = next((other.extract.outcome for other in beside(found, one) if is_past(other)), None)
    if past is not None:
        return past
    if isinstance(one.extract.outcome, Resolution) and unread(tokens, found, one):
        sentence = f"Only “{one.extract.expression}” was understood. Say it in other words, or name the day."
        return Refusal(text.strip(), RefusalCode.VAGUE, sentence)
    return one.extract.outcome


def the_one(
    text: str,
    *,
    reference: datetime,
    zone: str,
    anchors: Mapping[str, date | datetime] | None = None,
    policy: Policy | None = None,
) -> Resolution | Refusal:
    """The one deadline that a running sentence states; arguments and errors as in resolve()."""
    tokens = Text(text, running=True)
    one = best(scanned(tokens, context_of(reference, zone, anchors, policy)))
    return one.extract.outcome if one is not None else without_a_day(tokens)


def extract(
    text: str,
    *,
    reference: datetime,
    zone: str,
    anchors: Mapping[str, date | datetime] | None = None,
    policy: Policy | None = None,
) -> list[Extract]:
    """Every expression of time in a running text, in order, with its offsets; arguments as in resolve().

    Of a longer text the first 4,000 characters are read.
    """
    found = scanned(Text(text, running=True), context_of(reference, zone, anchors, policy))
    return [one.extract for one in found]


def _whole(text: str, context: Context) -> Resolution | Refusal | None:
    """The outcome if the grammar reads the text from end to end, otherwise None."""
    tokens = Text(text, running=False)
    starts = [tokens.skip(0, *_MARKS[7:])]
    lead = _LEADING.at(tokens, starts[0])
    while lead is not None:
        starts.append(tokens.skip(lead[1], ",", "-"))
        lead = _LEADING.at(tokens, starts[-1]) if len(starts) < 6 else None
    for start in starts:
        hit = tokens.read(when, start)
        if hit is not None and _ends(tokens, hit[1]):
            return _outcome(text, hit[0], context)
    return None


def _event(text: str, context: Context) -> Resolution | Refusal | None:
    """The outcome if the text is the name of an event, with or without a bound."""
    tokens = Text(text, running=False)
    hit = tokens.read(bare_event, 0)
    return _outcome(text, hit[0], context) if hit is not None and _ends(tokens, hit[1]) else None


def _outcome(text: str, meaning: Meaning, context: Context) -> Resolution | Refusal:
    try:
        return resolution(text.strip(), meaning(context), context)
    except RefusedError as error:
        return refusal(text.strip(), error)


def _ends(tokens: Text, index: int) -> bool:
    index = tokens.skip(index, *_MARKS)
    trail = _TRAILING.at(tokens, index)
    while trail is not None:
        index = tokens.skip(trail[1], *_MARKS)
        trail = _TRAILING.at(tokens, index)
    return index >= len(tokens)
