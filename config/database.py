"""Reading DATABASE_URL: PostgreSQL when it names one, else SQLite in a file of our own; and what SQLite can take."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

SQLITE = "django.db.backends.sqlite3"
SCHEMES = {"postgresql", "postgres", "sqlite"}
MOST_VALUES = 32_766


def database_settings(url: str, file: Path, pool: int) -> dict[str, Any]:
    """Return one entry of Django's DATABASES.

    ``url`` is empty for SQLite in ``file``; ``pool`` is the most connections that a process keeps to PostgreSQL,
    0 for none kept. Raises ImproperlyConfigured when the address is of another kind or cannot be read.
    """
    try:
        if url and urlsplit(url).scheme not in SCHEMES:
            raise _refusal()
        database: dict[str, Any] = environ.Env.db_url_config(url) if url else {"ENGINE": SQLITE, "NAME": str(file)}
    except (ValueError, ImproperlyConfigured) as error:
        raise _refusal() from error
    if database["ENGINE"] == SQLITE:
        # IMMEDIATE: a transaction takes the write lock when it begins, so it waits instead of failing half-way.
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL"}
        return database | {"OPTIONS": options}
    options = database.get("OPTIONS", {})
    if pool:
        # What asks to be prepared is, the first time it runs on a connection; Django asks for nothing by itself. An
        # installation that keeps no connections may stand behind a pooler that cannot keep a prepared statement.
        options |= {"pool": {"min_size": 1, "max_size": pool, "timeout": 10}, "prepare_threshold": 0}
        # Statements over tables that were never analysed look dear enough to be compiled, which takes far longer than
        # running them: reading every page once took 91 s with it, 10 s without.
        options["options"] = f"{options.get('options', '')} -c jit=off".strip()
    # The pool keeps connections, so Django must hand them back.
    return database | {"OPTIONS": options, "CONN_MAX_AGE": 0}


def let_take_many_values(*, connection: Any, **_: Any) -> None:
    """Let SQLite take as many values in one statement as it can; Django knows of 999, which is what it once could."""
    if connection.vendor == "sqlite":
        most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = min(most, MOST_VALUES)


def _refusal() -> ImproperlyConfigured:
    # Not quoted, since it may hold a password.
    return ImproperlyConfigured(
        "DATABASE_URL cannot be read; write postgresql://name:password@host:5432/database, or unset it for SQLite."
    )
