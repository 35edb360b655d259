"""How much time a deadline leaves, and how near that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SOON = timedelta(hours=72)
NEAR = timedelta(days=7)


class Nearness(StrEnum):
    """How pressing a moment is; a deadline is over from its very instant on."""

    OVER = "over"
    SOON = "soon"
    NEAR = "near"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Whole days, hours and minutes between now and a moment, rounded down; `over` when it has passed."""

    days: int
    hours: int
    minutes: int
    over: bool
    nearness: Nearness


def time_left(until: datetime, now: datetime) -> TimeLeft:
    """The time from `now` to `until`, both aware. Soon is 72 hours or less, near is 7 days or less."""
    gap = until - now
    over = gap <= timedelta(0)
    minutes = abs(gap) // timedelta(minutes=1)
    return TimeLeft(
        days=minutes // 1440,
        hours=minutes % 1440 // 60,
        minutes=minutes % 60,
        over=over,
        nearness=_nearness(gap),
    )


def _nearness(gap: timedelta) -> Nearness:
    if gap <= timedelta(0):
        return Nearness.OVER
    if gap <= SOON:
        return Nearness.SOON
    return Nearness.NEAR if gap <= NEAR else Nearness.FAR
