"""Real parts for every test: the database the run was given, and a broker of its own where one is needed."""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection
from pytest_django.fixtures import Settings

from config.supervisor import broker
from tests import databases
from tests.mail_sink import MailSink

if TYPE_CHECKING:
    from tests.alerts import Office


def pytest_configure() -> None:
    """Have every answer of the API held against its description: after whatever compresses it, before all else."""
    at = settings.MIDDLEWARE.index("config.middleware.compressed.CompressedPagesMiddleware") + 1
    settings.MIDDLEWARE.insert(at, "tests.api.described.Described")


def pytest_report_header() -> str:
    """Say which engine this run is on."""
    broker_used = os.environ.get("REDIS_URL") or "our own, when a test needs it"
    return f"database: {connection.vendor}; broker: {broker_used}"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database with all tables and nothing in them, to copy from."""
    folder = tmp_path_factory.getbasetemp()
    with databases.migrated(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) as address:
        yield address


@pytest.fixture(scope="session")
def django_db_keepdb(migrated: str, django_db_modify_db_settings: None) -> Iterator[bool]:
    """Have the tests go back to a copy of it, since to make every table anew takes each process ten times as long."""
    name = connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(name, uri=True)):  # in memory: there as long as somebody is connected
            databases.copy_file(migrated, name)
            yield True
        return
    address = databases.create(Path(), migrated, name)
    yield True
    databases.drop(address)


@pytest.fixture(autouse=True)
def as_often_as_they_like(settings: Settings) -> None:
    """Tests ask the API thousands of times a minute; those of the limits set their own."""
    settings.API_RATE = settings.EXPORT_RATE = 0


@pytest.fixture(scope="session")
def broker_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running broker: the one in REDIS_URL, else one started for this session."""
    if given := os.environ.get("REDIS_URL"):
        yield given
        return
    found = broker.find()
    server = subprocess.Popen(
        found.command(tmp_path_factory.mktemp("broker")), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 20
        while not found.socket.exists():
            assert server.poll() is None, "the broker did not start"
            assert time.monotonic() < deadline, "the broker made no socket"
            time.sleep(0.05)
        yield found.url
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(found.folder, ignore_errors=True)


@pytest.fixture
def sink(settings: Settings) -> Iterator[MailSink]:
    """A running mail server that Django's settings point at."""
    server = MailSink()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 60
    yield server
    server.close()


@pytest.fixture
def office(sink: MailSink, db: None) -> Iterator["Office"]:
    """Parley at work on the test's own clock, delivering into the sink."""
    from tests.alerts import Office  # noqa: PLC0415  models are loaded by then

    place = Office()
    yield place
    place.post.transport.close()
