from __future__ import annotations

from negotiations.api.records import Records
from negotiations.api.writes.operations import writable
from negotiations.api.writes.subscriptions import UNWATCH, WATCH
from negotiations.filters.subscriptions import SubscriptionFilters
from negotiations.queries.subscriptions import SUBSCRIPTION


@writable(create=WATCH, end=UNWATCH)
class Subscriptions(Records):
    """What you watch."""

    shape = SUBSCRIPTION
    filters = SubscriptionFilters
    order = ("id",)
