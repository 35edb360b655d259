"""The whole database in one file: with a checksum, and with the head of the audit chain as it stood."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
import zlib
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg.conninfo import make_conninfo

from negotiations.queries.audit import Head, kept_head, verify_chain

MANIFEST, DATA = "manifest.json", "database"
_FORMAT = 1
# What reading a ZIP file raises, by where it is damaged: RuntimeError is for one that says it is locked or of no known
# method, EOFError for one that ends too soon.
_DAMAGED = (OSError, KeyError, ValueError, EOFError, RuntimeError, zlib.error, zipfile.BadZipFile)


class BackupRefusedError(Exception):
    """What cannot be backed up or restored, and why; nothing was changed."""


def back_up(file: Path, *, now: datetime) -> Head:
    """Write everything into `file`, which must not exist yet, readable by its owner alone. Returns the chain's head.

    The file appears when it is complete. SQLite is read in one step that other writers wait for; PostgreSQL by
    pg_dump, in one snapshot.
    """
    if file.exists():
        raise BackupRefusedError(f"{file} exists; name a file that does not.")
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        data, draft = Path(folder, DATA), Path(folder, "backup")
        _copy_out(data)
        head = kept_head()
        told = {
            "format": _FORMAT,
            "engine": connection.vendor,
            "made_at": now.isoformat(),
            "sha256": _checksum(data),
            "head": {"sequence": head.sequence, "hash": head.hash},
        }
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(MANIFEST, json.dumps(told, indent=2))
            packed.write(data, DATA)
        draft.chmod(0o600)
        os.link(draft, file)
    return head


def restore(file: Path) -> Head:
    """Bring an empty database to what `file` holds, and prove it: checksum before, chain and head after."""
    if _holds_a_record():
        raise BackupRefusedError("This database holds a record already; restore into an empty one.")
    with tempfile.TemporaryDirectory() as folder:
        told = _unpacked(file, Path(folder))
        _copy_in(Path(folder, DATA))
    connection.close()
    verdict = verify_chain(Head(told["head"]["sequence"], told["head"]["hash"]))
    if verdict.broken_at is not None:
        raise BackupRefusedError(f"The restored chain breaks at change {verdict.broken_at}: {verdict.reason}.")
    return Head(verdict.rows, verdict.head)


def _unpacked(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(file) as packed:
            told: dict[str, Any] = json.loads(packed.read(MANIFEST))
            with packed.open(DATA) as source, Path(folder, DATA).open("wb") as target:
                shutil.copyfileobj(source, target)
    except _DAMAGED as error:
        raise BackupRefusedError(f"{file} is no backup of Parley, or it is damaged: {error}") from error
    if told.get("engine") != connection.vendor:
        raise BackupRefusedError(f"The backup is of {told.get('engine')}, this database is {connection.vendor}.")
    if told.get("sha256") != _checksum(Path(folder, DATA)):
        raise BackupRefusedError(f"{file} is damaged: its checksum is another one.")
    return told


def _checksum(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _holds_a_record() -> bool:
    tables = connection.introspection.table_names()
    for table in ("negotiations_change", "negotiations_user"):
        if table in tables:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - one of the two names above
                if cursor.fetchone():
                    return True
    return False


def _copy_out(data: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(data)) as target:
            connection.connection.backup(target)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={data}")


def _copy_in(data: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(data)) as source:
            source.backup(connection.connection)
    else:
        how = ("--no-owner", "--no-privileges", "--clean", "--if-exists", "--single-transaction", "--exit-on-error")
        _run("pg_restore", *how, str(data))


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs; the password travels where no list of processes shows it."""
    found = shutil.which(program)
    if found is None:
        raise BackupRefusedError(f"{program} is not installed here; it comes with PostgreSQL's client programs.")
    given = connection.settings_dict
    named = {"host": "HOST", "port": "PORT", "user": "USER", "dbname": "NAME"}
    # DATABASE_URL may say the rest as libpq does: ?host=/run/postgresql&sslmode=verify-full
    rest = {name: value for name, value in given["OPTIONS"].items() if name not in {"pool", "prepare_threshold"}}
    where = make_conninfo(**{name: str(given[key]) for name, key in named.items() if given.get(key)} | rest)
    told = {"PGPASSWORD": str(given["PASSWORD"])} if given.get("PASSWORD") else {}
    answer = subprocess.run(  # noqa: S603
        [found, f"--dbname={where}", *arguments], env=os.environ | told, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        raise BackupRefusedError(f"{program} failed: {answer.stderr.strip()[:500]}")
