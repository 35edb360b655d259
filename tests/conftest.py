"""Real parts for every test: the database the run was given, and a broker of its own where one is needed."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest
from django.db import connection

from config.supervisor import broker


def pytest_report_header() -> str:
    """Say which engine this run is on."""
    broker_used = os.environ.get("REDIS_URL") or "our own, when a test needs it"
    return f"database: {connection.vendor}; broker: {broker_used}"


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
