"""Who asks: a person in a browser, or a program with a token of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from config import clock
from negotiations.actions.break_glass import close_glass_in_time
from negotiations.actions.tokens import note_use
from negotiations.api.rendering import ExportRenderer
from negotiations.enums import TokenScope
from negotiations.models import ApiToken, User
from negotiations.models.tokens import PREFIX

if TYPE_CHECKING:
    from rest_framework.views import APIView

_LONGEST = 200
SECURITY: list[dict[str, list[str]]] = [{"session": []}, {"token": []}]
CHALLENGE = 'Bearer realm="parley"'


class TokenLogin(BaseAuthentication):
    """`Authorization: Bearer parley_…`. It comes first: whoever shows a token is judged by it alone."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if not kind:
            return None
        if kind.casefold() != "bearer" or not secret.startswith(PREFIX) or len(secret) > _LONGEST:
            raise AuthenticationFailed(f"Write the header as “Authorization: Bearer {PREFIX}…”.")
        now = clock.now()
        token = ApiToken.objects.shown(secret, now)
        if token is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked; make a new one.")
        note_use(token, now)
        token.remember()
        person = token.holder()
        if person.is_superuser:
            close_glass_in_time(now=now)
        return person, token

    def authenticate_header(self, request: Request) -> str:
        """Naming a scheme makes DRF answer 401, not 403."""
        return f'{CHALLENGE}, error="invalid_token"' if "Authorization" in request.headers else CHALLENGE


class SessionLogin(SessionAuthentication):
    """The browser's own sign-in."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="parley"'


class WithinScopes(BasePermission):
    """A token needs `read`, `export` or `write`; a view that only reads, whatever the method, says so in `scope`."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        exports = isinstance(request.accepted_renderer, ExportRenderer)
        reads = TokenScope.EXPORT if exports else TokenScope.READ
        scope = reads if request.method in SAFE_METHODS else TokenScope.WRITE
        require_scope(request, getattr(view, "scope", scope))
        return True


def asker(request: Request) -> User:
    """Whoever asks; the permission has let only people through who have signed in, or whose token it is."""
    assert isinstance(request.user, User)  # noqa: S101 - as said
    return request.user


def require_scope(request: Request, scope: TokenScope) -> None:
    """Refuse a token without this scope; a person who has signed in themselves has all of them."""
    if isinstance(request.auth, ApiToken) and not request.auth.may(scope):
        raise PermissionDenied(f"This token lacks the scope “{scope.value}”; make one that has it.")


def security_of(view: APIView) -> list[dict[str, list[str]]]:
    """How one signs in to this view, as the description says it."""
    return SECURITY if TokenLogin in view.authentication_classes else SECURITY[:1]
