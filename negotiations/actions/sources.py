"""Taking up outlets and the documents they published."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from negotiations.actions.permission import require_role, require_within
from negotiations.actions.recording import action, add, amend, next_reference, revise
from negotiations.enums import Ownership, Reliability
from negotiations.errors import InvalidValueError
from negotiations.models import Article, Negotiation, Source, User
from negotiations.models.bases import columns
from negotiations.rules.moments import WorldMoment


@action
def register_source(
    *,
    name: str,
    actor: User | None,
    now: datetime,
    ownership: Ownership = Ownership.UNKNOWN,
    language: str = "",
    url: str = "",
    negotiation: Negotiation | None = None,
) -> Source:
    """Record an outlet, ministry or organisation that publishes; what all staff share is there once by its name."""
    require_role(actor, negotiation)
    source = Source(negotiation=negotiation, name=name, ownership=ownership, language=language, url=url)
    try:
        return add(source, kind="source.registered", actor=actor, now=now)
    except InvalidValueError as refusal:
        rows = Source.objects.unscoped(reason="a name that all staff share is given once")
        if negotiation is None and not refusal.field and rows.filter(negotiation=None, name=name).exists():
            raise InvalidValueError(f"“{name[:200]}” is on record already; choose it.", field="name") from refusal
        raise


@action
def record_article(
    *,
    source: Source,
    title: str,
    published: WorldMoment,
    actor: User | None,
    now: datetime,
    cites: Source | None = None,
    author: str = "",
    url: str = "",
    language: str = "",
    retrieved_at: datetime | None = None,
    content_hash: str = "",
    text: str = "",
    to_be_read: bool = False,
    reliability: Reliability = Reliability.F,
    reliability_reason: str = "",
    negotiation: Negotiation | None = None,
) -> Article:
    """Record one document as it was seen (S-1 …); `cites` is the outlet it reports by way of.

    `text` is kept as it is given; its SHA-256 is the document's where no other `content_hash` is given.
    """
    require_role(actor, negotiation)
    require_within(negotiation, source=source, cites=cites)
    article = Article(
        negotiation=negotiation,
        reference=next_reference("S"),
        source=source,
        cites=cites,
        title=title,
        author=author,
        url=url,
        language=language or source.language,
        retrieved_at=retrieved_at,
        content_hash=content_hash or (sha256(text.encode()).hexdigest() if text else ""),
        reliability=reliability,
        reliability_reason=reliability_reason,
        text=text,
        to_be_read=to_be_read,
        **columns("published", published),
    )
    return add(article, actor=actor, now=now)


@action
def finish_reading(*, article: Article, actor: User | None, now: datetime) -> Article:
    """Record that nothing more is to be taken from a document that was kept for later."""
    require_role(actor, article.negotiation)
    return amend(article, kind="article.read", actor=actor, now=now, to_be_read=False)


@action
def revise_source(
    *, source: Source, actor: User | None, now: datetime, reason: str, version: int | None = None, **changes: Any
) -> Source:
    """Change how an outlet is described."""
    require_role(actor, source.negotiation)
    allowed = frozenset({"name", "ownership", "language", "url"})
    return revise(source, columns=allowed, changes=changes, actor=actor, now=now, reason=reason, version=version)


@action
def revise_article(
    *, article: Article, actor: User | None, now: datetime, reason: str, version: int | None = None, **changes: Any
) -> Article:
    """Change how a document is described or how far it is relied on; what it said stays with its claims."""
    require_role(actor, article.negotiation)
    allowed = frozenset({"title", "author", "url", "language", "reliability", "reliability_reason", "content_hash"})
    return revise(article, columns=allowed, changes=changes, actor=actor, now=now, reason=reason, version=version)
