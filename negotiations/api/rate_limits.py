"""How often a caller may ask: counted for each token, and for each person who has signed in, minute by minute.

The headers are those of draft-ietf-httpapi-ratelimit-headers-10: `RateLimit-Policy` says what is allowed,
`RateLimit` what is left of it and in how many seconds it is whole again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from config import clock
from negotiations.api.rendering import ExportRenderer
from negotiations.models import ApiToken

if TYPE_CHECKING:
    from rest_framework.views import APIView

WINDOW = 60  # seconds
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rate:
    """How a caller stands to one policy: `limit` requests a window, of which `used`, whole again in `reset` seconds."""

    policy: str
    limit: int
    used: int
    reset: int

    def headers(self) -> dict[str, str]:
        left = max(self.limit - self.used, 0)
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.limit};w={WINDOW}',
            "RateLimit": f'"{self.policy}";r={left};t={self.reset}',
        }


class CallerRate(BaseThrottle):
    """Files are counted apart from all else: each may read the whole record."""

    rate: Rate | None = None

    def allow_request(self, request: Request, view: APIView) -> bool:
        exports = isinstance(request.accepted_renderer, ExportRenderer)
        policy, limit = ("files", settings.EXPORT_RATE) if exports else ("requests", settings.API_RATE)
        if limit <= 0 or not request.user.is_authenticated:
            return True
        window, gone = divmod(int(clock.now().timestamp()), WINDOW)
        token = request.auth
        caller = f"token {token.pk}" if isinstance(token, ApiToken) else f"person {request.user.pk}"
        used = _count(f"rate:{policy}:{caller}:{window}".replace(" ", "-"))
        self.rate = Rate(policy, limit, used, WINDOW - gone)
        request._request.rate = self.rate  # type: ignore[attr-defined]  # for the middleware below
        return used <= limit

    def wait(self) -> float | None:
        return self.rate.reset if self.rate else None


class RateLimitHeaders:
    """Puts the headers on whatever was answered to a request that was counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        rate: Rate | None = getattr(request, "rate", None)
        for name, value in rate.headers().items() if rate else ():
            response.headers[name] = value
        return response


def _count(key: str) -> int:
    """This request's number in its window; 0 while the cache is away, since an office must go on reading."""
    try:
        with suppress(ValueError):  # nobody has asked in this window yet
            return cache.incr(key)
        cache.add(key, 0, 2 * WINDOW)
        return cache.incr(key)
    except (RedisError, ValueError):
        _log.warning("requests are not counted: the cache does not answer")
        return 0
