import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.faults.installation import Installation, OwnBroker, own_database
from tests.mail_sink import MailSink, Step

READERS = 120


def in_its_own_time(step: Step) -> None:
    """A mail server takes a few milliseconds for a message, so that a kill can fall between."""
    if step.verb == "DOT":
        time.sleep(0.01)


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[OwnBroker]:
    server = OwnBroker(tmp_path / "broker")
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="session")
def migrated(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A database with all tables and nothing in them: a copy of the one that the other tests go back to."""
    folder = tmp_path_factory.mktemp("migrated")
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            file = folder / "parley.sqlite3"
            connection.ensure_connection()
            with closing(sqlite3.connect(file)) as copy:
                connection.connection.backup(copy)
            yield f"sqlite:///{file}"
            return
        # A server copies only what nobody is connected to.
        connection.close()
        connection.close_pool()
        with own_database(folder, template=f"postgresql:///{connection.settings_dict['NAME']}") as database:
            yield database


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory, migrated: str) -> Iterator[str]:
    """A database in which every reader is owed one mail, built once and copied for each test."""
    folder = tmp_path_factory.mktemp("scene")
    with own_database(folder, template=migrated) as database:
        place = Installation(folder, database, "redis://127.0.0.1:1/0", MailSink())
        built = place.python("-m", "tests.faults.scene", str(READERS))
        assert built.returncode == 0, built.stderr
        yield database


@pytest.fixture
def installation(tmp_path: Path, own_broker: OwnBroker, scene: str) -> Iterator[Installation]:
    """A whole installation whose readers are all owed one mail now."""
    sink = MailSink(answer=in_its_own_time)
    sink.start()
    with own_database(tmp_path, template=scene) as database:
        place = Installation(tmp_path, database, own_broker.found.url, sink)
        yield place
        place.close()
    sink.close()
