from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from negotiations.enums import DeadlineKind, DeadlineStatus, Precision, ProposalKind, ProposalStatus
from negotiations.filters.base import RecordFilters
from negotiations.filters.fields import FlagField
from negotiations.filters.offers import Among, Valued, codes, codes_of, days, instants, numbers, related
from negotiations.models import Claim, Condition, Negotiation, Party, Proposal
from negotiations.models.deadlines import DeadlineQuerySet
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES


class Overdue(Valued):
    """Whether it has passed without an outcome on record; on another day, whether it had by then."""

    steady = False

    def filter(self, queryset: DeadlineQuerySet, value: bool | None) -> DeadlineQuerySet:
        if value is None:
            return queryset
        then = self.parent.reader.then
        if then:
            # Q, because the type checker does not know the columns that `as_of` adds.
            overdue = queryset.filter(Q(("status_then__in", OPEN_DEADLINES), ("due_at_then__lte", then.as_of)))
        else:
            overdue = queryset.overdue(self.parent.reader.now)
        return overdue if value else queryset.exclude(pk__in=overdue.order_by().values("pk"))


class Bears(Among):
    """Deadlines of the proposal, or of one of its conditions."""

    def narrowed(self, queryset: QuerySet[Any], named: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(Q(proposal__in=named) | Q(condition__proposal__in=named))


class DeadlineFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        {"proposal": Bears("proposal", Proposal, key="reference")},
        codes_of(("proposal", "condition__proposal"), Proposal, "status", ProposalStatus),
        codes_of(("proposal", "condition__proposal"), Proposal, "kind", ProposalKind),
        related("condition", "condition", Condition, key="reference"),
        related("said_by", "said_by", Party),
        related("claim", "claim", Claim),
        codes("kind", DeadlineKind),
        codes("status", DeadlineStatus),
        codes("due_precision", Precision),
        {"overdue": Overdue("overdue", kind=FlagField())},
        days("due_on"),
        instants("due_at"),
        instants("said_at"),
        days("review_on"),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
    )
    orderings = ("due_at", "said_at", "recorded_at")
    replayed = ("status", "due_on", "due_at", "due_precision")
    timeless = ("proposal__status", "proposal__kind")
