from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from config import clock

STEP = timedelta(minutes=1)


class SessionAgeMiddleware:
    """Ends a session 12 hours after signing in, keeps it alive while it is used, and notes when its owner was here.

    Django's own expiry is the idle limit. It starts again only when the session is written, so a used
    session is written at most once a minute instead of at every request; so is when its owner was last here.
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
            self._note_visit(request, now, begins=seen is None)

    def _note_visit(self, request: HttpRequest, now: datetime, *, begins: bool) -> None:
        from negotiations.actions import visits  # noqa: PLC0415 - the apps load after this
        from negotiations.models import User  # noqa: PLC0415

        if not isinstance(request.user, User):
            return
        if begins:
            visits.begin_visit(user=request.user, now=now, idle=timedelta(seconds=settings.SESSION_COOKIE_AGE))
        else:
            visits.go_on_with_visit(user=request.user, now=now)
