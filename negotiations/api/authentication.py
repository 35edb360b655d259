"""Who asks."""

from __future__ import annotations

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class SessionLogin(SessionAuthentication):
    """The browser's own sign-in. Naming a scheme makes DRF answer 401, not 403, to whoever has not signed in."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="parley"'
