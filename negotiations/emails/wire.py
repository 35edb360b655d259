"""An alert as the exact bytes that go to the mail server: the same bytes however often they have to go."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import RFC5322_EMAIL_LINE_LENGTH_LIMIT
from django.utils import translation

from negotiations.actions.alerts import Written
from negotiations.emails.deadlines import deadline_ahead, deadline_moved, deadline_overdue, deadline_passed
from negotiations.emails.letter import Letter, lateness
from negotiations.emails.links import OPEN_PLACE, SEEN, SNOOZE, STOP, link, place
from negotiations.emails.news import (
    divergence_appeared,
    divergence_changed,
    divergence_ended,
    position_moved,
    status_changed,
    taken_back,
)
from negotiations.emails.notices import alert_failed, digest, escalation, glass_broken, test_mail
from negotiations.emails.transport import on_the_envelope
from negotiations.enums import AlertKind
from negotiations.exports.ics import calendar_of
from negotiations.models import Alert
from negotiations.models.alerts import STAGE_KINDS
from negotiations.queries.alert_facts import Facts

# How each kind is put into words. A letter may depend on its alert's matter, its facts, and its reader's language and
# zone: readers who share these get the same sheet. What is the reader's own beside them is an open place.
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
    AlertKind.GLASS_BROKEN: glass_broken,
    AlertKind.TAKEN_BACK: taken_back,
    AlertKind.TEST_MAIL: test_mail,
}
# What lets mail programs thread it, stop it, and know that no person wrote it (RFC 5322, 8058, 3834).
_HEADERS = {
    "Message-ID": place("id"),
    "References": place("thread"),
    "In-Reply-To": place("thread"),
    "List-Unsubscribe": f"<{place(STOP)}>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "Auto-Submitted": "auto-generated",
    "X-Parley-Alert": place("alert"),
}


class Sheets:
    """The mails of one batch, all written at `now`. What many readers are told in the same words is written once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._sheets: dict[Hashable, bytes] = {}

    def write(self, alert: Alert, facts: Facts, members: Sequence[Alert] = ()) -> Written:
        """The mail of one alert in its reader's language; one that was in doubt keeps the bytes it had."""
        told = tuple(member.pk for member in members)
        if alert.wire and alert.message_id:
            return Written(alert, alert.message_id, bytes(alert.wire), told)
        message_id = message_id_of(alert)
        own = _own(alert, message_id)
        key = _same_words(alert, facts, lateness(alert, self.now))
        sheet = self._sheets.get(key)
        if sheet is None:
            letter = self._letter(alert, facts, members)
            if _travels_as_it_is(letter):
                sheet = self._sheets[key] = self._sheet(alert, letter)
            else:
                sheet = self._sheet(alert, Letter(letter.subject, _filled(letter.text, own), _filled(letter.html, own)))
        return Written(alert, message_id, OPEN_PLACE.sub(lambda found: own[found[1].decode()], sheet), told)

    def _letter(self, alert: Alert, facts: Facts, members: Sequence[Alert]) -> Letter:
        with translation.override(alert.recipient.language):
            if alert.kind == AlertKind.DIGEST:
                return digest(alert, facts, self.now, members)
            return KINDS[AlertKind(alert.kind)](alert, facts, self.now)

    def _sheet(self, alert: Alert, letter: Letter) -> bytes:
        mail = EmailMultiAlternatives(
            subject=letter.subject,
            body=letter.text,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[place("to")],
            headers=_HEADERS | {"Date": format_datetime(self.now)},
        )
        mail.attach_alternative(letter.html, "text/html")
        if alert.deadline is not None and alert.kind in (*STAGE_KINDS, AlertKind.DEADLINE_MOVED):
            entry = calendar_of([alert.deadline], name="", now=self.now)
            mail.attach("deadline.ics", entry.decode(), "text/calendar")
        wire: bytes = mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django adds linesep
        return wire


def _same_words(alert: Alert, facts: Facts, late: str) -> Hashable:
    """What a mail's words depend on. A digest is its reader's alone."""
    if alert.kind == AlertKind.DIGEST:
        return alert.pk
    matter = (alert.negotiation_id, alert.deadline_id, alert.proposal_id, alert.change_id, alert.about_id)
    reader = (alert.recipient.language, alert.recipient.time_zone)
    return alert.kind, matter, reader, late, tuple(change.pk for change in facts.changes)


def _own(alert: Alert, message_id: str) -> dict[str, bytes]:
    """What stands in the open places of this alert's mail."""
    subject = f"deadline.{alert.deadline_id}" if alert.deadline_id else alert.subject_key.replace(":", ".")
    own = {
        "to": on_the_envelope(alert.recipient.email),
        "id": message_id,
        "thread": f"<{subject}.{alert.recipient_id}@{_domain()}>",
        "alert": str(alert.pk),
    } | {action: link(action, alert.pk) for action in (SEEN, SNOOZE, STOP)}
    return {name: value.encode() for name, value in own.items()}


def _travels_as_it_is(letter: Letter) -> bool:
    """Whether no line is so long that the mail is encoded: that could tear an open place apart."""
    lines = (*letter.text.splitlines(), *letter.html.splitlines())
    return all(len(line.encode()) <= RFC5322_EMAIL_LINE_LENGTH_LIMIT for line in lines)


def _filled(text: str, own: Mapping[str, bytes]) -> str:
    return OPEN_PLACE.sub(lambda found: own[found[1].decode()], text.encode()).decode()


def message_id_of(alert: Alert) -> str:
    """The same for the same alert, on whatever day and machine it is written."""
    occurrence = alert.occurrence.isoformat()
    key = "\n".join((alert.subject_key, alert.rule, str(alert.recipient_id), alert.channel, occurrence))
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{_domain()}>"


def _domain() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
