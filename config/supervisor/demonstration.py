"""The demonstration's time: a Tuesday in April 2025 that goes on only while the demonstration runs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")
OPENING = datetime(2025, 4, 15, 8, 59, tzinfo=KYIV)
LOADING = OPENING - timedelta(minutes=59)  # when the example record is written, however long that takes
EVERY = timedelta(seconds=2)  # between notes of the time
AHEAD = timedelta(seconds=6)  # a note holds a time not yet reached, so that no crash can turn the clock back


class StoppableClock:
    """A clock at normal speed that stands still while nothing runs and never goes back.

    What it showed is noted in a file. The processes are told when it was set and compute the rest themselves.
    """

    def __init__(self, note: Path) -> None:
        self.note = note
        self.reading = datetime.fromisoformat(note.read_text()) if note.exists() else LOADING
        self.set_at = datetime.now(UTC)
        self.next_note = self.set_at

    def now(self) -> datetime:
        return self.reading + (datetime.now(UTC) - self.set_at)

    def advance_to(self, moment: datetime) -> None:
        """Set it forward; a moment that has passed changes nothing."""
        self.reading, self.set_at = max(moment, self.now()), datetime.now(UTC)

    def environment(self) -> dict[str, str]:
        """What config.clock needs in each process."""
        return {"PARLEY_CLOCK": self.reading.isoformat(), "PARLEY_CLOCK_SET_AT": self.set_at.isoformat()}

    def keep(self) -> None:
        """Note the time, unless it was noted a moment ago."""
        if datetime.now(UTC) >= self.next_note:
            self.next_note = datetime.now(UTC) + EVERY
            self._write(self.now() + AHEAD)

    def stop(self) -> None:
        """Note exactly where it stands."""
        self._write(self.now())

    def _write(self, moment: datetime) -> None:
        draft = self.note.with_suffix(".part")
        draft.write_text(moment.astimezone(UTC).isoformat())
        draft.replace(self.note)
