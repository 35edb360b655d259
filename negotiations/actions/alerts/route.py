"""The way to the mail server, as all workers see it: while it is closed no alert is leased."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.functions import Coalesce

from negotiations.models import MailRoute

SMTP = "smtp"
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(minutes=2)


def route_is_open(*, now: datetime) -> bool:
    """Whether the mail server may be tried now."""
    return not MailRoute.objects.filter(name=SMTP, closed_until__gt=now).exists()


def close_route(*, answer: str, now: datetime) -> None:
    """Leave the mail server alone for a while: 5 seconds after the first failure, doubling to two minutes."""
    row, _ = MailRoute.objects.get_or_create(name=SMTP)
    wait = min(_FIRST_WAIT * 2 ** min(row.failures, 10), _LONGEST_WAIT)
    MailRoute.objects.filter(pk=row.pk).update(
        failures=F("failures") + 1,
        failed_since=Coalesce(F("failed_since"), now),
        closed_until=now + wait,
        answer=answer[:1000],
    )


def open_route(*, now: datetime) -> None:
    """Record that the mail server took a mail."""
    row, _ = MailRoute.objects.get_or_create(name=SMTP)
    MailRoute.objects.filter(pk=row.pk).update(failures=0, failed_since=None, closed_until=None, answer="", sent_at=now)
