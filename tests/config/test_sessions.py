"""Sessions: one's own are listed and ended, old ones end by themselves, disabling a person ends all at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.cache import cache
from django.test import Client

from negotiations.actions.users import disable_user
from negotiations.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_attempts_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(user: User, password: str = make.PASSWORD) -> tuple[Client, int]:
    client = Client()
    return client, client.post("/accounts/login/", {"login": user.email, "password": password}).status_code


def inside(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_own_sessions_are_listed_and_the_others_ended() -> None:
    user = make.user(password=make.PASSWORD)
    (here, status), (elsewhere, _) = sign_in(user), sign_in(user)
    assert status == 302
    assert here.get("/accounts/sessions/").content.decode().count("127.0.0.1") == 2
    here.post("/accounts/sessions/")
    assert (inside(here), inside(elsewhere)) == (True, False)


def test_disabling_a_person_ends_every_session_at_once() -> None:
    user, bystander = make.user(password=make.PASSWORD), make.user(password=make.PASSWORD)
    (one, _), (two, _), (other, _) = sign_in(user), sign_in(user), sign_in(bystander)
    disable_user(user=user, actor=None, now=make.NOW, reason="Left the office.")
    assert [inside(client) for client in (one, two, other)] == [False, False, True]
    again, status = sign_in(user)
    assert (inside(again), status) == (False, 302)


@pytest.mark.parametrize(("steps", "ends"), [([29, 29, 29], False), ([29] * 25, True)])
def test_a_session_ends_twelve_hours_after_signing_in_however_much_it_is_used(
    steps: list[int], ends: bool, settings: Any
) -> None:
    """Minutes between one request and the next."""
    client, _ = sign_in(make.user(password=make.PASSWORD))
    assert inside(client)
    ahead = timedelta()
    for minutes in steps:
        ahead += timedelta(minutes=minutes)
        settings.CLOCK_SHIFT = ahead
        still = inside(client)
    assert still is not ends


def test_a_session_ends_after_half_an_hour_without_a_request() -> None:
    """Django itself compares this moment with the real clock."""
    client, _ = sign_in(make.user(password=make.PASSWORD))
    assert inside(client)
    row = Session.objects.get()
    assert row.expire_date - datetime.now(UTC) <= timedelta(minutes=30)
    Session.objects.filter(pk=row.pk).update(expire_date=datetime.now(UTC))
    assert not inside(client)


def test_guessing_a_password_is_slowed_down() -> None:
    user = make.user(password=make.PASSWORD)
    tries = [sign_in(user, f"wrong {number}")[1] for number in range(12)]
    assert tries[0] == 200
    assert sign_in(user)[1] != 302, "the right password is held back too, or the guesses would tell"


def test_a_new_session_begins_with_signing_in() -> None:
    client = Client()
    client.get("/accounts/login/")
    before = client.cookies.get(configured.SESSION_COOKIE_NAME)
    user = make.user(password=make.PASSWORD)
    client.post("/accounts/login/", {"login": user.email, "password": make.PASSWORD})
    after = client.cookies[configured.SESSION_COOKIE_NAME]
    assert before is None or before.value != after.value


def test_what_a_former_key_signed_is_read_until_the_key_is_dropped(settings: Any) -> None:
    client, _ = sign_in(make.user(password=make.PASSWORD))
    told = signing.dumps("P-1", salt="test")
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key, long enough to be one", [old]
    assert signing.loads(told, salt="test") == "P-1"
    assert inside(client)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(signing.BadSignature):
        signing.loads(told, salt="test")


def test_a_passkey_and_a_code_are_offered_as_second_factor() -> None:
    client, _ = sign_in(make.user(password=make.PASSWORD))
    page = client.get("/accounts/2fa/", follow=True).content.decode()
    assert "/accounts/2fa/totp/activate/" in page
    assert "/accounts/2fa/webauthn/" in page
