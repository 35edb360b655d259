"""Every page there is, found by walking the routes, and the states of pages that no route tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

# What answers a question of a person who is signed in with something else than a page. Each was looked at.
NO_PAGE = {
    "search/offers/": "a piece of the palette, looked at where it opens",
    "accounts/2fa/totp/deactivate/": "there for whoever has an authenticator",
    "accounts/2fa/recovery-codes/": "there for whoever has recovery codes",
    "accounts/2fa/recovery-codes/download/": "a file",
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": "there for whoever has a passkey",
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": "there for whoever has a passkey",
    "accounts/2fa/webauthn/login/": "an answer to the script of the passkeys",
    "accounts/oidc/(?P<provider_id>[/]+)/login/": "there where an office's own sign-in is set up",
    "accounts/oidc/(?P<provider_id>[/]+)/login/callback/": "there where an office's own sign-in is set up",
}
_FILE = re.compile(r"\.\w+$")
# Addresses that only a mail knows, as somebody types them.
GUESSED = {
    "accounts/confirm-email/(?P<key>[-:\\w]+)/": "accounts/confirm-email/guessed/",
    "accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/": "accounts/password/reset/key/1-guessed/",
}
# What a page has to be asked besides its address, so that there is something on it.
ASKED = {
    **dict.fromkeys(
        (f"add/{noun}/" for noun in ("text", "event", "meeting", "statement", "document", "proposal")),
        "?negotiation={negotiation}",
    ),
    **dict.fromkeys((f"bulk/{move}/" for move in ("status", "owner", "watch", "alert")), "?ref={proposal}&ref={rival}"),
    "proposals/<str:reference>/history/": "?from=2025-04-10&to=2025-04-15",
    "search/": "?q=truce",
}
# Proposals of the seeds, by their short titles.
SEEDED = ("Energy freeze", "Black Sea truce", "Grain Initiative, term 3")
STATES = (
    "proposals/?q=nothing+like+this",
    "proposals/?statuss=x",
    "calendar/?view=agenda&alerts=true",
    "positions/?cell={condition}.{party}",
    "dependencies/?box={truce}",
    "?as_of=2025-04-14",
    "nothing/",
)


def page_routes() -> list[str]:
    """The routes of pages: all that can be asked for, but files, the API, the administration and NO_PAGE."""
    found = dict.fromkeys(route for route, pattern in _walk(get_resolver(), "") if _can_be_asked(pattern))
    apart = ("admin/", "api/")
    return [each for each in found if not (each.startswith(apart) or _FILE.search(each) or each in NO_PAGE)]


def _can_be_asked(pattern: URLPattern) -> bool:
    view: Any = getattr(pattern.callback, "view_class", None)
    return view is None or (hasattr(view, "get") and "get" in view.http_method_names)


def _walk(resolver: Any, before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = before + re.sub(r"[\^$]", "", str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from _walk(pattern, route)
