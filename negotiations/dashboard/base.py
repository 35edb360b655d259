"""What the dashboard's views share: signing in, the reader's zone, the place in the sidebar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.views.generic import TemplateView

from config import clock
from negotiations.models import User


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb; the present page has no address."""

    name: str
    href: str = ""


class DashboardView(LoginRequiredMixin, TemplateView):
    """A page for a signed-in reader, drawn in that reader's zone at one moment."""

    section = ""
    now: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.now = clock.now()
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        with timezone.override(ZoneInfo(self.reader.time_zone)):
            response = super().dispatch(request, *args, **kwargs)
            # Drawn here, or the template would be drawn after the zone has been put back.
            return response.render() if isinstance(response, SimpleTemplateResponse) else response

    @property
    def reader(self) -> User:
        if not isinstance(self.request.user, User):
            raise TypeError("a page of the dashboard was asked for without a reader")
        return self.request.user

    def crumbs(self) -> list[Crumb]:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(section=self.section, crumbs=self.crumbs(), **kwargs)
