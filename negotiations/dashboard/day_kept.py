"""A past day stays: in every link and every question a page asks, and no way to write is left on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.html import escape, format_html_join

from config import clock
from negotiations.dashboard.day_shown import NAMES, NoSuchDayError, day_of

_POSTING = re.compile(
    r"<form\b(?![^>]*data-chooses-day)[^>]*\smethod=\"post\"[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE
)
_LINK = re.compile(r"(<a\b[^>]*?\shref=\")([^\"]*)(\"[^>]*>)(.*?</a>)", re.DOTALL)
_ASKING = re.compile(r"<form\b[^>]*>")
# Marks a link or form that chooses another day itself, and a form that leaves the record as it is.
_OWN = "data-chooses-day"


class DayKeptMiddleware:
    """Rewrites the pages of the dashboard whose address names a past day.

    It stands here, and not in each template, so that no page can forget it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        html = response.headers.get("Content-Type", "").startswith("text/html")
        if html and not response.streaming and any(name in request.GET for name in NAMES):
            try:
                day = day_of(request, clock.now())
            except NoSuchDayError:
                return response
            if day and _app(request.path) in {"dashboard", None}:
                response.content = kept(response.content.decode(), day.parameters).encode()
        return response


def kept(page: str, day: dict[str, str]) -> str:
    """A page of which every link shows `day`, without the controls that write."""
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', day.items())

    def link(found: re.Match[str]) -> str:
        head, address, tail, rest = found.groups()
        if _OWN in head + tail or address.startswith("#"):
            return found[0]
        parts = urlsplit(unescape(address))
        if parts.scheme or parts.netloc or (parts.path and _app(parts.path) != "dashboard"):
            return found[0]
        if parts.path and _writes(parts.path):
            return ""
        asked = [pair for pair in parse_qsl(parts.query) if pair[0] not in NAMES]
        then = parts._replace(query=urlencode([*asked, *day.items()]))
        return f"{head}{escape(urlunsplit(then))}{tail}{rest}"

    def form(found: re.Match[str]) -> str:
        return found[0] if _OWN in found[0] else found[0] + hidden

    return _ASKING.sub(form, _LINK.sub(link, _POSTING.sub("", page)))


@lru_cache(maxsize=2048)
def _app(path: str) -> str | None:
    """The application that an address belongs to, None where nothing is."""
    try:
        return resolve(path).app_name
    except Resolver404:
        return None


@lru_cache(maxsize=2048)
def _writes(path: str) -> bool:
    """Whether the page at an address of the dashboard is a form that writes."""
    return bool(getattr(getattr(resolve(path).func, "view_class", None), "writes", False))
