"""Light or dark, by the button at the foot of the sidebar: kept with the person, and in this browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from negotiations.actions.users import keep_display
from negotiations.dashboard.base import DashboardView
from negotiations.dashboard.display import chosen, keep
from negotiations.models import User


class Look(DashboardView):
    """POST: take the `theme` and go back to `next`; any other value than light or dark is how the device is set."""

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so

    def post(self, request: HttpRequest) -> HttpResponse:
        back = request.POST.get("next", "")
        if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            back = reverse("dashboard:overview")
        response = HttpResponseRedirect(back)
        look_as(self.reader, request, response, {"theme": request.POST.get("theme", "")})
        return response


def look_as(reader: User, request: HttpRequest, response: HttpResponse, values: dict[str, str]) -> None:
    """Have pages look so from now on, in every browser of this reader and, before signing in, in this one."""
    known = {**chosen(request), **values}
    keep_display(user=reader, chosen=known)
    keep(response, known, secure=request.is_secure())
