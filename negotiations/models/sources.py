"""Outlets, and the documents taken from them."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from negotiations.enums import Ownership, Precision, Reliability
from negotiations.models.bases import Recorded, Searched, Versioned, bounded
from negotiations.models.fields import KEPT_TEXT, LineField, ProseField, WebAddressField, ZoneField, listed
from negotiations.models.negotiations import Negotiation
from negotiations.models.scoping import ScopedQuerySet
from negotiations.rules.moments import WorldMoment


class Source(Recorded, Versioned):
    """An outlet, ministry or organisation that publishes; `negotiation` as in Party."""

    shared_when_null = True
    replaced = ("name", "ownership", "language", "url")

    negotiation = models.ForeignKey(
        Negotiation, null=True, blank=True, on_delete=models.PROTECT, related_name="own_sources"
    )
    name = LineField()
    ownership = models.CharField(max_length=20, choices=Ownership.choices, default=Ownership.UNKNOWN)
    language = models.CharField(max_length=20, blank=True)
    url = WebAddressField(blank=True)

    objects = ScopedQuerySet["Source"].as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            listed("ownership", Ownership),
            UniqueConstraint(fields=["name"], condition=Q(negotiation=None), name="source_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Article(Recorded, Versioned, Searched):
    """One document as it was seen on a day. Its reference (S-1) is what pages and mails cite.

    `text` is the copy kept of it, `content_hash` the SHA-256 of that copy or of the original file.
    """

    # The chain of changes holds the kept text by its hash.
    derived_columns = ("search_text", "text")
    replaced = ("title", "author", "url", "language", "content_hash", "reliability", "reliability_reason")

    shared_when_null = True

    negotiation = models.ForeignKey(
        Negotiation, null=True, blank=True, on_delete=models.PROTECT, related_name="own_articles"
    )
    reference = models.CharField(max_length=12, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="articles")
    cites = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="cited_by")
    title = LineField()
    author = LineField(blank=True)
    url = WebAddressField(blank=True)
    language = models.CharField(max_length=20, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    published_precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.UNKNOWN)
    published_zone = ZoneField(default="UTC")
    retrieved_at = models.DateTimeField(null=True, blank=True)
    content_hash = models.CharField(
        max_length=64, blank=True, validators=[RegexValidator(r"^[0-9a-f]{64}\Z", "Write a SHA-256 in hex.")]
    )
    text = ProseField(blank=True, max_length=KEPT_TEXT)
    # Kept for later: somebody still has to take the claims from it.
    to_be_read = models.BooleanField(default=False)
    reliability = models.CharField(max_length=1, choices=Reliability.choices, default=Reliability.F)
    reliability_reason = ProseField(blank=True)

    objects = ScopedQuerySet["Article"].as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            *bounded("published"),
            listed("reliability", Reliability),
            CheckConstraint(condition=Q(cites=None) | ~Q(cites=models.F("source")), name="article_cites_another"),
        ]

    def searched(self) -> tuple[str, ...]:
        return (self.title, self.author, self.source.name, self.text)

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def published(self) -> WorldMoment:
        return WorldMoment(
            self.published_on, self.published_at, Precision(self.published_precision), self.published_zone
        )
