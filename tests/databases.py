"""Databases for a run's own use, copied from one in which every table was made once for all its processes."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

PROJECT = Path(__file__).resolve().parents[1]


@contextmanager
def own_database(folder: Path, template: str = "") -> Iterator[str]:
    """A database on the engine that the run is on: a file, or one more on the same server; empty, or as `template`."""
    address = create(folder, template)
    try:
        yield address
    finally:
        drop(address)


@contextmanager
def migrated(shared: Path) -> Iterator[str]:
    """A database with all tables and nothing in them, to copy from, never to connect to.

    The first process of a run to ask makes it, the last to leave drops it; all of them see the folder `shared`.
    """
    with _noted(shared) as note:
        if not note:
            note["address"] = create(shared)
            _migrate(note["address"], shared)
        note["users"] = note.get("users", 0) + 1
        address = note["address"]
    try:
        yield address
    finally:
        with _noted(shared) as note:
            note["users"] -= 1
            if not note["users"]:
                drop(address)
                note.clear()


def create(folder: Path, template: str = "", name: str = "") -> str:
    """A new database, in `folder` where it is a file; what stood under `name` on a server is replaced."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        file = folder / "parley.sqlite3"
        if template:
            copy_file(template, str(file))
        return f"sqlite:///{file}"
    name = name or f"parley_{uuid.uuid4().hex[:12]}"
    address = _beside(server, name)
    drop(address)
    with psycopg.connect(maintenance_database(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_name(template) or "template1"}"')
    return address


def drop(address: str) -> None:
    """End a database on a server, whoever is connected; a file goes with its folder."""
    if address.startswith("postgres"):
        with psycopg.connect(maintenance_database(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{_name(address)}" WITH (FORCE)')


def copy_file(template: str, target: str) -> None:
    """Copy the SQLite database at one address into the file, or the database in memory, that `target` names."""
    source = template.removeprefix("sqlite:///")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target, uri=True)) as new:
        old.backup(new)


def maintenance_database() -> str:
    """The address of the database that every PostgreSQL server has: the one DATABASE_URL names need not exist."""
    return _beside(os.environ["DATABASE_URL"], "postgres")


def _beside(address: str, name: str) -> str:
    head, _, options = address.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


def _name(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]


def _migrate(address: str, folder: Path) -> None:
    surroundings = {"DATABASE_URL": address, "PARLEY_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        env={**os.environ, **surroundings},
        cwd=PROJECT,
        check=True,
    )


@contextmanager
def _noted(shared: Path) -> Iterator[dict[str, object]]:
    """What the processes of a run tell each other, read and written by one at a time."""
    with (shared / "migrated.json").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        note = json.loads(file.read() or "{}")
        yield note
        file.truncate(0)
        file.write(json.dumps(note))
