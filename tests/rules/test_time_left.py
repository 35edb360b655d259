from datetime import UTC, datetime, timedelta

import pytest

from negotiations.rules.time_left import Nearness, TimeLeft, time_left

NOW = datetime(2025, 4, 15, 9, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (timedelta(days=24, seconds=1), TimeLeft(24, 0, 0, False, Nearness.FAR)),
        (timedelta(days=7, minutes=1), TimeLeft(7, 0, 1, False, Nearness.FAR)),
        (timedelta(days=7), TimeLeft(7, 0, 0, False, Nearness.NEAR)),
        (timedelta(days=3, hours=11, minutes=19, seconds=59), TimeLeft(3, 11, 19, False, Nearness.NEAR)),
        (timedelta(hours=72), TimeLeft(3, 0, 0, False, Nearness.SOON)),
        (timedelta(minutes=42, seconds=59), TimeLeft(0, 0, 42, False, Nearness.SOON)),
        (timedelta(0), TimeLeft(0, 0, 0, True, Nearness.OVER)),
        (-timedelta(days=2, hours=3, seconds=30), TimeLeft(2, 3, 0, True, Nearness.OVER)),
    ],
)
def test_time_is_rounded_down_and_judged(gap: timedelta, expected: TimeLeft) -> None:
    assert time_left(NOW + gap, NOW) == expected


def test_a_clock_change_does_not_add_an_hour() -> None:
    kyiv_before = datetime.fromisoformat("2025-03-29T18:00:00+02:00")
    kyiv_after = datetime.fromisoformat("2025-03-30T18:00:00+03:00")
    assert time_left(kyiv_after, kyiv_before) == TimeLeft(0, 23, 0, False, Nearness.SOON)
