from __future__ import annotations

from negotiations.enums import ConditionRole, Progress, ProposalKind, ProposalStatus
from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import Through, codes, codes_of, days, flags, instants, numbers, related, texts
from negotiations.models import Claim, Condition, ConditionDependency, Negotiation, Party, Proposal


class ConditionFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        related("proposal", "proposal", Proposal, key="reference"),
        codes_of(("proposal",), Proposal, "status", ProposalStatus),
        codes_of(("proposal",), Proposal, "kind", ProposalKind),
        related("demanded_by", "demanded_by", Party),
        related("owed_by", "owed_by", Party),
        related("claim", "claim", Claim),
        codes("role", ConditionRole),
        codes("progress", Progress),
        flags("blocks", "contested"),
        texts("issue_code", "issue_scheme", "sanctions_programme"),
        days("dropped_on"),
        {
            "needs": Through("needs", Condition, by=ConditionDependency, to="condition", key="reference"),
            "needed_by": Through("condition", Condition, by=ConditionDependency, to="needs", key="reference"),
        },
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
    )
    orderings = ("display_order", "progress", "recorded_at")
    replayed = ("progress", "contested")
    timeless = ("proposal__status", "proposal__kind")
