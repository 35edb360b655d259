"""What a pasted text may hold for the record: statements in exact words and deadlines, for a person to confirm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from negotiations.actions.deadline_counting import by_name, moment_of, policy_of, timeline
from negotiations.dashboard.record_forms import Place
from negotiations.enums import EventCategory
from negotiations.ingest.passages import Named, Span, named, of_meeting, quotations, sentences, speaker, surnames
from negotiations.models import Claim, Event, Party, PartyName, Person, PersonName
from negotiations.rules.deadlines import Extract, Refusal, RefusalCode, extract

STATEMENT, DEADLINE, MEETING = "statement", "deadline", "meeting"
# A person looks through them all; a longer text is read in parts.
MOST = 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One entry that could be saved. `passage` is where it stands; `speaker` a key of `people_and_parties`.

    `doubt` says in words why it is not ticked from the start. A meeting has the day it was `on`, the keys of who was
    `present`, and those on record that it may be the `same` as, by id and name.
    """

    kind: str
    passage: Span
    sentence: str
    words: str
    speaker: str = ""
    told: str = ""
    doubt: str = ""
    on: date | None = None
    present: tuple[str, ...] = ()
    same: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who may be named: `choices` (key, name) in the order of the record, `names` every spelling → key."""

    choices: list[tuple[str, str]]
    names: dict[str, str]


def people_and_parties(place: Place) -> Speakers:
    """Everybody the reader may name in this negotiation; keys such as "person:4"."""
    here = Q(negotiation=None) | Q(negotiation=place.negotiation)
    people = Person.objects.visible_to(place.user).filter(here).order_by("name", "pk")
    parties = Party.objects.visible_to(place.user).filter(here).order_by("display_order", "name", "pk")
    full = [(name, f"person:{pk}") for pk, name in people.values_list("pk", "name")]
    groups = [(name, f"party:{pk}") for pk, name in parties.values_list("pk", "name")]
    known = {key for _, key in (*full, *groups)}
    other = [
        *(
            (name, f"person:{pk}")
            for pk, name in PersonName.objects.visible_to(place.user).values_list("person", "name")
        ),
        *((name, f"party:{pk}") for pk, name in PartyName.objects.visible_to(place.user).values_list("party", "name")),
    ]
    spelt = [(name, key) for name, key in other if key in known]
    of_people = [(name, key) for name, key in (*full, *spelt) if key.startswith("person:")]
    return Speakers(
        choices=[(key, name) for name, key in (*full, *groups)],
        names={**surnames(of_people), **dict(spelt), **dict(groups), **dict(full)},
    )


def suggestions(text: str, *, said_at: datetime, place: Place, known: Speakers) -> list[Suggestion]:
    """At most MOST entries, in the order of the text; words of time are read as of `said_at`."""
    whole = named(text, known.names)
    spans = sentences(text)
    home = place.negotiation
    anchors = {name: moment_of(event) for name, event in by_name(timeline(home)).items()}
    quoted = [_statement(text, span, spans, whole) for span in quotations(text)]
    on_record = _on_record(quoted, place)
    found = [_doubted(each, on_record) for each in quoted]
    for sentence in spans:
        read = extract(
            sentence.within(text),
            reference=said_at.astimezone(ZoneInfo(home.time_zone)),
            zone=home.time_zone,
            anchors=anchors,
            policy=policy_of(home),
        )
        deadlines = list(_deadlines(sentence, sentence.within(text), read))
        found += deadlines or _meetings(sentence, text, read, whole)
    found = _met_already(found, place)
    return sorted(found, key=lambda each: each.passage.start)[:MOST]


def _statement(text: str, quotation: Span, spans: Iterable[Span], whole: list[Named]) -> Suggestion:
    around = next((each for each in spans if each.start <= quotation.start and quotation.end <= each.end), quotation)
    first = next((each for each in spans if each.start <= quotation.start < each.end), around)
    last = next((each for each in spans if each.start < quotation.end <= each.end), around)
    around = Span(first.start, last.end)
    words = quotation.within(text)
    doubt = "" if len(words.split()) > 1 else _("One word; the rest of the sentence is not a quotation.")
    return Suggestion(
        kind=STATEMENT,
        passage=quotation,
        sentence=around.within(text),
        words=words,
        speaker=speaker(quotation, around, whole),
        doubt=doubt,
    )


def _on_record(found: Iterable[Suggestion], place: Place) -> set[str]:
    """Which of these words are quoted in the negotiation already."""
    claims = Claim.objects.visible_to(place.user).filter(negotiation=place.negotiation)
    return set(claims.filter(quotation__in={each.words for each in found}).values_list("quotation", flat=True))


def _doubted(found: Suggestion, on_record: set[str]) -> Suggestion:
    if found.words not in on_record:
        return found
    told = _("These words are on record already.")
    return Suggestion(found.kind, found.passage, found.sentence, found.words, found.speaker, doubt=told)


def _deadlines(at: Span, sentence: str, read: Iterable[Extract]) -> Iterator[Suggestion]:
    """Words of ending with their date. What is only a date, or cannot be dated, is left to the reader."""
    for each in read:
        waits = isinstance(each.outcome, Refusal)
        if not each.governed or (waits and each.outcome.code is not RefusalCode.MISSING_ANCHOR):  # type: ignore[union-attr]
            continue
        told = _("It waits for an event that is not on record.")
        if not isinstance(each.outcome, Refusal):
            told = date_format(each.outcome.day, _("D j M Y"))
        yield Suggestion(
            kind=DEADLINE,
            passage=Span(at.start + each.start, at.start + each.end),
            sentence=sentence,
            words=each.expression,
            told=told,
        )


def _meetings(sentence: Span, text: str, read: Iterable[Extract], whole: list[Named]) -> list[Suggestion]:
    """A sentence that tells of a meeting and names somebody; without a day it is not ticked."""
    words = sentence.within(text)
    present = _present(sentence, whole)
    if not present or not of_meeting(words):
        return []
    day = next((each.outcome.day for each in read if not isinstance(each.outcome, Refusal)), None)
    return [
        Suggestion(
            kind=MEETING,
            passage=sentence,
            sentence=words,
            words=words,
            told=date_format(day, _("D j M Y")) if day else "",
            doubt="" if day else _("It names no day."),
            on=day,
            present=present,
        )
    ]


def _met_already(found: list[Suggestion], place: Place) -> list[Suggestion]:
    """Meetings of a day on which one is on record: the same until somebody says that it is another."""
    days = {each.on for each in found if each.kind == MEETING and each.on}
    rows = Event.objects.visible_to(place.user).filter(negotiation=place.negotiation, category=EventCategory.CONSULT)
    known: dict[date | None, list[tuple[str, str]]] = {}
    for pk, title, on in rows.filter(occurred_on__in=days).order_by("pk").values_list("pk", "title", "occurred_on"):
        known.setdefault(on, []).append((str(pk), title))
    told = _("Looks like a meeting you already have.")
    return [
        replace(each, same=tuple(known[each.on]), doubt=told) if each.kind == MEETING and each.on in known else each
        for each in found
    ]


def chosen(kind: str, at: Span, text: str, known: Speakers) -> Suggestion:
    """An entry of the passage that somebody chose: exact words only where it stands in quotation marks."""
    words, whole = at.within(text), named(text, known.names)
    around = next((each for each in sentences(text) if each.start <= at.start < each.end), at)
    spoken = next((each for each in quotations(text) if each.start <= at.start and at.end <= each.end), None)
    if kind == STATEMENT:
        said = words if spoken else ""
        return Suggestion(kind, at, words if not spoken else around.within(text), said, speaker(at, around, whole))
    return Suggestion(kind, at, words, words, present=_present(at, whole) if kind == MEETING else ())


def _present(at: Span, whole: Iterable[Named]) -> tuple[str, ...]:
    """Who is named in a passage, once each, in the order of the text."""
    here = (each.key for each in whole if at.start <= each.span.start and each.span.end <= at.end)
    return tuple(dict.fromkeys(here))


@dataclass(frozen=True, slots=True)
class Shown:
    """The text cut up for showing, as (words, id of the passage they are or ""); for each suggestion its passage."""

    pieces: list[tuple[str, str]]
    passages: dict[int, str]


def shown(text: str, found: list[Suggestion]) -> Shown:
    """One mark for suggestions that overlap."""
    cut, passages, at, last = [], {}, 0, ""
    for number, each in sorted(enumerate(found), key=lambda item: (item[1].passage.start, -item[1].passage.end)):
        if each.passage.start >= at:
            last = f"t{number}"
            cut += [(text[at : each.passage.start], ""), (each.passage.within(text), last)]
            at = each.passage.end
        passages[number] = last
    return Shown([piece for piece in (*cut, (text[at:], "")) if piece[0]], passages)
