from __future__ import annotations

from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import Through, instants, numbers, related, texts, words
from negotiations.models import Negotiation, Party, Role


class PersonFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        texts("name", "wikidata_id"),
        {"party": Through("party", Party, by=Role, to="person")},
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
        words(),
    )
    orderings = ("name", "recorded_at")
