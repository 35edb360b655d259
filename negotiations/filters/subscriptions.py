from __future__ import annotations

from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import instants, numbers, related
from negotiations.models import Negotiation, Party, Person, Proposal


class SubscriptionFilters(RecordFilters):
    offers = (
        related("watched_negotiation", "watched_negotiation", Negotiation, key="reference"),
        related("proposal", "proposal", Proposal, key="reference"),
        related("party", "party", Party),
        related("person", "person", Person),
        instants("ended_at"),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
    )
    orderings = ("recorded_at",)
