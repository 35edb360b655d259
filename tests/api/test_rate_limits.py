"""Too many requests are refused with a wait, caller by caller, and every answer says how many are left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings

from config import clock
from negotiations.actions.tokens import make_token
from negotiations.enums import TokenScope
from tests import factories as make
from tests import world
from tests.api.conftest import ApiClient

MEMORY = "django.core.cache.backends.locmem.LocMemCache"
REDIS = "django.core.cache.backends.redis.RedisCache"


@pytest.fixture(params=["in the process", "in a server"])
def counted(request: pytest.FixtureRequest, settings: Any) -> None:
    """Three requests a minute, two files; the clock stands at the beginning of a minute.

    The server is other tests' too, so nothing in it is cleared.
    """
    where = {"BACKEND": MEMORY, "LOCATION": request.node.name}
    if request.param == "in a server":
        where = {"BACKEND": REDIS, "LOCATION": request.getfixturevalue("broker_url").replace("redis+socket", "unix")}
    settings.CACHES = {"default": {**where, "KEY_PREFIX": uuid4().hex}}
    settings.API_RATE, settings.EXPORT_RATE = 3, 2
    settings.CLOCK_SHIFT = timedelta(seconds=61 - clock.now().second)


@pytest.mark.usefixtures("counted")
def test_what_is_over_the_limit_is_refused_until_the_window_is_over(api: ApiClient, settings: Any) -> None:
    answers = [api.get("/api/v1/") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["RateLimit"].split(";t=")[0] for answer in answers] == [
        f'"requests";r={left}' for left in (2, 1, 0, 0)
    ]
    refused = answers[-1]
    assert refused.headers["RateLimit-Policy"] == '"requests";q=3;w=60'
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.json()["type"] == "urn:parley:problem:too-many-requests"
    settings.CLOCK_SHIFT += timedelta(seconds=int(refused.headers["Retry-After"]))
    assert api.get("/api/v1/").status_code == 200


@pytest.mark.usefixtures("counted")
def test_each_caller_and_files_are_counted_apart(api: ApiClient, talks: world.World) -> None:
    now = clock.now()
    token = make_token(name="x", scopes=list(TokenScope), expires_at=now + timedelta(days=1), actor=talks.lead, now=now)
    program = ApiClient(headers={"Authorization": f"Bearer {token.shown_once['token']}"})
    other = ApiClient()
    other.force_login(make.user())
    for client in (api, program, other):
        assert [client.get("/api/v1/").status_code for _ in range(4)][-2:] == [200, 429]
    files = [program.get("/api/v1/sources/?format=csv").status_code for _ in range(3)]
    assert files == [200, 200, 429]


def test_without_a_limit_nothing_is_counted(api: ApiClient) -> None:
    with override_settings(API_RATE=0):
        assert "RateLimit" not in api.get("/api/v1/").headers
