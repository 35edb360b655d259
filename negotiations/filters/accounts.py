from __future__ import annotations

from negotiations.enums import AccountAttribute, ProposalKind, ProposalStatus
from negotiations.filters.base import RecordFilters
from negotiations.filters.fields import FlagField
from negotiations.filters.offers import Valued, codes, codes_of, days, flags, instants, numbers, related
from negotiations.models import Account, Claim, Negotiation, Party, Proposal
from negotiations.models.accounts import AccountQuerySet


class Live(Valued):
    """What each party says now, or said on the day looked at: neither replaced nor taken back."""

    def filter(self, queryset: AccountQuerySet, value: bool | None) -> AccountQuerySet:
        if value is None:
            return queryset
        given = Account.objects.visible_to(self.parent.reader.user)
        then = self.parent.reader.then
        if then:
            given = given.as_of(then.as_of, known_at=then.known_at)
        live = queryset.live(given, known_at=then.known_at if then else None)
        return live if value else queryset.exclude(pk__in=live.order_by().values("pk"))


class AccountFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        related("proposal", "proposal", Proposal, key="reference"),
        codes_of(("proposal",), Proposal, "status", ProposalStatus),
        codes_of(("proposal",), Proposal, "kind", ProposalKind),
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
    timeless = ("proposal__status", "proposal__kind")
