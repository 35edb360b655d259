"""Documents as they were seen on a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import Precision, Reliability
from negotiations.queries.bounds import Address, Id, Language, Line, Prose, Reference, Version, Zone
from negotiations.queries.shapes import Shape
from negotiations.queries.sources import SOURCE_REF, SourceRef


class ArticleRef(Struct):
    """A document, as a claim cites it; `cites` is the outlet it reports from at second hand."""

    id: Id
    reference: Reference
    title: Line
    author: Line
    url: Address
    published_on: date | None
    published_at: datetime | None
    published_precision: Precision
    published_zone: Zone
    reliability: Reliability
    source: SourceRef | None
    cites: SourceRef | None


class Article(Struct):
    """A document. Shared by all staff where `negotiation` is null."""

    id: Id
    reference: Reference
    negotiation: Reference | None
    title: Line
    author: Line
    url: Address
    language: Language
    published_on: date | None
    published_at: datetime | None
    published_precision: Precision
    published_zone: Zone
    retrieved_at: datetime | None
    content_hash: Annotated[str, Meta(max_length=64)]
    reliability: Reliability
    reliability_reason: Prose
    source: SourceRef | None
    cites: SourceRef | None
    version: Version
    recorded_at: datetime


ARTICLE_REF = Shape(ArticleRef, models.Article, refs={"source": SOURCE_REF, "cites": SOURCE_REF})
ARTICLE = Shape(Article, models.Article, refs={"source": SOURCE_REF, "cites": SOURCE_REF})
