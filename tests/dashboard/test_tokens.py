from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from negotiations.enums import TokenScope
from negotiations.models import ApiToken, User
from tests import factories as make

pytestmark = pytest.mark.django_db
ADDRESS = "/settings/tokens/"


def made(page: Client) -> str:
    answer = page.post(ADDRESS, {"name": "nightly export", "scopes": ["read", "export"], "days": "30"})
    found = re.search(r'value="(parley_\w+)"', answer.content.decode())
    assert found is not None
    return found[1]


def test_a_token_is_made_with_its_scopes_shown_once_and_works(page: Client, reader: User) -> None:
    secret = made(page)
    token = ApiToken.objects.visible_to(reader).get()
    assert (token.scopes, token.name) == ([TokenScope.READ, TokenScope.EXPORT], "nightly export")
    assert token.expires_at - token.recorded_at == timedelta(days=30)
    assert Client().get("/api/v1/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    text = page.get(ADDRESS).content.decode()
    assert (secret in text, f"{token.prefix}…" in text) == (False, True)


def test_revoked_it_works_no_more_and_is_gone_from_the_list(page: Client, reader: User) -> None:
    secret = made(page)
    token = ApiToken.objects.visible_to(reader).get()
    assert page.post(f"{ADDRESS}{token.pk}/revoke/").status_code == 302
    assert Client().get("/api/v1/", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert f"{token.prefix}…" not in page.get(ADDRESS).content.decode()


def test_nobody_revokes_or_sees_the_token_of_somebody_else(page: Client, reader: User) -> None:
    made(page)
    token = ApiToken.objects.visible_to(reader).get()
    stranger = Client()
    stranger.force_login(make.user())
    assert stranger.post(f"{ADDRESS}{token.pk}/revoke/").status_code == 404
    assert token.prefix not in stranger.get(ADDRESS).content.decode()
    assert ApiToken.objects.visible_to(reader).live(datetime.now(UTC)).count() == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": "x", "days": "30"}, "Tick at least one."),
        ({"name": "", "scopes": "read", "days": "30"}, "This field is required."),
        ({"name": "x", "scopes": "everything", "days": "30"}, "not one of the available choices"),
        ({"name": "x", "scopes": "read", "days": "9999"}, "not one of the available choices"),
    ],
)
def test_what_is_missing_is_told_and_nothing_made(page: Client, reader: User, given: dict[str, str], told: str) -> None:
    answer = page.post(ADDRESS, given)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert not ApiToken.objects.visible_to(reader).exists()
