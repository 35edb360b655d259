"""What somebody put off, dealt with or read on the Overview: kept in cookies of one browser, for it changes no record.

A row is named by the section it stands in and by what it is about, such as "stuck-P-3". One that was put off comes back
at a moment; one that was dealt with, once it stands there for another reason, which its sign tells apart.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
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
_SIGN = re.compile(r"[0-9a-f]{8}")
_FORM = "%Y%m%dT%H%M%S"
_DEALT_WITH = "dealt-"


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is left out: until a moment, or as long as its reason has this `sign`."""

    until: datetime | None
    sign: str = ""

    def holds(self, sign: str) -> bool:
        """Whether a row that stands there for the reason with this sign is still left out."""
        return self.until is not None or self.sign == sign


def sign_of(*reason: object) -> str:
    """Eight characters that change with why a row is there."""
    return hashlib.sha256(repr(reason).encode()).hexdigest()[:8]


def put_off(request: HttpRequest, now: datetime) -> dict[str, Aside]:
    """Which rows are left out, and how long; what is past, or in no such form, is nothing."""
    found = {}
    for each in request.COOKIES.get(PUT_OFF, "").split("."):
        key, _, until = each.partition("_")
        moment = _moment(until)
        if not _KEY.fullmatch(key):
            continue
        if moment is not None and moment > now:
            found[key] = Aside(moment)
        elif _SIGN.fullmatch(until):
            found[key] = Aside(None, until)
    return found


def read_until(request: HttpRequest, now: datetime) -> datetime | None:
    """When what moved was last marked as read, None for never."""
    moment = _moment(request.COOKIES.get(READ, ""))
    return moment if moment is not None and moment <= now else None


class PutOff(DashboardView):
    """POST `put`, "stuck-P-3 tomorrow": leave a row of Needs you out for a while; "stuck-P-3" takes it back.

    "stuck-P-3 dealt-1a2b3c4d" leaves it out until it stands there for another reason than the one with this sign.
    """

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key, _, wish = request.POST.get("put", "").partition(" ")
        moments = {choice.key: choice.at for choice in choices(None, self.reader.time_zone, self.now)}
        sign = wish.removeprefix(_DEALT_WITH)
        dealt_with = wish.startswith(_DEALT_WITH) and _SIGN.fullmatch(sign) is not None
        if not _KEY.fullmatch(key) or (wish and wish not in moments and not dealt_with):
            raise Http404
        rows = put_off(request, self.now)
        rows.pop(key, None)
        if wish:
            rows[key] = Aside(None, sign) if dealt_with else Aside(moments[wish])
        kept = list(rows.items())[-AT_MOST:]
        said = [f"{name}_{_said(each.until) if each.until else each.sign}" for name, each in kept]
        return _kept(request, PUT_OFF, ".".join(said), "need")


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
