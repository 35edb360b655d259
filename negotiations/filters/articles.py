from __future__ import annotations

from negotiations.enums import Reliability
from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import codes, days, flags, instants, numbers, related, texts, words
from negotiations.models import Negotiation, Source


class ArticleFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        related("source", "source", Source),
        related("cites", "cites", Source),
        codes("reliability", Reliability),
        flags("to_be_read"),
        texts("language", "author", "content_hash"),
        days("published_on"),
        instants("published_at"),
        instants("retrieved_at"),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
        words(),
    )
    orderings = ("published_at", "retrieved_at", "recorded_at", "title")
    timeless = ("to_be_read",)
