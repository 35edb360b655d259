from __future__ import annotations

from negotiations.api.records import Records
from negotiations.api.writes.alerts import CHANGE_ADDRESS, SEEN, SEND_AGAIN, SEND_TO_ANOTHER, SKIP, SNOOZE, UNSKIP
from negotiations.api.writes.operations import writable
from negotiations.filters.alerts import AlertFilters
from negotiations.queries.alerts import ALERT


@writable(
    seen=SEEN,
    snooze=SNOOZE,
    skip=SKIP,
    unskip=UNSKIP,
    send_again=SEND_AGAIN,
    change_address=CHANGE_ADDRESS,
    send_to_another=SEND_TO_ANOTHER,
)
class Alerts(Records):
    """Messages owed to you, and to others in negotiations you lead; newest first."""

    shape = ALERT
    filters = AlertFilters
    order = ("-send_at",)
    unchained = True  # delivering a message is no change of the record
