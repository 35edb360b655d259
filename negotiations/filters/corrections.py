from __future__ import annotations

from negotiations.enums import ClaimStanding
from negotiations.filters.base import RecordFilters
from negotiations.filters.offers import codes, instants, numbers, related
from negotiations.models import Claim, Negotiation


class CorrectionFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        related("claim", "claim", Claim),
        related("corrected_by", "corrected_by", Claim),
        codes("standing", ClaimStanding),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
    )
    orderings = ("recorded_at",)
