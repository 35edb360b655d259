"""The pages behind the links in mails. Opening one changes nothing; its one button does.

Whoever holds the link acts as the mail's reader, and only in the way the link was signed for. Mail programs press
the button themselves when somebody unsubscribes (RFC 8058), so no cookie is asked for.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
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
from negotiations.emails.links import SEEN, SNOOZE, STOP, alert_named_by
from negotiations.models import Alert
from negotiations.rules.alert_times import local


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_link(request: HttpRequest, action: str, token: str) -> HttpResponse:
    """Show what the link is about, or do it. What is not signed, or not the reader's to know any more, is not there."""
    alert = _alert(action, token)
    now = clock.now()
    with translation.override(alert.recipient.language):
        context = {"action": action, "alert": alert, "about": _about(alert)}
        if request.method == "POST":
            return render(request, "dashboard/mail_link.html", context | {"done": _act(request, action, alert, now)})
        if action == STOP:
            context["watched"] = watched_behind(alert)
        if action == SNOOZE:
            context["choices"] = [(value, label) for value, label, _ in _choices(alert, now)]
        return render(request, "dashboard/mail_link.html", context)


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


def _act(request: HttpRequest, action: str, alert: Alert, now: datetime) -> str:
    reader = alert.recipient
    if action == SEEN:
        see_alert(alert=alert, actor=reader, now=now)
        return gettext("Noted: you have seen it.")
    if action == STOP:
        stop_watching(alert=alert, actor=reader, now=now)
        return gettext("You will not be told about this any more.")
    chosen = {value: moment for value, _, moment in _choices(alert, now)}
    until = chosen.get(request.POST.get("until", "hour"), now + timedelta(hours=1))
    snooze_alert(alert=alert, until=until, actor=reader, now=now)
    there = until.astimezone(ZoneInfo(reader.time_zone))
    return gettext("You will be told again on %(moment)s.") % {"moment": f"{there:%d.%m.%Y, %H:%M}"}


def _choices(alert: Alert, now: datetime) -> list[tuple[str, str, datetime]]:
    """In an hour, tomorrow at nine, and a day before the deadline if that is still to come."""
    zone = alert.recipient.time_zone
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    choices = [
        ("hour", gettext("in one hour"), now + timedelta(hours=1)),
        ("tomorrow", gettext("tomorrow at 09:00"), local(tomorrow, time(9), zone)),
    ]
    due_at = alert.deadline.due_at if alert.deadline else None
    if due_at is not None and due_at - timedelta(days=1) > now:
        choices.append(("day before", gettext("one day before the deadline"), due_at - timedelta(days=1)))
    return choices


urlpatterns = [path("<str:action>/<str:token>", mail_link, name="mail-link")]
