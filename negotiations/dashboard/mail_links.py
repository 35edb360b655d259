"""The pages behind the links in mails. Opening one changes nothing; its one button does.

Whoever holds the link acts as the mail's reader, and only in the way the link was signed for. Mail programs press
the button themselves when somebody unsubscribes (RFC 8058), so no cookie is asked for.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from config import clock
from negotiations.actions.alerts import see_alert, snooze_alert
from negotiations.actions.subscriptions import stop_watching, watched_behind
from negotiations.dashboard.snoozing import Until, choices
from negotiations.emails import words
from negotiations.emails.links import SEEN, SNOOZE, STOP, alert_named_by
from negotiations.models import Alert


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_link(request: HttpRequest, action: str, token: str) -> HttpResponse:
    """Show what the link is about, or do it. What is not signed, or not the reader's to know any more, is not there."""
    alert = _alert(action, token)
    now = clock.now()
    with translation.override(alert.recipient.language):
        context = {"action": action, "alert": alert, "about": _about(alert), "moment": _moment(alert, now)}
        if request.method == "POST":
            context["done"] = _act(request, action, alert, now)
        elif action == STOP:
            context["watched"] = watched_behind(alert)
        elif action == SNOOZE:
            context["choices"] = [(until.key, until.name) for until in _choices(alert, now)]
        page = render(request, "dashboard/mail_link.html", context)
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def _alert(action: str, token: str) -> Alert:
    key = alert_named_by(action, token) if action in (SEEN, SNOOZE, STOP) else None
    rows = Alert.objects.unscoped(reason="the signed link names its reader, whose scope is judged next")
    alert = rows.filter(pk=key).select_related("recipient", "deadline", "proposal").first() if key else None
    if alert is None or not Alert.objects.visible_to(alert.recipient).filter(pk=alert.pk).exists():
        raise Http404
    return alert


def _about(alert: Alert) -> str:
    if alert.deadline is not None:
        return alert.deadline.title
    return alert.proposal.title if alert.proposal else gettext("this mail")


def _moment(alert: Alert, now: datetime) -> str:
    """When its deadline is, where the reader is."""
    return words.due_in_your_zone(alert.deadline, alert.recipient.time_zone, now) if alert.deadline else ""


def _act(request: HttpRequest, action: str, alert: Alert, now: datetime) -> str:
    reader = alert.recipient
    if action == SEEN:
        see_alert(alert=alert, actor=reader, now=now)
        return gettext("Noted: you have seen it.")
    if action == STOP:
        stop_watching(alert=alert, actor=reader, now=now)
        return gettext("You will not be told about this any more.")
    chosen = {until.key: until.at for until in _choices(alert, now)}
    until = chosen.get(request.POST.get("until", "hour"), now + timedelta(hours=1))
    snooze_alert(alert=alert, until=until, actor=reader, now=now)
    there = until.astimezone(ZoneInfo(reader.time_zone))
    return gettext("You will be told again on %(moment)s.") % {"moment": f"{there:%d.%m.%Y, %H:%M}"}


def _choices(alert: Alert, now: datetime) -> list[Until]:
    due_at = alert.deadline.due_at if alert.deadline else None
    return choices(due_at, alert.recipient.time_zone, now)


urlpatterns = [path("<str:action>/<str:token>", mail_link, name="mail-link")]
