"""What the dashboard's views share: signing in, the reader's zone, the day shown, the place in the sidebar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.views.generic import TemplateView

from config import clock
from negotiations.actions.permission import may_write
from negotiations.actions.reads import record_page_read, record_reads
from negotiations.dashboard.day_shown import DayShown, NoSuchDayError, day_of
from negotiations.models import Negotiation, User
from negotiations.queries.shapes import Reader

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OK, BAD_REQUEST, CONFLICT = 200, 400, 409
_NAMED = ("P-", "N-")


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb; the present page has no address."""

    name: str
    href: str = ""


class DashboardView(LoginRequiredMixin, TemplateView):
    """A page for a signed-in reader, drawn in that reader's zone at one moment.

    `?as_of=2025-04-11` shows the record as it stood at the end of that day: then `now` is that moment, and
    `reading()` reads as of it. A past day takes no write: a page that only writes says so with `writes`.
    """

    section = ""
    writes: ClassVar[bool] = False
    # Whether the page itself keeps on record, row by row, what of a restricted negotiation it showed.
    notes_reads: ClassVar[bool] = False
    # What a page of one record calls it where reads are kept; it sets `negotiation` as well.
    shown_as = ""
    now: datetime
    day: DayShown | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        present = clock.now()
        with timezone.override(ZoneInfo(self.reader.time_zone)):
            try:
                self.day = day_of(request, present)
            except NoSuchDayError as refusal:
                return render(request, "dashboard/no_such_day.html", {"told": str(refusal)}, status=BAD_REQUEST)
            if self.day and (self.writes or request.method not in SAFE):
                return render(request, "dashboard/past_day.html", status=CONFLICT)
            self.now = self.day.moment if self.day else present
            response = super().dispatch(request, *args, **kwargs)
            # Drawn here, or the template would be drawn after the zone has been put back.
            drawn = response.render() if isinstance(response, SimpleTemplateResponse) else response
        if drawn.status_code == OK and request.method in SAFE and not self.notes_reads:
            self._note_read(present)
        return drawn

    def _note_read(self, now: datetime) -> None:
        """Keep on record which restricted negotiations this page could show."""
        named = [str(value) for value in self.kwargs.values()]
        what = self.shown_as or next((each for each in named if each.startswith(_NAMED)), "")
        home: Negotiation | None = getattr(self, "negotiation", None)
        if home is None:
            match = self.request.resolver_match
            page = (match.url_name if match else None) or self.section
            proposals = [each for each in named if each.startswith("P-")]
            negotiations = [each for each in named if each.startswith("N-")]
            record_page_read(
                user=self.reader, what=what or page, now=now, proposals=proposals, negotiations=negotiations
            )
        elif home.restricted:
            record_reads(user=self.reader, reads=[(home.pk, what or home.reference)], now=now)

    def reading(self) -> Reader:
        """Who reads, when, and the past day that is looked at."""
        return Reader(self.reader, self.now, self.day.then if self.day else None)

    def may_edit(self, negotiation: Negotiation) -> bool:
        """Whether the page offers to write: never on a past day."""
        return self.day is None and may_write(self.reader, negotiation)

    @property
    def as_known(self) -> bool:
        """Whether a past day is shown as it was known on some day, and not as it stood by all that is known now."""
        return self.day is not None and self.day.known_on is not None

    @property
    def reader(self) -> User:
        if not isinstance(self.request.user, User):
            raise TypeError("a page of the dashboard was asked for without a reader")
        day = getattr(self, "day", None)
        return self.request.user.knowing(day.then.known_at if day else None)

    def crumbs(self) -> list[Crumb]:
        """The way to this page, said by each page."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(section=self.section, crumbs=self.crumbs(), **kwargs)
