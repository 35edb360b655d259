from __future__ import annotations

from negotiations.filters.base import RecordFilters
from negotiations.filters.fields import NumberField
from negotiations.filters.offers import Valued, instants, numbers, related, texts
from negotiations.models import Claim, Negotiation


class ChangeFilters(RecordFilters):
    """In one order only: that in which changes were made."""

    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        related("claim", "claim", Claim),
        texts("kind", "noun", "reference", "request_id"),
        numbers("object_id", least=1, null=False),
        {"actor": Valued("actor", kind=NumberField(least=1))},
        instants("recorded_at", null=False),
        {f"id{name.removeprefix('sequence')}": each for name, each in numbers("sequence", least=1, null=False).items()},
    )
