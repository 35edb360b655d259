"""An alert as the exact bytes that go to the mail server: the same bytes however often they have to go."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from negotiations.actions.alerts import Written
from negotiations.emails.deadlines import deadline_ahead, deadline_moved, deadline_overdue, deadline_passed
from negotiations.emails.letter import Letter
from negotiations.emails.links import STOP, link
from negotiations.emails.news import (
    divergence_appeared,
    divergence_changed,
    divergence_ended,
    position_moved,
    status_changed,
)
from negotiations.emails.notices import alert_failed, digest, escalation
from negotiations.enums import AlertKind
from negotiations.exports.ics import calendar_of
from negotiations.models import Alert
from negotiations.models.alerts import STAGE_KINDS
from negotiations.queries.alert_facts import Facts

KINDS: Mapping[AlertKind, Callable[[Alert, Facts, datetime], Letter]] = {
    AlertKind.DEADLINE_AHEAD: deadline_ahead,
    AlertKind.DEADLINE_PASSED: deadline_passed,
    AlertKind.DEADLINE_OVERDUE: deadline_overdue,
    AlertKind.DEADLINE_MOVED: deadline_moved,
    AlertKind.STATUS_CHANGED: status_changed,
    AlertKind.POSITION_MOVED: position_moved,
    AlertKind.DIVERGENCE_APPEARED: divergence_appeared,
    AlertKind.DIVERGENCE_CHANGED: divergence_changed,
    AlertKind.DIVERGENCE_ENDED: divergence_ended,
    AlertKind.ESCALATION: escalation,
    AlertKind.ALERT_FAILED: alert_failed,
}


def write(alert: Alert, facts: Facts, now: datetime, members: Sequence[Alert] = ()) -> Written:
    """Write the mail of one alert in its reader's language; one that was in doubt keeps the bytes it had."""
    if alert.wire and alert.message_id:
        return Written(alert, alert.message_id, bytes(alert.wire), tuple(member.pk for member in members))
    with translation.override(alert.recipient.language):
        if alert.kind == AlertKind.DIGEST:
            letter = digest(alert, facts, now, members)
        else:
            letter = KINDS[AlertKind(alert.kind)](alert, facts, now)
    message_id = message_id_of(alert)
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[alert.recipient.email],
        headers=_headers(alert, message_id, now),
    )
    mail.attach_alternative(letter.html, "text/html")
    if alert.deadline is not None and alert.kind in (*STAGE_KINDS, AlertKind.DEADLINE_MOVED):
        entry = calendar_of([alert.deadline], name="", now=now)
        mail.attach("deadline.ics", entry.decode(), "text/calendar")
    wire: bytes = mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django adds linesep
    return Written(alert, message_id, wire, tuple(member.pk for member in members))


def message_id_of(alert: Alert) -> str:
    """The same for the same alert, on whatever day and machine it is written."""
    occurrence = alert.occurrence.isoformat()
    key = "\n".join((alert.subject_key, alert.rule, str(alert.recipient_id), alert.channel, occurrence))
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{_domain()}>"


def _headers(alert: Alert, message_id: str, now: datetime) -> dict[str, str]:
    """What lets mail programs thread it, stop it, and know that no person wrote it (RFC 5322, 8058, 3834)."""
    subject = f"deadline.{alert.deadline_id}" if alert.deadline_id else alert.subject_key.replace(":", ".")
    thread = f"<{subject}.{alert.recipient_id}@{_domain()}>"
    return {
        "Message-ID": message_id,
        "Date": format_datetime(now),
        "References": thread,
        "In-Reply-To": thread,
        "List-Unsubscribe": f"<{link(STOP, alert.pk)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Parley-Alert": str(alert.pk),
    }


def _domain() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
