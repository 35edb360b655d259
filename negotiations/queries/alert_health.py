"""Whether alerts go out: what readiness answers, and what the head of the alerts page says."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from negotiations.models import Alert, ArmedAlert, Heartbeat, MailRoute, User
from negotiations.queries.alerts import WAITING, alerts_for
from negotiations.rules.alert_times import GRACE

WHY = "whether mail works is asked of everybody's alerts; no text is read"


def tick_health(now: datetime, interval: timedelta) -> str:
    """ "ok", or that the last tick is older than three intervals: what a watchdog restarts workers for."""
    last = Heartbeat.objects.filter(name="tick").values_list("beat_at", flat=True).first()
    if last is None:
        return "failed: no tick yet"
    behind = now - last
    return "ok" if behind <= 3 * interval else f"failed: the last tick was {int(behind.total_seconds())} s ago"


def delivery_health(now: datetime) -> str:
    """ "ok", or by how much the oldest alert that is due is behind its moment, and why if the mail server is away."""
    oldest = Alert.objects.unscoped(reason=WHY).deliverable(now).order_by("next_try_at").first()
    if oldest is None or now - oldest.next_try_at <= GRACE:
        return "ok"
    behind = int((now - oldest.next_try_at).total_seconds())
    away = MailRoute.objects.filter(closed_until__isnull=False).values_list("answer", flat=True).first()
    return f"failed: an alert has been waiting for {behind} s" + (f"; mail server: {away}" if away else "")


class MailStanding(msgspec.Struct, frozen=True):
    """Whether mail gets through: when one last did, how many of the reader's alerts wait, and since when none left.

    `stuck` when an alert is behind its moment, raised or not, or the server is away; `answer` is what the server
    last said.
    """

    sent_at: datetime | None
    waiting: int
    stuck: bool
    answer: str


def mail_standing(user: User, now: datetime) -> MailStanding:
    """How mail stands at `now`; the waiting ones that are counted are those this person may see."""
    route = MailRoute.objects.order_by("pk").first()
    behind = (
        Alert.objects.unscoped(reason=WHY).deliverable(now - GRACE).exists()
        or ArmedAlert.objects.unscoped(reason=WHY).due(now - GRACE).exists()
    )
    away = route is not None and route.failed_since is not None
    return MailStanding(
        sent_at=route.sent_at if route else None,
        waiting=alerts_for(user).filter(state__in=WAITING, send_at__lte=now).count(),
        stuck=behind or away,
        answer=route.answer if route else "",
    )
