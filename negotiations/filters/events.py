from __future__ import annotations

from negotiations.enums import EventCategory, EventMode, Precision, TreatyAct, Verification
from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import Through, codes, days, flags, instants, numbers, related, texts, words
from negotiations.models import Claim, EventPart, EventProposal, Negotiation, Party, Person, Proposal


class EventFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        related("claim", "claim", Claim),
        {
            "proposal": Through("proposal", Proposal, by=EventProposal, to="event", key="reference"),
            "party": Through("party", Party, by=EventPart, to="event"),
            "person": Through("person", Person, by=EventPart, to="event"),
        },
        codes("category", EventCategory),
        codes("mode", EventMode),
        codes("treaty_act", TreatyAct),
        codes("verification", Verification),
        codes("occurred_precision", Precision),
        flags("expected"),
        texts("place"),
        numbers("killed", most=100_000_000),
        numbers("injured", most=100_000_000),
        days("occurred_on"),
        instants("occurred_at"),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
        words(),
    )
    orderings = ("occurred_at", "recorded_at", "title")
