"""Programs with a token: as much as the person may, less where the token says so, nothing once it has ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from config import clock
from negotiations.actions.tokens import make_token, revoke_token
from negotiations.actions.users import disable_user
from negotiations.enums import TokenScope
from negotiations.models import ApiToken, Change, Membership, User
from tests import factories as make
from tests import world
from tests.api.conftest import ApiClient

READ = (TokenScope.READ,)


def token(person: Any, **given: Any) -> tuple[ApiToken, str]:
    now = clock.now()
    known = {"name": "Wire", "scopes": READ, "expires_at": now + timedelta(days=1), "actor": None, "now": now}
    made = make_token(person=person, **known | given)
    return made, made.shown_once["token"]


def shown(secret: str) -> ApiClient:
    return ApiClient(headers={"Authorization": f"Bearer {secret}"})


def test_a_token_reads_what_its_person_may(api: ApiClient, talks: world.World) -> None:
    _, secret = token(talks.lead)
    for address in ("/api/v1/", "/api/v1/proposals/", "/api/v1/proposals/P-1/", "/api/v1/schema/"):
        assert shown(secret).get(address).content == api.get(address).content


@pytest.mark.parametrize(
    "header", ["Bearer parley_none", "Bearer", "Basic bmFtZTpwdw==", "Token abc", "Bearer " + "x" * 9000]
)
def test_what_is_no_token_is_401_and_says_how_to_show_one(talks: world.World, header: str) -> None:
    answer = ApiClient(headers={"Authorization": header}).get("/api/v1/proposals/")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (
        401,
        'Bearer realm="parley", error="invalid_token"',
    )


def test_whoever_shows_a_token_is_judged_by_it_alone(api: ApiClient) -> None:
    assert api.get("/api/v1/proposals/", headers={"Authorization": "Bearer parley_none"}).status_code == 401


def test_each_scope_opens_its_own_doors_only(talks: world.World) -> None:
    reads, writes = shown(token(talks.lead)[1]), shown(token(talks.lead, scopes=[TokenScope.WRITE])[1])
    question = {"text": "ends Friday", "reference": "2025-04-14T12:00", "tz": "Europe/Kyiv"}
    statuses = {
        name: (
            client.get("/api/v1/proposals/").status_code,
            client.post("/api/v1/deadlines/resolve/", question, content_type="application/json").status_code,
        )
        for name, client in {"read": reads, "write": writes}.items()
    }
    assert statuses == {"read": (200, 200), "write": (403, 403)}
    refused = writes.get("/api/v1/proposals/").json()
    assert (refused["type"], "read" in refused["detail"]) == ("urn:parley:problem:not-permitted", True)


def test_a_confined_token_knows_only_its_negotiations(talks: world.World) -> None:
    other = world.build(mark="elsewhere", restricted=True)
    make.member(other.negotiation, talks.lead)
    _, secret = token(talks.lead, negotiations=[talks.negotiation])
    client = shown(secret)
    for noun in ("negotiations", "proposals", "claims", "events", "changes"):
        for row in client.get(f"/api/v1/{noun}/?page_size=200").json()["results"]:
            assert "elsewhere" not in str(row), (noun, row)
    assert client.get(f"/api/v1/proposals/{other.proposal.reference}/").status_code == 404
    assert client.get("/api/v1/proposals/P-1/").status_code == 200
    # Leaving the negotiation leaves the token with nothing.
    Membership.objects.unscoped(reason="test").filter(user=talks.lead).delete()
    type(talks.lead).objects.filter(pk=talks.lead.pk).update(is_staff=False)
    assert client.get("/api/v1/proposals/").json()["results"] == []


def test_tokens_are_listed_to_their_own_person_and_never_to_a_token(api: ApiClient, talks: world.World) -> None:
    token(make.user())
    own, secret = token(talks.lead, negotiations=[talks.negotiation])
    (row,) = api.get("/api/v1/tokens/").json()["results"]
    assert (row["id"], row["prefix"], row["scopes"], row["negotiations"]) == (own.pk, secret[:13], ["read"], ["N-1"])
    assert api.get(f"/api/v1/tokens/{own.pk}/").json() == row
    assert shown(secret).get("/api/v1/tokens/").status_code == 401


def test_a_person_makes_and_revokes_their_own(api: ApiClient, talks: world.World) -> None:
    body = {"name": "Wire", "scopes": ["read"], "negotiations": ["N-1"], "expires_at": later().isoformat()}
    made = api.post("/api/v1/tokens/", body, content_type="application/json")
    assert made.status_code == 201, made.content
    secret, address = made.json()["token"], made.headers["Location"]
    assert "token" not in api.get(address).json()
    assert shown(secret).get("/api/v1/proposals/").status_code == 200
    assert shown(secret).post("/api/v1/tokens/", body, content_type="application/json").status_code == 401
    assert api.post(f"{address}revoke/", content_type="application/json").json()["revoked_at"] is not None
    assert shown(secret).get("/api/v1/proposals/").status_code == 401
    assert api.get(address).json()["revoked_at"] is not None


def test_the_tokens_of_others_are_not_there(api: ApiClient) -> None:
    other, secret = token(make.user())
    assert api.post(f"/api/v1/tokens/{other.pk}/revoke/", content_type="application/json").status_code == 404
    assert shown(secret).get("/api/v1/").status_code == 200


def later() -> datetime:
    return clock.now() + timedelta(days=1)


def test_the_secret_is_kept_nowhere(talks: world.World) -> None:
    row, secret = token(talks.lead)
    kept = repr(ApiToken.objects.unscoped(reason="test").values().get(pk=row.pk))
    kept += repr([change.after for change in Change.objects.unscoped(reason="test").filter(noun="apitoken")])
    assert secret not in kept
    assert secret[:13] in kept
    assert "secret_hash" not in repr(Change.objects.unscoped(reason="test").get(noun="apitoken").after)


def test_use_is_noted_once_an_hour(talks: world.World) -> None:
    row, secret = token(talks.lead)
    now = clock.now()
    shown(secret).get("/api/v1/")
    row.refresh_from_db()
    first = row.last_used_at
    shown(secret).get("/api/v1/")
    row.refresh_from_db()
    assert first is not None
    assert (first >= now, row.last_used_at) == (True, first)


@pytest.fixture
def shared_cache(broker_url: str) -> Iterator[None]:
    """A cache in a server of its own, as the large install has; never cleared, as that would empty the queues."""
    address = broker_url.replace("redis+socket", "unix")
    backend = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address, "KEY_PREFIX": uuid4().hex}
    with override_settings(CACHES={"default": backend}, SHARED_CACHE=True):
        yield


def endings(row: ApiToken, person: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "revoked": lambda: revoke_token(token=row, actor=person, now=now),
        "shut out": lambda: disable_user(user=person, actor=None, now=now, reason="Left."),
        "expired": lambda: ApiToken.objects.unscoped(reason="test").filter(pk=row.pk).update(expires_at=now),
    }


@pytest.mark.parametrize("how", ["revoked", "shut out", "expired"])
def test_a_token_that_has_ended_is_shut_at_once(talks: world.World, how: str) -> None:
    row, secret = token(talks.lead)
    assert shown(secret).get("/api/v1/").status_code == 200
    endings(row, talks.lead)[how]()
    assert shown(secret).get("/api/v1/").status_code == 401


@pytest.mark.parametrize("how", ["revoked", "shut out"])
@pytest.mark.usefixtures("shared_cache")
def test_a_remembered_token_costs_no_statement_and_ends_at_once(talks: world.World, how: str) -> None:
    row, secret = token(talks.lead)
    assert shown(secret).get("/api/v1/").status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert shown(secret).get("/api/v1/").status_code == 200
    tables = (ApiToken._meta.db_table, User._meta.db_table)
    assert [each["sql"] for each in captured if any(f'"{table}"' in each["sql"] for table in tables)] == []
    endings(row, talks.lead)[how]()
    for _ in range(2):
        assert shown(secret).get("/api/v1/").status_code == 401


@pytest.mark.usefixtures("shared_cache")
def test_a_look_up_that_began_before_a_token_ended_is_not_remembered(talks: world.World) -> None:
    """Between reading the row and keeping it, another process ends the token."""
    row, secret = token(talks.lead)
    ApiToken.objects.unscoped(reason="test").filter(pk=row.pk).forget()
    found = ApiToken.objects.shown(secret, clock.now())
    assert found == row
    found.remember()
    ApiToken.objects.unscoped(reason="test").filter(pk=row.pk).update(revoked_at=clock.now())
    assert ApiToken.objects.shown(secret, clock.now()) is None
