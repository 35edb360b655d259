"""Which readings of a deadline still count: the newest of each voice."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A reading; `due_at` is None while it waits for an event."""

    @property
    def due_at(self) -> datetime | None: ...


R = TypeVar("R", bound=Dated)


def live(readings: Iterable[R], voice: Callable[[R], Hashable]) -> list[R]:
    """The newest reading of each voice (a party, or None: the record's own), from readings that come oldest first."""
    newest: dict[Hashable, R] = {}
    for reading in readings:
        newest[voice(reading)] = reading
    return list(newest.values())


def differing(readings: Iterable[R], voice: Callable[[R], Hashable], goes_by: datetime | None) -> list[R]:
    """The live readings that name another moment than the one a deadline goes by."""
    return [reading for reading in live(readings, voice) if reading.due_at is not None and reading.due_at != goes_by]
