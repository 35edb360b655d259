from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from negotiations.enums import Momentum
from negotiations.rules.momentum import Pulse, momentum_at

NOW = datetime(2025, 4, 15, 6, 0, tzinfo=UTC)
CALM = Pulse(
    next_due_at=None,
    last_moved_at=NOW - timedelta(days=1),
    said_to_slip=False,
    blocking_conditions=0,
    warning_days=7,
    stalled_after_days=14,
)
DAY = timedelta(days=1)

CASES = {
    "a recent movement": (CALM, Momentum.MOVING),
    "nothing for a fortnight and a day": (replace(CALM, last_moved_at=NOW - 15 * DAY), Momentum.STALLED),
    "exactly a fortnight": (replace(CALM, last_moved_at=NOW - 14 * DAY), Momentum.MOVING),
    "never moved": (replace(CALM, last_moved_at=None), Momentum.STALLED),
    "a source says so": (replace(CALM, said_to_slip=True), Momentum.SLIPPING),
    "near and blocked": (replace(CALM, next_due_at=NOW + 3 * DAY, blocking_conditions=1), Momentum.SLIPPING),
    "near and clear": (replace(CALM, next_due_at=NOW + 3 * DAY), Momentum.MOVING),
    "far and blocked": (replace(CALM, next_due_at=NOW + 8 * DAY, blocking_conditions=1), Momentum.MOVING),
    "passed": (replace(CALM, next_due_at=NOW), Momentum.OVERDUE),
    "passed, slipping and quiet": (
        replace(CALM, next_due_at=NOW - DAY, said_to_slip=True, last_moved_at=None),
        Momentum.OVERDUE,
    ),
}


@pytest.mark.parametrize(("pulse", "expected"), CASES.values(), ids=CASES)
def test_momentum(pulse: Pulse, expected: Momentum) -> None:
    assert momentum_at(pulse, NOW).momentum is expected
