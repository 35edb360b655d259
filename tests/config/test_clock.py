from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from config import clock


def test_the_clock_is_the_real_one_unless_shifted(settings: Settings) -> None:
    settings.CLOCK_SHIFT = timedelta(0)
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_shifted_clock_stands_where_it_was_set_and_moves_at_normal_speed(settings: Settings) -> None:
    settings.CLOCK_SHIFT = clock.shift_from("2025-04-15T08:59:00+03:00", "2026-03-01T12:00:00+00:00")
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as real:
        assert clock.now() == datetime(2025, 4, 15, 5, 59, tzinfo=UTC)
        real.shift(90)
        assert clock.now() == datetime(2025, 4, 15, 6, 0, 30, tzinfo=UTC)


def test_nothing_given_is_no_shift() -> None:
    assert clock.shift_from("", "") == timedelta(0)


@pytest.mark.parametrize("instant", ["", "yesterday", "2025-04-15T08:59:00"])
def test_an_instant_without_an_offset_is_refused_by_name(instant: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="PARLEY_CLOCK is"):
        clock.shift_from(instant, "2026-03-01T12:00:00+00:00")
