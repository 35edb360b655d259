"""What somebody put off, dealt with or read on the Overview: theirs wherever they sign in, and nobody else's.

A row is named by the section it stands in and by what it is about, such as "stuck-P-3". One that was put off comes back
at a moment; one that was dealt with, once it stands there for another reason, which its sign tells apart.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from negotiations.actions import putting_off
from negotiations.dashboard.base import DashboardView
from negotiations.dashboard.snoozing import choices
from negotiations.models import PutOff, User
from negotiations.models.put_off import MOVED, NO_ROW_OF_NEEDS, VISITED

_KEY = re.compile(r"(due|stuck|failed|read|check)-([A-Z]-)?[0-9]{1,12}")
_SIGN = re.compile(r"[0-9a-f]{8}")
_DEALT_WITH = "dealt-"


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is left out: until a moment, or as long as its reason has this `sign`."""

    until: datetime | None
    sign: str = ""

    def holds(self, sign: str) -> bool:
        """Whether a row that stands there for the reason with this sign is still left out."""
        return self.until is not None or self.sign == sign


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The rows that are left out now, by name, and when the visit before this one ended and what moved was read.

    Both are None where that never was.
    """

    rows: dict[str, Aside] = field(default_factory=dict)
    visited: datetime | None = None
    read: datetime | None = None

    @property
    def since(self) -> datetime | None:
        """What was recorded since then is new to this person; None on a first visit."""
        return max(filter(None, (self.visited, self.read)), default=None)


def sign_of(*reason: object) -> str:
    """Eight characters that change with why a row is there."""
    return hashlib.sha256(repr(reason).encode()).hexdigest()[:8]


def left_out(user: User, now: datetime) -> LeftOut:
    """What this person left out and has read, at `now`; one statement."""
    kept = dict[str, Aside]()
    moments = dict[str, datetime]()
    for row, at, sign in PutOff.objects.visible_to(user).values_list("row", "at", "sign"):
        if row in NO_ROW_OF_NEEDS:
            if at and at <= now:
                moments[row] = at
        elif at is None or at > now:
            kept[row] = Aside(at, sign)
    return LeftOut(kept, moments.get(VISITED), moments.get(MOVED))


class PutOffRow(DashboardView):
    """POST `put`, "stuck-P-3 tomorrow": leave a row of Needs you out for a while; "stuck-P-3" takes it back.

    "stuck-P-3 dealt-1a2b3c4d" leaves it out until it stands there for another reason than the one with this sign.
    """

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row, _, wish = request.POST.get("put", "").partition(" ")
        moments = {choice.key: choice.at for choice in choices(None, self.reader.time_zone, self.now)}
        sign = wish.removeprefix(_DEALT_WITH)
        dealt_with = wish.startswith(_DEALT_WITH) and _SIGN.fullmatch(sign) is not None
        if not _KEY.fullmatch(row) or (wish and wish not in moments and not dealt_with):
            raise Http404
        if not wish:
            putting_off.take_back(user=self.reader, row=row)
        elif dealt_with:
            putting_off.put_off(user=self.reader, row=row, until=None, sign=sign, now=self.now)
        else:
            putting_off.put_off(user=self.reader, row=row, until=moments[wish], now=self.now)
        return HttpResponseRedirect(f"{reverse('dashboard:overview')}#need")


class MarkRead(DashboardView):
    """POST: what moved until now has been read."""

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        putting_off.mark_moved_read(user=self.reader, now=self.now)
        return HttpResponseRedirect(f"{reverse('dashboard:overview')}#moved")
