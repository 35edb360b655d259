from __future__ import annotations

from negotiations.api.records import Records
from negotiations.api.writes.alerts import SEEN, SEND_AGAIN, SKIP, SNOOZE, UNSKIP
from negotiations.api.writes.operations import writable
from negotiations.filters.alerts import AlertFilters
from negotiations.queries.alerts import ALERT


@writable(seen=SEEN, snooze=SNOOZE, skip=SKIP, unskip=UNSKIP, send_again=SEND_AGAIN)
class Alerts(Records):
    """Messages owed to you, and to others in negotiations you lead; newest first."""

    shape = ALERT
    filters = AlertFilters
    order = ("-send_at",)
    unchained = True  # delivering a message is no change of the record
