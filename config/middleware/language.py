"""Pages speak the language that their reader chose; before signing in, the one the browser asks for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

_PROGRAMS = "/api/"


class LanguageMiddleware:
    """Stands behind signing in, whose person it asks. The API answers programs, and always in English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_PROGRAMS):
            language = "en"
        elif request.user.is_authenticated:
            language = request.user.language
        else:
            return self.get_response(request)
        with translation.override(language):
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response
