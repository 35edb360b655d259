from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.database import database_settings

FILE = Path("/srv/parley with ü/parley.sqlite3")


def test_nothing_given_is_sqlite_that_waits_for_its_turn() -> None:
    assert database_settings("", FILE, pool=10) == {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": "/srv/parley with ü/parley.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL"},
    }


def test_postgresql_keeps_a_pool_of_connections() -> None:
    settings = database_settings("postgresql://parley:p%40ss@db:5433/record?sslmode=require", FILE, pool=4)
    assert (settings["HOST"], settings["PORT"], settings["NAME"], settings["PASSWORD"]) == (
        "db",
        5433,
        "record",
        "p@ss",
    )
    assert settings["OPTIONS"] == {
        "sslmode": "require",
        "pool": {"min_size": 1, "max_size": 4, "timeout": 10},
        "prepare_threshold": 0,
        "options": "-c jit=off",
    }
    assert settings["CONN_MAX_AGE"] == 0


def test_what_the_address_asks_of_the_server_stays() -> None:
    address = "postgresql://parley@db/record?options=-c%20statement_timeout%3D9000"
    settings = database_settings(address, FILE, pool=4)
    assert settings["OPTIONS"]["options"] == "-c statement_timeout=9000 -c jit=off"


def test_a_command_may_do_without_a_pool() -> None:
    assert database_settings("postgres://parley@db/record", FILE, pool=0)["OPTIONS"] == {}


@pytest.mark.parametrize("url", ["mysql://n:secret@drawer/record", "drawer", "postgresql://host:port/x"])
def test_another_kind_of_database_is_refused_without_showing_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL cannot be read; write postgresql://") as refused:
        database_settings(url, FILE, pool=10)
    assert "secret" not in str(refused.value)
