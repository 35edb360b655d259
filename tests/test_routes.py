"""Whoever has not signed in reaches nothing but the doors of signing in."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.addresses import routes

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
SHUT = {302, 401, 403, 404, 405}

# Each was looked at: it tells nothing of the record and changes nothing in it.
OPEN = {
    "accounts/login/": "signing in",
    "accounts/2fa/webauthn/login/": "signing in with a passkey",
    "accounts/password/reset/": "asks for a mail; answers the same for every address",
    "accounts/password/reset/done/": "says that a mail was sent, whether or not",
    "accounts/password/reset/key/{}-{}/": "says that the link is wrong",
    "accounts/password/reset/key/done/": "says that the password was set",
    "accounts/signup/": "says that nobody can sign themselves up",
    "accounts/inactive/": "says that the account is shut",
    "accounts/3rdparty/login/cancelled/": "says that signing in was given up",
    "accounts/3rdparty/login/error/": "says that signing in failed",
    "accounts/confirm-email/{}/": "says that the link is wrong",
    "accounts/confirm-email/": "says that a mail was sent; no address needs one",
    "accounts/logout/": "signing out when nobody is in",
    "accounts/social/connections/": "leads to its newer address",
    "accounts/social/login/cancelled/": "leads to its newer address",
    "accounts/social/login/error/": "leads to its newer address",
    "accounts/social/signup/": "leads to its newer address",
    "admin/login/": "leads to signing in",
    "style/{}.css": "the style sheet of every page",
}


def test_every_route_is_known_to_these_tests() -> None:
    assert {"api/v1/proposals/", "api/v1/proposals/{}/", "admin/", "accounts/login/"} <= set(routes())
    assert set(OPEN) <= set(routes())


@pytest.mark.django_db
@pytest.mark.parametrize("route", routes())
def test_nothing_is_open_to_whoever_has_not_signed_in(route: str) -> None:
    client = Client(raise_request_exception=False)
    for method in METHODS:
        address = "/" + route.replace("{}", "1")
        status = getattr(client, method)(address).status_code
        assert status in SHUT or route in OPEN, f"{method} {address} answered {status}"
