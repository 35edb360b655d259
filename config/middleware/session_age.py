from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from config import clock

STEP = timedelta(minutes=1)


class SessionAgeMiddleware:
    """Ends a session 12 hours after signing in, and keeps it alive while it is used.

    Django's own expiry is the idle limit. It starts again only when the session is written, so a used
    session is written at most once a minute instead of at every request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            self._expire(request)
        return self.get_response(request)

    def _expire(self, request: HttpRequest) -> None:
        session = request.session
        if SESSION_KEY not in session:
            return
        now = clock.now()
        started = datetime.fromisoformat(session.setdefault("started_at", now.isoformat()))
        if now - started >= timedelta(seconds=settings.SESSION_LONGEST):
            session.flush()
            return
        seen = session.get("seen_at")
        if seen is None or now - datetime.fromisoformat(seen) >= STEP:
            session["seen_at"] = now.isoformat()
