from __future__ import annotations

from negotiations.api.records import Records
from negotiations.filters.alerts import AlertFilters
from negotiations.queries.alerts import ALERT


class Alerts(Records):
    """Messages owed to you, and to others in negotiations you lead; newest first."""

    shape = ALERT
    filters = AlertFilters
    order = ("-send_at",)
    unchained = True  # delivering a message is no change of the record
