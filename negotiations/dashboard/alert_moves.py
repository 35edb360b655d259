"""What is done with alerts from a page: one by its own button, or several that were ticked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from negotiations.actions.alerts import (
    restore_stage,
    see_alert,
    send_again,
    skip_alert,
    skip_stage,
    snooze_alert,
    unskip_alert,
)
from negotiations.dashboard.base import DashboardView
from negotiations.dashboard.snoozing import choices
from negotiations.errors import ActionRefusedError, InvalidValueError, NotPermittedError
from negotiations.models import Alert, ArmedAlert
from negotiations.queries.alerts import alerts_for

AT_MOST = 50
SNOOZE = "snooze-"


class AlertMoves(DashboardView):
    """POST `do` with `alert` (one or several ids), or `one` as "do:id"; each alert stands alone, and what was
    refused is told with its reason. Goes back to the list that was shown."""

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        move, _colon, only = request.POST.get("one", "").partition(":")
        keys = [only] if move else request.POST.getlist("alert")
        self._do(move or request.POST.get("do", ""), self._named(keys))
        back = QueryDict(request.POST.get("back", "")[:2000].removeprefix("?")).urlencode()
        return HttpResponseRedirect(reverse("dashboard:alert-list") + (f"?{back}" if back else ""))

    def _named(self, keys: list[str]) -> list[Alert]:
        """The alerts of this page's reader with these ids; one that is hidden is as one that is not there."""
        ids = {int(key) for key in keys[:AT_MOST] if key.isascii() and key.isdigit() and len(key) < 19}
        rows = alerts_for(self.reader).filter(pk__in=ids).select_related("recipient", "deadline", "negotiation")
        found = list(rows.order_by("pk"))
        if len(found) < len(set(keys)):
            raise Http404
        return found

    def _do(self, move: str, alerts: list[Alert]) -> None:
        if not alerts:
            messages.error(self.request, _("Tick at least one alert, then say what to do with it."))
            return
        done, refused = 0, []
        for alert in alerts:
            try:
                self._one(move, alert)
                done += 1
            except ActionRefusedError as refusal:
                refused.append(refusal.reason)
        if done:
            messages.success(self.request, ngettext("%d alert changed.", "%d alerts changed.", done) % done)
        for reason in dict.fromkeys(refused):
            messages.error(self.request, reason)

    def _one(self, move: str, alert: Alert) -> None:
        if move == "seen":
            see_alert(alert=alert, actor=self.reader, now=self.now)
        elif move == "skip":
            skip_alert(alert=alert, actor=self.reader)
        elif move == "unskip":
            unskip_alert(alert=alert, actor=self.reader, now=self.now)
        elif move == "send-again":
            send_again(alert=alert, actor=self.reader, now=self.now)
        elif move.startswith(SNOOZE):
            due_at = alert.deadline.due_at if alert.deadline else None
            known = {until.key: until.at for until in choices(due_at, self.reader.time_zone, self.now)}
            if (key := move.removeprefix(SNOOZE)) not in known:
                raise InvalidValueError(_("There is no day before its deadline any more; choose another moment."))
            snooze_alert(alert=alert, actor=self.reader, until=known[key], now=self.now)
        else:
            raise Http404


class StageMove(DashboardView):
    """POST: tell nobody at a stage of a deadline, or people after all. Goes back to the proposal."""

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so
    skip = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        armed = ArmedAlert.objects.visible_to(self.reader).filter(pk=kwargs["pk"])
        stage = armed.select_related("negotiation", "deadline__proposal", "deadline__condition__proposal").first()
        if stage is None:
            raise Http404
        try:
            if self.skip:
                skip_stage(armed=stage, actor=self.reader, now=self.now)
            else:
                restore_stage(armed=stage, actor=self.reader, now=self.now)
        except NotPermittedError as refusal:
            raise PermissionDenied from refusal
        except ActionRefusedError as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, _("Nobody will be told then.") if self.skip else _("People will be told then."))
        deadline = stage.deadline
        proposal = deadline.proposal or (deadline.condition.proposal if deadline.condition else None)
        if proposal is None:
            return HttpResponseRedirect(reverse("dashboard:overview"))
        return HttpResponseRedirect(reverse("dashboard:proposal-detail", args=[proposal.reference]))
