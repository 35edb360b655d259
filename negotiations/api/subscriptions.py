from __future__ import annotations

from negotiations.api.records import Records
from negotiations.filters.subscriptions import SubscriptionFilters
from negotiations.queries.subscriptions import SUBSCRIPTION


class Subscriptions(Records):
    """What you watch."""

    shape = SUBSCRIPTION
    filters = SubscriptionFilters
    order = ("id",)
