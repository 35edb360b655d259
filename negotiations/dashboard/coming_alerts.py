"""The page of alerts to come: what will go out to whom, so that nobody is told by surprise or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from negotiations.actions.alerts import preview_for
from negotiations.dashboard.alert_rows import lead_words
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.enums import AlertKind
from negotiations.models.alerts import STAGE_KINDS
from negotiations.queries.alerts import negotiations_led
from negotiations.queries.coming_alerts import AHEAD, FARTHEST, MOST, ComingAlert, coming_alerts

SPANS = (1, AHEAD, 14, FARTHEST)


class ComingList(DashboardView):
    """`?days=14`: so many days ahead, of those offered. What is to come is known only as of now."""

    template_name = "dashboard/alert_coming.html"
    section = "alerts"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Alerts"), reverse("dashboard:alert-list")), Crumb(_("To come"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("days", str(AHEAD))
        days = next((span for span in SPANS if str(span) == asked), 0)
        lines = [(alert, _lead(alert)) for alert in self._alerts(days)] if days and not self.day else []
        context = self.get_context_data(lines=lines, days=days, spans=SPANS, most=MOST, **kwargs)
        return self.render_to_response(context, status=200 if days else 400)

    def _alerts(self, days: int) -> list[ComingAlert]:
        until = self.now + timedelta(days=days)
        led = negotiations_led(self.reader)
        found = preview_for(user=self.reader, led=led, now=self.now, until=until, most=MOST)
        return coming_alerts(found, self.reading())


def _lead(alert: ComingAlert) -> str:
    return lead_words(alert.rule) if alert.kind in STAGE_KINDS else capfirst(str(AlertKind(alert.kind).label))
