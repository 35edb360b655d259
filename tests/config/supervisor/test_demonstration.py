from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from config.clock import shift_from
from config.supervisor import demonstration
from config.supervisor.demonstration import LOADING, OPENING, StoppableClock

REAL = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def real() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(REAL, tick=False) as traveller:
        yield traveller


def test_it_begins_with_loading_and_opens_a_minute_before_nine(tmp_path: Path, real: time_machine.Traveller) -> None:
    clock = StoppableClock(tmp_path / "clock")
    assert clock.now() == LOADING
    real.shift(95)
    clock.advance_to(OPENING)
    assert clock.now() == datetime(2025, 4, 15, 8, 59, tzinfo=demonstration.KYIV)
    real.shift(60)
    assert clock.now() == OPENING + timedelta(minutes=1)


def test_what_the_processes_are_told_gives_the_same_time(tmp_path: Path, real: time_machine.Traveller) -> None:
    clock = StoppableClock(tmp_path / "clock")
    clock.advance_to(OPENING)
    told = clock.environment()
    real.shift(30)
    shift = shift_from(told["PARLEY_CLOCK"], told["PARLEY_CLOCK_SET_AT"])
    assert datetime.now(UTC) + shift == clock.now()


def test_it_stands_still_while_stopped(tmp_path: Path, real: time_machine.Traveller) -> None:
    clock = StoppableClock(tmp_path / "clock")
    clock.advance_to(OPENING)
    real.shift(600)
    clock.stop()
    real.shift(86_400)
    again = StoppableClock(tmp_path / "clock")
    again.advance_to(OPENING)
    assert again.now() == OPENING + timedelta(minutes=10)


def test_after_a_crash_it_is_never_behind_what_it_showed(tmp_path: Path, real: time_machine.Traveller) -> None:
    clock = StoppableClock(tmp_path / "clock")
    clock.advance_to(OPENING)
    shown = []
    for _ in range(20):
        real.shift(1)
        clock.keep()
        shown.append(clock.now())
    assert StoppableClock(tmp_path / "clock").now() >= max(shown)
    assert [path.name for path in tmp_path.iterdir()] == ["clock"]


def test_it_is_never_set_back(tmp_path: Path, real: time_machine.Traveller) -> None:
    clock = StoppableClock(tmp_path / "clock")
    clock.advance_to(OPENING + timedelta(hours=1))
    clock.advance_to(OPENING)
    assert clock.now() == OPENING + timedelta(hours=1)
