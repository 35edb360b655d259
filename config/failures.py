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
    """handler500, in the shell where that can still be drawn.

    503 where the database or the cache does not answer, and the page is drawn without either.
    """
    if not isinstance(sys.exc_info()[1], AWAY):
        try:
            return render(request, "500.html", status=500)
        except Exception:  # what failed may fail again in the sidebar: then the page is drawn without it
            return defaults.server_error(request)
    if request.path.startswith("/api/"):
        from negotiations.api.problems import problem  # noqa: PLC0415 - the apps load after this

        answer = problem(503)
    else:
        answer = HttpResponse(render_to_string("503.html"), status=503)
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer
