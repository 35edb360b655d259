"""Every write about alerts: arming, raising, leasing, handing over, and what people do with them."""

from negotiations.actions.alerts.arming import arm_deadline
from negotiations.actions.alerts.attention import (
    restore_stage,
    see_alert,
    send_again,
    skip_alert,
    skip_stage,
    snooze_alert,
)
from negotiations.actions.alerts.escalating import escalate_after
from negotiations.actions.alerts.handing_over import end_unsent, not_written, refuse
from negotiations.actions.alerts.leasing import give_back, lease, recover, release, waiting_batches, waiting_digests
from negotiations.actions.alerts.looking_ahead import due_moments
from negotiations.actions.alerts.previewing import preview, preview_for
from negotiations.actions.alerts.raising import raise_alerts, raise_stages
from negotiations.actions.alerts.reviewing import close_unowed, review
from negotiations.actions.alerts.route import close_route, open_route, route_is_open
from negotiations.actions.alerts.taking_off import Accepted, Written, take_off
from negotiations.actions.alerts.unskipping import unskip_alert

__all__ = [
    "Accepted",
    "Written",
    "arm_deadline",
    "close_route",
    "close_unowed",
    "due_moments",
    "end_unsent",
    "escalate_after",
    "give_back",
    "lease",
    "not_written",
    "open_route",
    "preview",
    "preview_for",
    "raise_alerts",
    "raise_stages",
    "recover",
    "refuse",
    "release",
    "restore_stage",
    "review",
    "route_is_open",
    "see_alert",
    "send_again",
    "skip_alert",
    "skip_stage",
    "snooze_alert",
    "take_off",
    "unskip_alert",
    "waiting_batches",
    "waiting_digests",
]
