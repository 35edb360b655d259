"""How pages look and behave in one browser: kept in a cookie of its own, so that each device has its own choice.

The script writes the same cookie when the theme or the sidebar is switched on a page: what was chosen last holds, and
the page is drawn in it from the start.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

COOKIE = "parley_display"
# The attribute of the page, and the values it may take besides the usual one.
CHOICES = {
    "theme": ("light", "dark"),
    "density": ("compact",),
    "keys": ("off",),
    "motion": ("less",),
    "rail": ("narrow",),
}
_A_YEAR = 365 * 24 * 3600


def chosen(request: HttpRequest) -> dict[str, str]:
    """What was chosen in this browser; anything else in the cookie is nothing."""
    pairs = [pair.partition(":") for pair in request.COOKIES.get(COOKIE, "").split(".")]
    return {name: value for name, _, value in pairs if value in CHOICES.get(name, ())}


def keep(response: HttpResponse, values: dict[str, str], *, secure: bool) -> None:
    """Keep these values in the browser; usual ones ("") are left out."""
    text = ".".join(f"{name}:{value}" for name, value in values.items() if value)
    response.set_cookie(COOKIE, text, max_age=_A_YEAR, secure=secure, samesite="Lax")


def unquoted(text: str) -> str:
    """Spoken words without marks of their own around them, since the page sets them: “a” … “b” is kept whole inside."""
    return text[1:-1] if text.startswith("“") and text.endswith("”") else text
