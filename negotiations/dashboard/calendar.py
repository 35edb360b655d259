"""The calendar: a month of deadlines and meetings, the same as an agenda, and addresses to subscribe to."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from negotiations.actions.feeds import make_feed, replace_feed, revoke_feed
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.calendar_month import Month, month_named
from negotiations.errors import ActionRefusedError
from negotiations.models import FeedToken, Proposal
from negotiations.queries.calendar_days import calendar_entries
from negotiations.queries.watching import watched_proposals

AT_MOST = 100
MONTH, AGENDA = "month", "agenda"
_YES = "true"


class CalendarPage(DashboardView):
    """`?month=2025-04&view=agenda&alerts=true`. A value that is none of these is told, with status 400."""

    template_name = "dashboard/calendar.html"
    section = "calendar"
    made: str = ""

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Calendar"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        problems = self._problems()
        return self.render_to_response(self.get_context_data(problems=problems), status=400 if problems else 200)

    def _problems(self) -> list[str]:
        given, found = self.request.GET, []
        if given.get("month") and month_named(given["month"]) is None:
            found.append(_("month: write it as 2025-04, from 1900 to 2200."))
        if given.get("view", MONTH) not in (MONTH, AGENDA):
            found.append(_("view: month or agenda."))
        if given.get("alerts", _YES) not in (_YES, "false"):
            found.append(_("alerts: true or false."))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        month = month_named(self.request.GET.get("month", "")) or Month(today.replace(day=1))
        view = AGENDA if self.request.GET.get("view") == AGENDA else MONTH
        alerts = self.request.GET.get("alerts") == _YES
        days = month.days
        entries = calendar_entries(self.reading(), days[0], days[-1], alerts=alerts)
        weeks = list(month.weeks(entries, today))
        within = [entry for entry in entries if month.first <= entry.on <= month.last]
        dated = [entry for entry in within if not entry.about]
        return super().get_context_data(
            month=month,
            weeks=weeks,
            heads=[day.on for day in weeks[0]],
            agenda=[(on, list(group)) for on, group in groupby(dated, key=lambda entry: entry.on)],
            abouts=[entry for entry in within if entry.about and not entry.in_year],
            in_year=[entry for entry in entries if entry.in_year and entry.on.year == month.first.year],
            view=view,
            alerts=alerts,
            today=today,
            earlier=month.before and self._address(month.before, view, alerts=alerts),
            later=month.after and self._address(month.after, view, alerts=alerts),
            this_month=self._address(today, view, alerts=alerts),
            as_month=self._address(month.first, MONTH, alerts=alerts),
            as_agenda=self._address(month.first, AGENDA, alerts=alerts),
            other_alerts=self._address(month.first, view, alerts=not alerts),
            **self._subscribing(),
            **kwargs,
        )

    def _address(self, on: Any, view: str, *, alerts: bool) -> str:
        asked = {"month": f"{on:%Y-%m}"}
        if view == AGENDA:
            asked["view"] = AGENDA
        if alerts:
            asked["alerts"] = _YES
        if self.day:
            asked |= self.day.parameters
        return f"?{urlencode(asked)}"

    def _subscribing(self) -> dict[str, Any]:
        rows = FeedToken.objects.visible_to(self.reader).live(self.now)
        address = settings.BASE_URL + reverse("dashboard:feed", args=[self.made]) if self.made else ""
        return {
            "feeds": list(rows.select_related("proposal")),
            "choices": watched_proposals(self.reader).open().order_by("next_due_at", "pk")[:AT_MOST],
            "made": address,
            "made_webcal": address.replace("https://", "webcal://").replace("http://", "webcal://"),
        }


class FeedMove(CalendarPage):
    """POST: make an address, replace one, or revoke one. A new one is shown on the answer, once."""

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so
    move = "make"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            told = self._act()
        except ActionRefusedError as refusal:
            messages.error(request, refusal.reason)
            return HttpResponseRedirect(reverse("dashboard:calendar"))
        if not self.made:
            messages.success(request, told)
            return HttpResponseRedirect(reverse("dashboard:calendar"))
        return self.render_to_response(self.get_context_data(problems=[]))

    def _act(self) -> str:
        if self.move == "make":
            label = self.request.POST.get("label", "")
            _token, self.made = make_feed(actor=self.reader, now=self.now, proposal=self._proposal(), label=label)
            return ""
        rows = FeedToken.objects.visible_to(self.reader).select_related("proposal__negotiation")
        token = rows.filter(pk=self.kwargs["pk"]).first()
        if token is None:
            raise Http404
        if self.move == "replace":
            _token, self.made = replace_feed(token=token, actor=self.reader, now=self.now)
            return ""
        revoke_feed(token=token, actor=self.reader, now=self.now)
        return _("Revoked. Calendar programs that fetch it get nothing any more.")

    def _proposal(self) -> Proposal | None:
        reference = self.request.POST.get("proposal", "")
        if not reference:
            return None
        found = Proposal.objects.visible_to(self.reader).filter(reference=reference[:20])
        if (proposal := found.select_related("negotiation").first()) is None:
            raise Http404
        return proposal
