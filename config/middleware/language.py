"""Pages speak the language that their reader chose, in the reader's zone; before signing in, as the browser asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

_PROGRAMS = "/api/"


class LanguageMiddleware:
    """Stands behind signing in, whose person it asks. The API answers programs, and always in English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone: tzinfo
        if request.path.startswith(_PROGRAMS):
            language, zone = "en", UTC
        elif request.user.is_authenticated:
            language, zone = request.user.language, ZoneInfo(request.user.time_zone)
        else:
            return self.get_response(request)
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response
