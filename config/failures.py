"""What people and programs are told when a request could not be answered at all."""

from __future__ import annotations

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from config.away import AWAY, RETRY_AFTER


def misunderstood(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """handler400; what was too large is told as such."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return defaults.bad_request(request, exception)


def failed(request: HttpRequest) -> HttpResponseBase:
    """handler500, in the shell; 503 where the database or the cache does not answer, and the page asks neither."""
    if not isinstance(sys.exc_info()[1], AWAY):
        try:
            return render(request, "500.html", status=500)
        except Exception:  # what failed may fail again in the sidebar: then its counts are left out
            return _told(request, 500)
    if request.path.startswith("/api/"):
        from negotiations.api.problems import problem  # noqa: PLC0415 - the apps load after this

        answer = problem(503)
    else:
        answer = _told(request, 503)
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def _told(request: HttpRequest, status: int) -> HttpResponse:
    """The page of a failure in a shell that asks nothing of anybody; without one where even that fails."""
    from negotiations.dashboard.shell import bare_shell  # noqa: PLC0415 - the apps load after this

    try:
        text = render_to_string(f"{status}.html", bare_shell(request))
    except Exception:  # a page that tells of a failure does not fail
        text = render_to_string(f"{status}.html")
    return HttpResponse(text, status=status)
