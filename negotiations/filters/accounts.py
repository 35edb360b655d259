from __future__ import annotations

from negotiations.enums import AccountAttribute
from negotiations.filters.base import RecordFilters
from negotiations.filters.fields import FlagField
from negotiations.filters.offers import Valued, codes, days, flags, instants, numbers, related
from negotiations.models import Claim, Negotiation, Party, Proposal
from negotiations.models.accounts import AccountQuerySet


class Live(Valued):
    """What each party says now: neither replaced nor taken back."""

    def filter(self, queryset: AccountQuerySet, value: bool | None) -> AccountQuerySet:
        if value is None:
            return queryset
        return queryset.live() if value else queryset.exclude(pk__in=queryset.live().order_by().values("pk"))


class AccountFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        related("proposal", "proposal", Proposal, key="reference"),
        related("party", "party", Party),
        related("claim", "claim", Claim),
        codes("attribute", AccountAttribute),
        flags("withdrawn"),
        {"live": Live("live", kind=FlagField())},
        days("value_on"),
        days("stated_on"),
        instants("stated_at"),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
    )
    orderings = ("stated_at", "value_on", "recorded_at")
    timeless = ("live",)
