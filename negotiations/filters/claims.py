from __future__ import annotations

from negotiations.enums import ClaimStanding, Credibility, Evidence, Precision
from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import codes, days, instants, numbers, related
from negotiations.models import Article, Negotiation, Party, Person, Source


class ClaimFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        related("article", "article", Article, key="reference"),
        related("source", "article__source", Source),
        related("asserted_by_person", "asserted_by_person", Person),
        related("asserted_by_party", "asserted_by_party", Party),
        codes("evidence", Evidence),
        codes("credibility", Credibility),
        codes("standing", ClaimStanding),
        codes("stated_precision", Precision),
        days("stated_on"),
        instants("stated_at"),
        days("occurred_on"),
        instants("occurred_at"),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
    )
    orderings = ("stated_at", "occurred_at", "recorded_at")
    replayed = ("standing",)
