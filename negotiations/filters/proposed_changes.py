from __future__ import annotations

from negotiations.enums import ProposedState, ReviewedMove
from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import codes, instants, numbers, related
from negotiations.models import Claim, Deadline, Negotiation, Proposal


class ProposedChangeFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        related("proposal", "proposal", Proposal, key="reference"),
        related("deadline", "deadline", Deadline),
        related("claim", "claim", Claim),
        codes("move", ReviewedMove),
        codes("state", ProposedState),
        instants("recorded_at", null=False),
        instants("decided_at"),
        numbers("id", least=1, null=False),
    )
    orderings = ("recorded_at", "decided_at")
