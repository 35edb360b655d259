from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django.fixtures import Settings

from negotiations.actions.alerts import close_route, raise_alerts
from negotiations.models import Heartbeat
from tests import factories as make
from tests.alerts import kyiv, watcher


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


@pytest.mark.parametrize(
    ("waited", "said"),
    [
        (300, "ok"),
        (301, "failed: an alert has been waiting for 301 s"),
        (-1, "ok"),
    ],
)
def test_readyz_says_how_long_the_oldest_alert_has_waited(client: Client, db: None, waited: int, said: str) -> None:
    truce = make.proposal()
    watcher(truce)
    make.deadline(truce)
    raise_alerts(now=kyiv(15, 8, 59))
    with time_machine.travel(kyiv(15, 9) + timedelta(seconds=waited), tick=False):
        assert client.get("/readyz").json()["alerts"] == said
        close_route(answer="421 too busy", now=kyiv(15, 9))
        away = "; mail server: 421 too busy" if said != "ok" else ""
        assert client.get("/readyz").json()["alerts"] == said + away


@pytest.mark.django_db
def test_readyz_says_that_migrations_wait(client: Client) -> None:
    newest = MigrationRecorder.Migration.objects.filter(app="negotiations").order_by("name").last()
    assert newest is not None
    newest.delete()
    assert client.get("/readyz").json()["migrations"] == "failed: 1 waiting; run manage.py migrate"


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
