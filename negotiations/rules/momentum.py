"""How an open proposal moves: worked out from the record by stated rules, never typed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from negotiations.enums.proposals import Momentum


@dataclass(frozen=True, slots=True)
class Pulse:
    """What momentum is worked out from; all instants are UTC.

    `next_due_at` is the earliest deadline without an outcome, `last_moved_at` the newest sourced movement (status,
    position, account, progress, event). `said_to_slip` is set when the newest trend assessment says so.
    """

    next_due_at: datetime | None
    last_moved_at: datetime | None
    said_to_slip: bool
    blocking_conditions: int
    warning_days: int
    stalled_after_days: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The momentum and the rule that gave it, in words."""

    momentum: Momentum
    because: str


def momentum_at(pulse: Pulse, now: datetime) -> Reading:
    """Overdue before slipping before stalled before moving: the most pressing one that holds."""
    if pulse.next_due_at is not None and pulse.next_due_at <= now:
        return Reading(Momentum.OVERDUE, "a deadline has passed and no outcome is on record")
    if pulse.said_to_slip:
        return Reading(Momentum.SLIPPING, "a source says that it is slipping")
    window = timedelta(days=pulse.warning_days)
    near = pulse.next_due_at is not None and pulse.next_due_at - now <= window
    if near and pulse.blocking_conditions:
        open_ones = "a condition still blocks" if pulse.blocking_conditions == 1 else "conditions still block"
        return Reading(
            Momentum.SLIPPING, f"its nearest deadline is within {pulse.warning_days} days and {open_ones} it"
        )
    quiet = timedelta(days=pulse.stalled_after_days)
    if pulse.last_moved_at is None or now - pulse.last_moved_at > quiet:
        return Reading(Momentum.STALLED, f"no sourced movement for {pulse.stalled_after_days} days")
    return Reading(Momentum.MOVING, f"moved within the last {pulse.stalled_after_days} days")
