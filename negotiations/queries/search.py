"""One search over all the record holds: names, titles, references, statements and kept texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any

from django.db.models import Case, F, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import SearchKind
from negotiations.queries import any_of, beginning  # noqa: F401 - they register their lookups
from negotiations.queries.bounds import Id, Reason, Reference
from negotiations.queries.shapes import Reader, stood
from negotiations.rules.folding import excerpt, folded

BEST, MOST = 3, 100
_REFERENCE = re.compile(r"\s*([A-Za-z])-?([1-9]\d{0,8})\s*\Z", re.ASCII)
# As many rows of a kind as their words are compared with where nothing is found.
_COMPARED = 2000


class Hit(Struct):
    """One record that was found. `excerpt` shows the words where the title does not; `proposal` has its page.

    A statement has the `reference` of its document; parties, people and events have none.
    """

    kind: SearchKind
    id: Id
    reference: Reference
    negotiation: Reference | None
    title: Reason
    excerpt: Annotated[str, Meta(max_length=500)]
    on: date | None
    proposal: Reference | None


class Group(Struct):
    """The best of one kind; `more` says that there are others."""

    kind: SearchKind
    hits: list[Hit]
    more: bool


class Found(Struct):
    """What answers a search: `exact` is what the words are the reference of, `near` other spellings if nothing is."""

    exact: Hit | None
    groups: list[Group]
    near: list[Annotated[str, Meta(max_length=200)]]

    @property
    def homes(self) -> set[str]:
        """The negotiations of which it shows something."""
        hits = [*(hit for group in self.groups for hit in group.hits), *([self.exact] if self.exact else [])]
        return {hit.negotiation for hit in hits if hit.negotiation}


@dataclass(frozen=True, slots=True)
class Sought:
    """What is searched for: `party` an id, the days inclusive; rows without a day fall outside of any."""

    words: str
    kind: SearchKind | None = None
    party: int | None = None
    since: date | None = None
    until: date | None = None
    size: int = BEST

    @property
    def folded(self) -> list[str]:
        return folded(self.words).split()


@dataclass(frozen=True, slots=True)
class _Noun:
    """Where a kind is searched: what names a row, its other texts, its day, and what ties it to a party.

    `own` are columns that point to a party; `ties` rows that point to one, each with the columns from and to.
    `proposal` is the path, or an expression, to the proposal whose page shows it.
    """

    model: type[Model]
    title: str
    texts: tuple[str, ...] = ()
    on: str = ""
    own: tuple[str, ...] = ()
    ties: tuple[tuple[type[Model], str, str], ...] = ()
    proposal: Any = None
    reference: str = ""
    names: type[Model] | None = None

    def known(self, reader: Reader) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.visible_to(reader.user)  # type: ignore[attr-defined]
        return stood(rows, reader.then)


def _bears_on() -> Any:
    """The newest proposal that an event bears on."""
    links = models.EventProposal.objects.unscoped(reason="a column of events that carry their own scope")
    of_it = links.filter(event=OuterRef("pk"), proposal__retracted_at=None)
    return Subquery(of_it.order_by("-pk").values("proposal__reference")[:1])


_NOUNS: dict[SearchKind, _Noun] = {
    SearchKind.PROPOSALS: _Noun(
        models.Proposal,
        "title",
        ("short_title", "summary"),
        on="opened_on",
        ties=((models.Involvement, "party", "proposal"),),
        proposal=F("reference"),
        reference="reference",
    ),
    SearchKind.CONDITIONS: _Noun(
        models.Condition,
        "text",
        ("issue_text",),
        on="claim__stated_on",
        own=("demanded_by", "owed_by"),
        ties=((models.Position, "party", "condition"),),
        proposal=F("proposal__reference"),
        reference="reference",
    ),
    SearchKind.PARTIES: _Noun(models.Party, "name", ("iso_alpha3",), own=("pk",), names=models.PartyName),
    SearchKind.PEOPLE: _Noun(models.Person, "name", ties=((models.Role, "party", "person"),), names=models.PersonName),
    SearchKind.EVENTS: _Noun(
        models.Event,
        "title",
        ("summary", "place"),
        on="occurred_on",
        ties=((models.EventPart, "party", "event"),),
        proposal=_bears_on(),
    ),
    SearchKind.CLAIMS: _Noun(
        models.Claim,
        "assertion",
        ("quotation",),
        on="stated_on",
        own=("asserted_by_party",),
        reference="article__reference",
    ),
    SearchKind.ARTICLES: _Noun(
        models.Article,
        "title",
        ("author", "source__name", "text"),
        on="published_on",
        ties=((models.Claim, "asserted_by_party", "article"),),
        reference="reference",
    ),
}
_LETTERS = {"P": SearchKind.PROPOSALS, "C": SearchKind.CONDITIONS, "S": SearchKind.ARTICLES}


def search(sought: Sought, reader: Reader) -> Found:
    """What the reader may know of and the words lead to, by kind: every word begins a word of the row.

    What is called so stands before what mentions it, the newest first. The number of statements is the same however
    much is found.
    """
    words = sought.folded
    if not words:
        return Found(None, [], [])
    groups = [_group(kind, sought, words, reader) for kind in ([sought.kind] if sought.kind else SearchKind)]
    found = [group for group in groups if group.hits]
    exact = by_reference(sought.words, reader)
    return Found(exact, found, [] if found or exact else _near(words, reader))


def by_reference(text: str, reader: Reader) -> Hit | None:
    """The record that a text such as "P-1", "p1" or "C-4" names."""
    written = _REFERENCE.match(text)
    kind = _LETTERS.get(written[1].upper()) if written else None
    if written is None or kind is None:
        return None
    rows = _NOUNS[kind].known(reader).filter(reference=f"{written[1].upper()}-{written[2]}")
    return next(iter(_hits(kind, rows, [], reader)), None)


def _group(kind: SearchKind, sought: Sought, words: list[str], reader: Reader) -> Group:
    noun = _NOUNS[kind]
    rows = noun.known(reader).filter(search_text__beginning=words)
    if sought.since or sought.until:
        rows = _within(rows, noun, sought)
    if sought.party is not None:
        rows = _of_party(rows, noun, sought.party, reader)
    phrase = " ".join(words)
    named = Case(
        When(search_text__startswith=phrase, then=Value(0)),
        When(search_text__contains=f" {phrase}", then=Value(1)),
        default=Value(2),
    )
    best = rows.order_by(named, "-pk")[: sought.size + 1]
    hits = _hits(kind, best, words, reader)
    return Group(kind, hits[: sought.size], more=len(hits) > sought.size)


def _within(rows: QuerySet[Any], noun: _Noun, sought: Sought) -> QuerySet[Any]:
    if not noun.on:
        return rows.none()
    if sought.since:
        rows = rows.filter(**{f"{noun.on}__gte": sought.since})
    return rows.filter(**{f"{noun.on}__lte": sought.until}) if sought.until else rows


def _of_party(rows: QuerySet[Any], noun: _Noun, party: int, reader: Reader) -> QuerySet[Any]:
    named = models.Party.objects.visible_to(reader.user).filter(pk=party).values("pk")
    tied = Q(pk__in=[])
    for column in noun.own:
        tied |= Q(**{f"{column}__in": named})
    for model, path, to in noun.ties:
        between: Any = model.objects.visible_to(reader.user)  # type: ignore[attr-defined]
        tied |= Q(pk__in=between.filter(**{f"{path}__in": named}).order_by().values(to))
    return rows.filter(tied)


def _hits(kind: SearchKind, rows: QuerySet[Any], words: list[str], reader: Reader) -> list[Hit]:
    noun = _NOUNS[kind]
    paths = [path for path in (noun.title, *noun.texts, noun.on, noun.reference) if path]
    page = {"page": noun.proposal} if noun.proposal else {}
    found = list(rows.values("pk", "negotiation__reference", *dict.fromkeys(paths), **page))
    names = _names(noun, [row["pk"] for row in found], reader) if words else {}
    return [
        Hit(
            kind=kind,
            id=row["pk"],
            reference=row.get(noun.reference, ""),
            negotiation=row["negotiation__reference"],
            title=row[noun.title],
            excerpt=_shown(words, row[noun.title], [*(row[path] for path in noun.texts), *names.get(row["pk"], ())]),
            on=row.get(noun.on),
            proposal=row.get("page"),
        )
        for row in found
    ]


def _shown(words: list[str], title: str, texts: Iterable[str]) -> str:
    """The first other text with words that the title does not show."""
    missing = [word for word in words if not f" {folded(title)}".count(f" {word}")]
    return next((cut for text in texts if (cut := excerpt(text, missing))), "")


def _names(noun: _Noun, ids: list[int], reader: Reader) -> dict[int, list[str]]:
    """Every other name of each of these parties or people."""
    if noun.names is None:
        return {}
    owner = str(noun.model._meta.model_name)
    rows: Any = noun.names.objects.visible_to(reader.user)  # type: ignore[attr-defined]
    named: dict[int, list[str]] = {}
    for key, name in rows.filter(**{f"{owner}__any_of": ids}).order_by("pk").values_list(f"{owner}_id", "name"):
        named.setdefault(key, []).append(name)
    return named


def _near(words: list[str], reader: Reader) -> list[str]:
    """The same words in spellings that are on record: of titles and names, where they differ in a letter or two."""
    known: set[str] = set()
    for kind in (SearchKind.PROPOSALS, SearchKind.PARTIES, SearchKind.PEOPLE):
        rows = _NOUNS[kind].known(reader).order_by("-pk").values_list("search_text", flat=True)
        known |= {word for text in rows[:_COMPARED] for word in text.split()}
    spelt = [get_close_matches(word, known, n=3, cutoff=0.7) or [word] for word in words]
    if len(words) == 1:
        return [word for word in spelt[0] if word != words[0]]
    phrase = [near[0] for near in spelt]
    return [" ".join(phrase)[:200]] if phrase != words else []
