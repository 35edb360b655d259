"""Test mail, in Settings: ask for one, and see what the mail server answered to the last."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from negotiations.actions.alerts.trying_mail import send_test_mail
from negotiations.dashboard.alert_lines import AlertLine, alert_lines
from negotiations.dashboard.base import DashboardView
from negotiations.enums import AlertKind
from negotiations.errors import ActionRefusedError
from negotiations.queries.alerts import ALERT, alerts_for
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader


class SendTestMail(DashboardView):
    """POST: owe the reader one. Goes back to Settings, which tells what became of it."""

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so
    writes = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            send_test_mail(actor=self.reader, now=self.now)
        except ActionRefusedError as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, _("The test mail waits to be handed over. What comes of it stands below."))
        return HttpResponseRedirect(reverse("dashboard:settings") + "#test-mail")


def last_test_mail(reader: Reader) -> AlertLine | None:
    """The newest test mail of this reader, as the alerts page would show it."""
    rows = alerts_for(reader.user).filter(kind=AlertKind.TEST_MAIL, recipient=reader.user).order_by("-pk")[:1]
    return next(iter(alert_lines(read(rows, ALERT, reader), (), reader)), None)
