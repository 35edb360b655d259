from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from negotiations.models import Heartbeat


def test_livez_answers_without_touching_the_database(client: Client) -> None:
    answer = client.get("/livez")
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (
        200,
        b"alive\n",
        "text/plain",
    )


@pytest.mark.django_db
def test_readyz_says_what_is_there(client: Client, settings: Settings, broker_url: str) -> None:
    settings.CELERY_BROKER_URL = broker_url
    answer = client.get("/readyz").json()
    assert {name: answer[name] for name in ("database", "migrations", "broker")} == {
        "database": "ok",
        "migrations": "ok",
        "broker": "ok",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("age", "said"), [(0, "ok"), (30, "ok"), (31, "failed: the last tick was 31 s ago"), (None, "failed: no tick yet")]
)
def test_readyz_says_how_long_ago_the_workers_ticked(
    client: Client, settings: Settings, age: int | None, said: str
) -> None:
    settings.ALERT_TICK_SECONDS = 10
    now = datetime(2025, 4, 15, 9, tzinfo=UTC)
    if age is not None:
        Heartbeat.objects.create(name="tick", beat_at=now - timedelta(seconds=age))
    with time_machine.travel(now, tick=False):
        assert client.get("/readyz").json()["tick"].startswith(said)


@pytest.mark.django_db
def test_readyz_is_503_and_names_the_missing_broker(client: Client, settings: Settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["broker"] == "failed: OperationalError"
    assert answer.json()["database"] == "ok"


def test_a_probe_may_come_under_any_name_and_without_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["parley.example.org"]
    assert Client().get("/livez", headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert Client().get("/accounts/login/", headers={"Host": "10.0.0.7:8000"}).status_code == 400


def test_a_probe_only_reads(client: Client) -> None:
    assert client.post("/livez").status_code == 405
