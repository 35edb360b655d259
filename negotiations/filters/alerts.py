from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from negotiations.enums import AlertKind, AlertState, Channel
from negotiations.filters.base import RecordFilters
from negotiations.filters.fields import FlagField
from negotiations.filters.offers import Valued, codes, instants, numbers, related
from negotiations.models import Deadline, Negotiation, Proposal


class Mine(Valued):
    """Those owed to the reader, or to others in negotiations the reader leads."""

    def filter(self, queryset: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return queryset
        user = self.parent.reader.user
        return queryset.filter(recipient=user) if value else queryset.exclude(recipient=user)


class Snoozed(Valued):
    """Those that somebody put off to a moment still to come."""

    steady = False

    def filter(self, queryset: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return queryset
        put_off = Q(snoozed_until__gt=self.parent.reader.now)
        return queryset.filter(put_off if value else ~put_off)


class AlertFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        related("deadline", "deadline", Deadline),
        related("proposal", "proposal", Proposal, key="reference"),
        {"mine": Mine("recipient", kind=FlagField())},
        {"snoozed": Snoozed("snoozed_until", kind=FlagField())},
        codes("kind", AlertKind),
        codes("state", AlertState),
        codes("channel", Channel),
        instants("occurrence", null=False),
        instants("send_at", null=False),
        instants("sent_at"),
        instants("seen_at"),
        instants("raised_at", null=False),
        numbers("late_seconds", most=2_147_483_647, null=False),
        numbers("id", least=1, null=False),
    )
    orderings = ("send_at", "occurrence", "raised_at", "sent_at")
