"""How pages look and behave: kept with the person, and in a cookie for the pages before signing in.

The sidebar is wide or narrow by the cookie alone, which the script writes too, since devices differ in the room they
have. Whatever was chosen, a page is drawn in it from the start.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from negotiations.models import User
from negotiations.models.users import LOOKS

COOKIE = "parley_display"
_HERE = {"rail": ("narrow",)}
_A_YEAR = 365 * 24 * 3600


def chosen(request: HttpRequest) -> dict[str, str]:
    """What the reader chose; who has chosen nothing yet, or is not signed in, sees what was chosen in this browser."""
    user = getattr(request, "user", None)
    return chosen_by(user if isinstance(user, User) else None, request)


def chosen_by(user: User | None, request: HttpRequest) -> dict[str, str]:
    """As `chosen`, for a reader who is known already; None asks the browser alone."""
    pairs = [pair.partition(":") for pair in request.COOKIES.get(COOKIE, "").split(".")]
    found = {name: value for name, _, value in pairs if value in {**LOOKS, **_HERE}.get(name, ())}
    if user is None or user.display is None:
        return found
    own = {name: user.display[name] for name in LOOKS if name in user.display}
    return {**own, **{name: value for name, value in found.items() if name in _HERE}}


def keep(response: HttpResponse, values: dict[str, str], *, secure: bool) -> None:
    """Keep these values in the browser; usual ones ("") are left out."""
    text = ".".join(f"{name}:{value}" for name, value in values.items() if value)
    response.set_cookie(COOKIE, text, max_age=_A_YEAR, secure=secure, samesite="Lax")


def unquoted(text: str) -> str:
    """Spoken words without marks of their own around them, since the page sets them: “a” … “b” is kept whole inside."""
    return text[1:-1] if text.startswith("“") and text.endswith("”") else text
