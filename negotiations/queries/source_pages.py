"""An outlet, a document and a claim, each as one page: what it says, where it has it from, what rests on it."""

from __future__ import annotations

from django.db.models import Count, F, QuerySet
from msgspec import Struct

from negotiations import models
from negotiations.queries.actors import office_on
from negotiations.queries.articles import ARTICLE, Article
from negotiations.queries.claims import CLAIM, Claim
from negotiations.queries.people import PERSON
from negotiations.queries.reading import read
from negotiations.queries.resting import Resting, resting_on
from negotiations.queries.shapes import NEWEST_FIRST, Reader
from negotiations.queries.sources import SOURCE, Source

DOCUMENTS, CLAIMS = 100, 300
NEWEST = (F("published_at").desc(nulls_last=True), "-pk")


class ListedArticle(Struct, frozen=True):
    """A document with the number of claims found in it, and whether a copy of it is kept."""

    article: Article
    claims: int
    kept: bool


class SourcePage(Struct):
    """An outlet, its newest documents, and the newest of others that report by way of it."""

    source: Source
    articles: list[ListedArticle]
    articles_count: int
    citing: list[ListedArticle]
    citing_count: int


class ArticlePage(Struct):
    """A document, its kept text ("" for none), its claims, and what rests on these alone (None on a past day)."""

    article: Article
    text: str
    claims: list[Claim]
    claims_count: int
    alone: list[Resting] | None


class ClaimPage(Struct):
    """A claim, the office its speaker held that day ("" for none), and what rests on it (None on a past day).

    `recorded_by` is the name of whoever recorded it, "" for Parley itself.
    """

    claim: Claim
    office: str
    recorded_by: str
    resting: list[Resting] | None


def listed_articles(rows: QuerySet[models.Article], reader: Reader) -> list[ListedArticle]:
    """The documents of a scoped queryset, in its order."""
    articles = read(rows, ARTICLE, reader)
    ids = [article.id for article in articles]
    claims = CLAIM.standing(models.Claim.objects.visible_to(reader.user).filter(article__in=ids), reader.then)
    counts = dict(claims.order_by().values("article_id").annotate(n=Count("pk")).values_list("article_id", "n"))
    known = models.Article.objects.visible_to(reader.user).filter(pk__in=ids)
    kept = set(known.exclude(text="").order_by().values_list("pk", flat=True))
    return [ListedArticle(article, counts.get(article.id, 0), article.id in kept) for article in articles]


def source_page(pk: int, reader: Reader) -> SourcePage | None:
    """None where this reader knows of no such outlet on that day; a constant number of statements, as below."""
    found = read(
        SOURCE.standing(models.Source.objects.visible_to(reader.user).filter(pk=pk), reader.then), SOURCE, reader
    )
    if not found:
        return None
    known = ARTICLE.standing(models.Article.objects.visible_to(reader.user), reader.then)
    own, citing = known.filter(source=pk), known.filter(cites=pk)
    return SourcePage(
        found[0],
        listed_articles(own.order_by(*NEWEST)[:DOCUMENTS], reader),
        own.count(),
        listed_articles(citing.order_by(*NEWEST)[:DOCUMENTS], reader),
        citing.count(),
    )


def article_page(reference: str, reader: Reader) -> ArticlePage | None:
    """What rests on it alone is what would be left without support if all its claims fell."""
    known = models.Article.objects.visible_to(reader.user).filter(reference=reference)
    found = read(ARTICLE.standing(known, reader.then), ARTICLE, reader)
    if not found:
        return None
    text = known.values_list("text", flat=True).get()
    rows = models.Claim.objects.visible_to(reader.user).filter(article=found[0].id)
    standing = CLAIM.standing(rows, reader.then)
    claims = read(standing.order_by(*NEWEST_FIRST)[:CLAIMS], CLAIM, reader)
    resting = None if reader.then else resting_on([claim.id for claim in claims], reader)
    alone = None if resting is None else [row for row in resting if row.alone]
    return ArticlePage(found[0], text, claims, standing.count(), alone)


def claim_page(pk: int, reader: Reader) -> ClaimPage | None:
    known = models.Claim.objects.visible_to(reader.user).filter(pk=pk)
    found = read(CLAIM.standing(known, reader.then), CLAIM, reader)
    if not found:
        return None
    speaker = found[0].asserted_by_person
    people = models.Person.objects.visible_to(reader.user).filter(pk__in=[speaker.id] if speaker else [])
    roles = [role for person in read(PERSON.standing(people, reader.then), PERSON, reader) for role in person.roles]
    resting = None if reader.then else resting_on([pk], reader)
    recorder = known.select_related("recorded_by").get().recorded_by
    return ClaimPage(found[0], office_on(roles, found[0].stated_on), str(recorder or ""), resting)
