from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from config.middleware.headers import HeadersMiddleware
from config.middleware.request_id import RequestIdMiddleware
from config.request_id import request_id

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", ["/livez", "/no-such-page", "/accounts/login/", "/admin/"])
@pytest.mark.django_db
def test_every_answer_carries_the_policy_and_stays_out_of_caches(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_an_answer_to_a_crash_carries_the_policy_too(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.config.crashing_urls"
    answer = Client(raise_request_exception=False).get("/crash")
    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"] == POLICY


def test_a_view_may_set_a_policy_of_its_own() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'self'"})

    answer = HeadersMiddleware(view)(RequestFactory().get("/"))
    assert answer.headers["Content-Security-Policy"] == "default-src 'self'"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abc-1.2_3", True), ("", False), ("two words", False), ("x" * 65, False), ("a\nb", False)],
)
def test_a_harmless_request_number_is_kept_and_any_other_replaced(given: str, kept: bool) -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request_id.get())
        return HttpResponse()

    answer = RequestIdMiddleware(view)(RequestFactory().get("/", headers={"X-Request-ID": given}))
    assert seen == [answer.headers["X-Request-ID"]]
    assert (seen == [given]) is kept
    assert request_id.get() == ""


@pytest.fixture
def signed_in(db: None) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_user("ada", "ada@example.org", "correct horse battery"))
    return client


def status_at(client: Client, moment: datetime) -> int:
    """What a page for signed-in people answers at a moment."""
    with time_machine.travel(moment, tick=False):
        return client.get("/accounts/password/change/").status_code


def test_a_session_ends_after_half_an_hour_without_a_request(signed_in: Client) -> None:
    start = datetime.now(UTC).replace(microsecond=0)
    assert status_at(signed_in, start) == 200
    assert status_at(signed_in, start + timedelta(minutes=29)) == 200
    assert status_at(signed_in, start + timedelta(minutes=58)) == 200
    assert status_at(signed_in, start + timedelta(minutes=89)) == 302


def test_a_session_ends_twelve_hours_after_signing_in_however_busy(signed_in: Client) -> None:
    start = datetime.now(UTC).replace(microsecond=0)
    busy = [status_at(signed_in, start + timedelta(minutes=20 * step)) for step in range(36)]
    assert busy == [200] * 36
    assert status_at(signed_in, start + timedelta(hours=12)) == 302
