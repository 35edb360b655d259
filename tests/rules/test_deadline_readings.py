from dataclasses import dataclass
from datetime import UTC, datetime

from negotiations.rules.deadline_readings import differing, live

THURSDAY, FRIDAY = datetime(2025, 4, 17, tzinfo=UTC), datetime(2025, 4, 18, tzinfo=UTC)


@dataclass(frozen=True)
class Read:
    voice: str
    due_at: datetime | None


def test_each_voice_counts_once_with_its_newest_reading() -> None:
    first, second, other = Read("own", THURSDAY), Read("own", FRIDAY), Read("Russia", THURSDAY)
    assert live([first, other, second], lambda read: read.voice) == [second, other]


def test_only_another_moment_differs() -> None:
    own, agrees, differs, waits = Read("own", FRIDAY), Read("A", FRIDAY), Read("B", THURSDAY), Read("C", None)
    assert differing([own, agrees, differs, waits], lambda read: read.voice, FRIDAY) == [differs]
