"""Every write about alerts: arming, raising, leasing, handing over, and what people do with them."""

from negotiations.actions.alerts.arming import arm_deadline
from negotiations.actions.alerts.handing_over import Accepted, Written, end_unsent, not_written, refuse, take_off
from negotiations.actions.alerts.leasing import lease, recover, release, waiting_batches, waiting_digests
from negotiations.actions.alerts.raising import raise_alerts
from negotiations.actions.alerts.reviewing import close_unowed, review
from negotiations.actions.alerts.route import close_route, open_route, route_is_open

__all__ = [
    "Accepted",
    "Written",
    "arm_deadline",
    "close_route",
    "close_unowed",
    "end_unsent",
    "lease",
    "not_written",
    "open_route",
    "raise_alerts",
    "recover",
    "refuse",
    "release",
    "review",
    "route_is_open",
    "take_off",
    "waiting_batches",
    "waiting_digests",
]
