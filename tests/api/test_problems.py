"""Whatever goes wrong under /api/ is a problem (RFC 9457) with the request's id."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from rest_framework import exceptions

from negotiations.api.problems import MEDIA_TYPE, answer_problem
from tests import factories as make
from tests.api import described
from tests.api.conftest import ApiClient


def told(answer: Any) -> tuple[int, str]:
    """Status and type, after the answer was held against the description."""
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    body = answer.json()
    described.validator("/components/schemas/Problem").validate(body)
    assert body["status"] == answer.status_code
    return answer.status_code, body["type"].removeprefix("urn:parley:problem:")


ADDRESSES: list[tuple[str, str, int, str]] = [
    ("get", "/api/", 404, "not-found"),
    ("get", "/api/v2/proposals/", 404, "not-found"),
    ("get", "/api/v1/proposals", 404, "not-found"),
    ("get", "/api/v1/proposals/P-999/", 404, "not-found"),
    ("get", "/api/v1/proposals/p-1/", 404, "not-found"),
    ("get", "/api/v1/positions/999999999999999999/", 404, "not-found"),
    ("get", "/api/v1/positions/99999999999999999999999/", 404, "not-found"),
    ("get", "/api/v1/proposals/P-1%00/", 404, "not-found"),
    ("post", "/api/v1/alerts/", 405, "method-not-allowed"),
    ("delete", "/api/v1/proposals/P-1/", 405, "method-not-allowed"),
    ("options", "/api/v1/proposals/", 405, "method-not-allowed"),
]


@pytest.mark.parametrize(("method", "address", "status", "slug"), ADDRESSES)
def test_an_address_or_method_that_is_not_there(
    api: ApiClient, method: str, address: str, status: int, slug: str
) -> None:
    assert told(getattr(api, method)(address)) == (status, slug)


def test_the_request_id_is_the_one_in_the_header(api: ApiClient) -> None:
    answer = api.get("/api/v1/nothing/", headers={"X-Request-ID": "mine-1"})
    assert answer.json()["request_id"] == answer.headers["X-Request-ID"] == "mine-1"


@pytest.mark.django_db
def test_nobody_signed_in_is_401_and_not_403() -> None:
    answer = Client().get("/api/v1/proposals/")
    assert told(answer) == (401, "not-signed-in")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="parley"'


def test_whoever_was_shut_out_is_nobody(api: ApiClient, talks: Any) -> None:
    talks.lead.is_active = False
    talks.lead.save()
    assert told(api.get("/api/v1/proposals/")) == (401, "not-signed-in")


@pytest.mark.django_db
def test_writing_without_the_token_of_the_page_is_403() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user())
    assert told(client.post("/api/v1/proposals/", {}, content_type="application/json")) == (403, "not-permitted")


def test_a_media_type_that_is_not_offered_is_406(api: ApiClient) -> None:
    assert told(api.get("/api/v1/proposals/", headers={"Accept": "text/html"})) == (406, "not-acceptable")


RAISED: list[tuple[Exception, int, str]] = [
    (RequestDataTooBig("5 MB"), 413, "too-large"),
    (exceptions.UnsupportedMediaType("text/yaml"), 415, "unsupported-media-type"),
    (exceptions.ParseError("no JSON"), 400, "invalid-request"),
    (exceptions.Throttled(wait=2.5), 429, "too-many-requests"),
    (ZeroDivisionError("secret"), 500, "internal-error"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("error", "status", "slug"), RAISED)
def test_whatever_is_raised_becomes_a_problem(error: Exception, status: int, slug: str) -> None:
    answer = answer_problem(error, {"request": RequestFactory().get("/api/v1/")})
    assert answer.status_code == status
    assert slug in answer.content.decode()
    assert "secret" not in answer.content.decode()


def test_a_wait_is_told_in_whole_seconds() -> None:
    answer = answer_problem(exceptions.Throttled(wait=2.5), {})
    assert answer.headers["Retry-After"] == "3"


def test_a_key_that_stands_twice_in_an_object_is_named(api: ApiClient) -> None:
    body = '{"name": "Outlet", "names": [{"a": 1}], "\\u006eame": "Another"}'
    answer = api.post("/api/v1/sources/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:parley:problem:invalid-request")
    assert "an object has the key “name” twice" in answer.json()["detail"]


def test_a_post_to_an_address_that_is_none_is_a_problem_too() -> None:
    strict = ApiClient(enforce_csrf_checks=True)
    answer = strict.post("/api/v1/webhooks/x/test/", {}, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
