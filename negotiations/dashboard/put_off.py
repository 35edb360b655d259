"""What somebody put off or has read on the Overview: kept in cookies of one browser, for it changes no record.

A row is named by the section it stands in and by what it is about, such as "stuck-P-3".
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from negotiations.dashboard.base import DashboardView
from negotiations.dashboard.snoozing import choices

PUT_OFF, READ = "parley_put_off", "parley_read"
AT_MOST = 60  # so that the cookie stays far below what a browser keeps
_LONGEST = timedelta(days=90)
_KEY = re.compile(r"(due|stuck|failed|read|check)-([A-Z]-)?[0-9]{1,12}")
_FORM = "%Y%m%dT%H%M%S"


def put_off(request: HttpRequest, now: datetime) -> dict[str, datetime]:
    """Which rows are put off, and until when; what is past, or in no such form, is nothing."""
    found = {}
    for each in request.COOKIES.get(PUT_OFF, "").split("."):
        key, _, until = each.partition("_")
        moment = _moment(until)
        if _KEY.fullmatch(key) and moment is not None and moment > now:
            found[key] = moment
    return found


def read_until(request: HttpRequest, now: datetime) -> datetime | None:
    """When what moved was last marked as read, None for never."""
    moment = _moment(request.COOKIES.get(READ, ""))
    return moment if moment is not None and moment <= now else None


class PutOff(DashboardView):
    """POST `put`, "stuck-P-3 tomorrow": leave a row of Needs you out for a while; "stuck-P-3" takes it back."""

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key, _, wish = request.POST.get("put", "").partition(" ")
        moments = {choice.key: choice.at for choice in choices(None, self.reader.time_zone, self.now)}
        if not _KEY.fullmatch(key) or (wish and wish not in moments):
            raise Http404
        rows = put_off(request, self.now)
        rows.pop(key, None)
        if wish:
            rows[key] = moments[wish]
        kept = list(rows.items())[-AT_MOST:]
        return _kept(request, PUT_OFF, ".".join(f"{name}_{_said(moment)}" for name, moment in kept), "need")


class MarkRead(DashboardView):
    """POST: what moved until now has been read."""

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _kept(request, READ, _said(self.now), "moved")


def _kept(request: HttpRequest, cookie: str, text: str, section: str) -> HttpResponse:
    response = HttpResponseRedirect(f"{reverse('dashboard:overview')}#{section}")
    response.set_cookie(
        cookie, text, max_age=int(_LONGEST.total_seconds()), secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return response


def _said(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_FORM)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None
