"""Find the event that a text counts from among the known events of the negotiation, or refuse.

Events are compared by what they are (signature, entry into force, start of the truce), by what they belong
to, and by their number ("the 55th instrument"). Nothing is guessed between two candidates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from negotiations.rules.deadlines.anchor_words import ACTS, GENERIC, NOUNS, SAME, STOP
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.moments import on_the_wall, zone_info
from negotiations.rules.deadlines.numbers import cardinal, ordinal
from negotiations.rules.deadlines.reading import Context, RefusedError, Span, checked, spoken
from negotiations.rules.deadlines.result import RefusalCode
from negotiations.rules.deadlines.text import Phrases, Text
from negotiations.rules.deadlines.words import UNITS

_ACTS = Phrases(ACTS)
_BEGINNINGS = frozenset({"start", "entry into force", None})


@dataclass(frozen=True, slots=True)
class Event:
    """What a phrase says of an event.

    act: what happens (signature, entry into force); others: acts it also names ("receipt of the notification").
    things: what it belongs to, names of places and persons apart. numbers: "the 55th instrument". documents:
    words for an agreement in general. units: words of time, which no event should carry.
    """

    act: str | None
    others: frozenset[str]
    things: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[int]
    documents: frozenset[str]
    units: frozenset[str]

    @property
    def is_empty(self) -> bool:
        return self.act is None and not self.things and not self.names

    @property
    def says_nothing(self) -> bool:
        return self.is_empty and not self.documents


@lru_cache(maxsize=512)
def event_of(phrase: str) -> Event:
    """The event that a phrase or an anchor's name speaks of."""
    return event_in(Text(phrase, running=False), 0, None)


def event_in(text: Text, start: int, end: int | None) -> Event:
    """The event that the tokens from start to end speak of."""
    acts: list[tuple[str, bool]] = []
    numbers: set[int] = set()
    words: dict[str, set[str]] = {"things": set(), "names": set(), "documents": set(), "units": set()}
    index, end = start, len(text) if end is None else end
    while index < end:
        act = _ACTS.at(text, index)
        if text.word(index) == "(" and text.word(index + 2) == ")" and text.number(index + 1) is not None:
            index += 3  # the year in "resolution 2790 (2025)"
            continue
        number = None if act else ordinal(text, index) or _cardinal(text, index)
        if act is not None:
            acts.append((act[0], text.word(index) in NOUNS))
            index = act[1]
        elif number is not None:
            numbers.add(number[0])
            index = number[1]
        else:
            _note(text, index, index == start, words)
            index += 1
    head = _head(acts)
    return Event(
        head,
        frozenset(act for act, _ in acts if act != head),
        frozenset(words["things"]),
        frozenset(words["names"]),
        frozenset(numbers),
        frozenset(words["documents"]),
        frozenset(words["units"]),
    )


def _head(acts: list[tuple[str, bool]]) -> str | None:
    """The act a phrase is about: its first noun ("receipt of the signed text"), else its last verb."""
    if not acts:
        return None
    verbs = [act for act, is_noun in acts if not is_noun]
    is_clause = bool(verbs) and (not acts[0][1] or not acts[-1][1])
    return verbs[-1] if is_clause else acts[0][0]


def _note(text: Text, index: int, is_first: bool, words: dict[str, set[str]]) -> None:
    token = text[index]
    word = token.text.removesuffix("'s")
    if token.kind is not Kind.WORD or word in STOP:
        return
    if word in UNITS:
        words["units"].add(word)
    elif word in GENERIC:
        words["documents"].add(_stem(word))
    else:
        words["names" if token.capital and not is_first else "things"].add(_stem(word))


def _cardinal(text: Text, index: int) -> tuple[int, int] | None:
    if text.word(index) in ("a", "an", "half"):
        return None
    found = cardinal(text, index)
    return (int(found[0]), found[1]) if found and found[0].denominator == 1 else None


def _stem(word: str) -> str:
    word = SAME.get(word, word)
    for ending in ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def candidates(event: Event, anchors: Mapping[str, date | datetime]) -> list[str]:
    """The anchors that the event may be, best matches only."""
    scored = [(score, name) for name in anchors if (score := _score(event, event_of(name))) is not None]
    best = max((score for score, _ in scored), default=0.0)
    return [name for score, name in scored if score == best]


def _score(event: Event, anchor: Event) -> float | None:
    """How well they agree, or None if they speak of different events."""
    mine, theirs = event.things | event.names, anchor.things | anchor.names
    shared = len(mine & theirs)
    if event.is_empty or anchor.is_empty:
        return _same_document(event, anchor)
    differ = (
        bool(event.units - anchor.units)
        or bool(event.numbers and anchor.numbers and event.numbers != anchor.numbers)
        or bool(event.things and anchor.things and not shared)
        or bool(event.names and anchor.names and not shared)
        or bool(event.documents and anchor.documents and not event.documents & anchor.documents)
        or bool(event.others and anchor.others and not event.others & anchor.others)
    )
    if differ or not _acts_agree(event, anchor, mine, theirs):
        return None
    agreed = shared + (event.numbers == anchor.numbers) + 0.5 * len(event.documents & anchor.documents)
    others = len(event.others & anchor.others)
    return 3 * (event.act == anchor.act) + 3 * agreed + others + 0.2 * (event == anchor)


_ACTS_OF_DOCUMENTS = frozenset({None, "adoption", "issuance", "judgment", "announcement", "delivery"})
_ISSUERS = frozenset({"court", "tribunal", "council", "security", "panel", "commission", "chamber", "arbitral"})


def _same_document(event: Event, anchor: Event) -> float | None:
    """The date of this Order, of this resolution: the day on which such a document was adopted or issued."""
    is_same = bool(event.documents & anchor.documents) and event.numbers in (frozenset(), anchor.numbers)
    parts = event.things | event.names
    bare = parts <= _ISSUERS and event.act in _ACTS_OF_DOCUMENTS and not anchor.things and not event.units
    return 1.0 if is_same and bare and anchor.act in _ACTS_OF_DOCUMENTS else None


def _acts_agree(event: Event, anchor: Event, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """The same act; or a truce's start, its entry into force and the truce itself, which are one event."""
    if event.act is None:
        named = bool(event.things) and event.things <= theirs
        same_paper = bool(event.names) and mine <= theirs and bool(event.documents & anchor.documents)
        return (named and anchor.act in _BEGINNINGS) or (same_paper and anchor.act is None)
    if event.act == anchor.act or {event.act} | event.others == {anchor.act} | anchor.others:
        return True
    if _is_receipt_of_notice(event, anchor) or _is_receipt_of_notice(anchor, event):
        return True
    return bool(mine & theirs) and event.act in _BEGINNINGS and anchor.act in _BEGINNINGS


def _is_receipt_of_notice(receipt: Event, notice: Event) -> bool:
    """A notification's date is the day on which its addressee, such as the depositary, received it."""
    return receipt.act == "receipt" and "notification" in receipt.others and notice.act == "notification"


def anchored(noun: str, event: Event, context: Context) -> Span:
    """The span of the one known event that matches. Raises RefusedError(missing_anchor) for none or several."""
    names = candidates(event, context.anchors)
    spans = [anchor_span(name, context) for name in names]
    if (
        spans
        and all(span.first == spans[0].first for span in spans)
        and len({span.instant for span in spans} - {None}) < 2
    ):
        return next((span for span in spans if span.instant), spans[0])
    if names:
        listed = " or ".join(f"“{name}”" for name in names)
        sentence = f"Which event is “{noun}”: {listed}?"
    else:
        sentence = f"The date of “{noun}” is not known. On which day did it happen, or is it expected?"
    raise RefusedError(RefusalCode.MISSING_ANCHOR, sentence, anchor_noun=noun)


def anchor_span(name: str, context: Context) -> Span:
    """The day of a known event, and its instant if the hour is known, in the zone of the context."""
    value = context.anchors[name]
    if not isinstance(value, datetime):
        day = checked(value)
        return Span(day, day, name=f"{name} on {spoken(day)}", anchor=name)
    info = zone_info(context.zone)
    moment = on_the_wall(value, info) if value.tzinfo is None else value.astimezone(info)
    day = checked(moment.date())
    shown = f"{name} at {moment:%H:%M} on {spoken(day)}"
    return Span(day, day, name=shown, instant=moment, anchor=name)
