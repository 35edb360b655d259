"""When what Parley rests on is away, people are told so, and what to do; programs get a problem."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from config.failures import failed
from tests import factories as make


@pytest.fixture
def client(settings: Settings) -> Client:
    settings.ROOT_URLCONF = "tests.config.crashing_urls"
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("way", ["cache", "database"])
def test_what_is_away_is_told_without_asking_it(client: Client, way: str) -> None:
    page, api = client.get(f"/{way}"), client.get(f"/api/{way}")
    assert (page.status_code, page.headers["Retry-After"], api.status_code) == (503, "30", 503)
    assert "Parley cannot answer at the moment." in page.content.decode()
    assert api.json()["type"] == "urn:parley:problem:unavailable"


def test_whoever_seems_to_be_signed_in_keeps_the_sidebar_and_nothing_is_asked() -> None:
    """No database is there for this test."""
    for cookie, wanted in (({settings.SESSION_COOKIE_NAME: "of somebody"}, True), ({}, False)):
        request = RequestFactory().get("/")
        request.COOKIES.update(cookie)
        try:
            raise OperationalError
        except OperationalError:
            answer = failed(request)
        assert isinstance(answer, HttpResponse)
        text = answer.content.decode()
        assert (answer.status_code, "Parley cannot answer" in text) == (503, True)
        assert ['class="rail"' in text, "Corrections" in text] == [wanted, wanted]
        assert ('class="n"' in text, 'class="me"' in text, 'class="look"' in text) == (False, False, False)


@pytest.mark.django_db
def test_what_is_too_large_is_told_as_such(client: Client) -> None:
    answer = client.get("/large")
    assert (answer.status_code, "What you sent is too large." in answer.content.decode()) == (413, True)


@pytest.mark.django_db
def test_any_other_failure_is_ours(client: Client) -> None:
    answer = client.get("/crash")
    assert (answer.status_code, "Something failed on our side." in answer.content.decode()) == (500, True)
    client.force_login(make.user(name="Ada Reader"))
    assert 'class="rail"' in client.get("/crash").content.decode()
    away = client.get("/database")
    told = [
        word in away.content.decode() for word in ("Parley cannot answer", 'class="rail"', "Ada Reader", 'class="n"')
    ]
    assert (away.status_code, told) == (503, [True, True, True, False])


@pytest.mark.django_db
def test_a_failure_is_told_with_a_bare_sidebar_where_that_fails_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(request: HttpRequest) -> None:
        raise RuntimeError

    client.force_login(make.user())
    monkeypatch.setattr("negotiations.dashboard.shell.account_crumbs", broken)
    answer = client.get("/crash")
    text = answer.content.decode()
    assert (answer.status_code, "Something failed on our side." in text, 'class="rail"' in text) == (500, True, True)
    assert 'class="n"' not in text


@pytest.mark.django_db
def test_without_its_cache_server_signing_in_answers_503_and_reading_goes_on(
    client: Client, settings: Settings
) -> None:
    person = make.user(password=make.PASSWORD)
    reading = Client()
    reading.force_login(person)
    # Nothing listens on port 9 of this machine.
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    }
    answer = client.post("/accounts/login/", {"login": person.email, "password": make.PASSWORD})
    assert (answer.status_code, "Try again in a minute" in answer.content.decode()) == (503, True)
    assert reading.get("/").status_code == 200
    assert reading.get("/api/v1/proposals/").status_code == 200


@pytest.mark.django_db
def test_signing_in_asks_for_an_address_and_remembers_nothing(client: Client) -> None:
    text = client.get("/accounts/login/").content.decode()
    assert ('<label for="id_login">E-mail</label>' in text, "Remember" in text) == (True, False)
    assert '<label for="id_email">E-mail</label>' in client.get("/accounts/password/reset/").content.decode()
