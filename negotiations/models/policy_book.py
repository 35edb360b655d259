"""Which alert policy holds for whom: a person's own goes before the negotiation's."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q

from negotiations.models.subscriptions import AlertPolicy
from negotiations.models.users import User
from negotiations.rules.alert_times import Leads, ReaderHours


class PolicyBook:
    """The policies of some negotiations and everybody's own, read in one statement."""

    def __init__(self, negotiations: Collection[int]) -> None:
        policies = AlertPolicy.objects.unscoped(reason="finds out when readers are told; holds nothing of the record")
        found = policies.filter(Q(negotiation__in=negotiations) | Q(negotiation__isnull=True))
        self._policies = {(policy.negotiation_id, policy.user_id): policy for policy in found}
        self._none = AlertPolicy()

    def of(self, user: int, negotiation: int | None) -> AlertPolicy:
        """The policy by which this person is told about this negotiation."""
        for key in ((negotiation, user), (None, user), (negotiation, None)):
            if policy := self._policies.get(key):
                return policy
        return self._none

    def default(self, negotiation: int) -> AlertPolicy:
        """The negotiation's own."""
        return self._policies.get((negotiation, None), self._none)

    def every(self, negotiation: int) -> list[AlertPolicy]:
        """Every policy by which somebody may be told about this negotiation."""
        there = {negotiation, None}
        return [self.default(negotiation), *(found for key, found in self._policies.items() if key[0] in there)]


def leads_of(policy: AlertPolicy, lead_days: Iterable[int] = ()) -> Leads:
    """What somebody wants by this policy, and so many days before what they asked for besides."""
    return Leads(
        days_before=(*policy.days_before, *lead_days),
        hours_before=tuple(policy.hours_before),
        on_the_day=policy.on_the_day,
        at_passing=policy.at_passing,
        daily_until_settled=policy.daily_until_settled,
    )


def hours_of(policy: AlertPolicy, user: User) -> ReaderHours:
    return ReaderHours(user.time_zone, policy.sending_hour, policy.quiet_from, policy.quiet_until)
