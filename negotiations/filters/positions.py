from __future__ import annotations

from negotiations.enums import Precision, ProposalKind, ProposalStatus, Stance
from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import codes, codes_of, days, flags, instants, numbers, related
from negotiations.models import Claim, Condition, Negotiation, Party, Person, Proposal


class PositionFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        related("proposal", "proposal", Proposal, key="reference"),
        codes_of(("proposal",), Proposal, "status", ProposalStatus),
        codes_of(("proposal",), Proposal, "kind", ProposalKind),
        related("condition", "condition", Condition, key="reference"),
        related("party", "party", Party),
        related("person", "person", Person),
        related("claim", "claim", Claim),
        codes("stance", Stance),
        flags("dissent", "by_proxy"),
        codes("stated_precision", Precision),
        days("stated_on"),
        instants("stated_at"),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
    )
    orderings = ("stated_at", "recorded_at")
    timeless = ("proposal__status", "proposal__kind")
