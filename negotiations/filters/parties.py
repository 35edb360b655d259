from __future__ import annotations

from negotiations.enums import ActorType
from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import Through, codes, flags, instants, numbers, related, texts, words
from negotiations.models import Negotiation, Party, PartyMembership


class PartyFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        codes("actor_type", ActorType),
        texts("name", "iso_alpha3", "wikidata_id"),
        numbers("gleditsch_ward", most=99_999),
        numbers("ucdp_id", most=999_999),
        flags("contested"),
        {"member_of": Through("group", Party, by=PartyMembership, to="party")},
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
        words(),
    )
    orderings = ("display_order", "name", "recorded_at")
