from __future__ import annotations

from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import instants, numbers, related, texts
from negotiations.models import Claim, Negotiation, Party, Proposal, ProposalText


class TextFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        related("proposal", "proposal", Proposal, key="reference"),
        related("held_by", "held_by", Party),
        related("replaces", "replaces", ProposalText),
        related("claim", "claim", Claim),
        texts("name", "language", "edition", "content_hash"),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
    )
    orderings = ("recorded_at", "name")
