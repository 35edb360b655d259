import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.databases import own_database
from tests.faults.installation import Installation, OwnBroker
from tests.mail_sink import MailSink, Step

READERS = 120
# What the clock of every installation shows when its test begins: far from the readers' hour of sending, whatever the
# time of day, lest a mail of the next day goes out while the test lets minutes pass.
OPENING = datetime(2025, 5, 14, 10, tzinfo=UTC)


def in_its_own_time(step: Step) -> None:
    """A mail server takes a few milliseconds for a message, so that a kill can fall between."""
    if step.verb == "DOT":
        time.sleep(0.01)


def until_opening() -> timedelta:
    """How far the clock that the tests see stands from the real one."""
    return OPENING - datetime.now(UTC)


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[OwnBroker]:
    server = OwnBroker(tmp_path / "broker")
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory, migrated: str) -> Iterator[str]:
    """A database in which every reader is owed one mail, built once and copied for each test."""
    folder = tmp_path_factory.mktemp("scene")
    with own_database(folder, template=migrated) as database:
        place = Installation(
            folder, database, "redis://127.0.0.1:1/0", MailSink(), ahead=until_opening() - timedelta(hours=1)
        )
        built = place.python("-m", "tests.faults.scene", str(READERS))
        assert built.returncode == 0, built.stderr
        yield database


@pytest.fixture
def installation(tmp_path: Path, own_broker: OwnBroker, scene: str) -> Iterator[Installation]:
    """A whole installation whose readers are all owed one mail now."""
    sink = MailSink(answer=in_its_own_time)
    sink.start()
    with own_database(tmp_path, template=scene) as database:
        place = Installation(tmp_path, database, own_broker.found.url, sink, ahead=until_opening())
        yield place
        place.close()
    sink.close()
