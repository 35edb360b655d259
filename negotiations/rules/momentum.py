"""How an open proposal moves: worked out from the record by stated rules, never typed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from negotiations.enums.proposals import Momentum, MomentumRule


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
    """The momentum and the rule that gave it, with the days that the rule goes by."""

    momentum: Momentum
    rule: MomentumRule
    days: int = 0

    @property
    def because(self) -> str:
        """The rule in words, in the language of whoever reads."""
        return str(self.rule.label) % {"days": self.days}


def momentum_at(pulse: Pulse, now: datetime) -> Reading:
    """Overdue before slipping before stalled before moving: the most pressing one that holds."""
    if pulse.next_due_at is not None and pulse.next_due_at <= now:
        return Reading(Momentum.OVERDUE, MomentumRule.PASSED)
    if pulse.said_to_slip:
        return Reading(Momentum.SLIPPING, MomentumRule.SAID)
    window = timedelta(days=pulse.warning_days)
    near = pulse.next_due_at is not None and pulse.next_due_at - now <= window
    if near and pulse.blocking_conditions:
        rule = MomentumRule.BLOCKED_ONCE if pulse.blocking_conditions == 1 else MomentumRule.BLOCKED
        return Reading(Momentum.SLIPPING, rule, pulse.warning_days)
    quiet = timedelta(days=pulse.stalled_after_days)
    if pulse.last_moved_at is None or now - pulse.last_moved_at > quiet:
        return Reading(Momentum.STALLED, MomentumRule.QUIET, pulse.stalled_after_days)
    return Reading(Momentum.MOVING, MomentumRule.MOVED, pulse.stalled_after_days)
