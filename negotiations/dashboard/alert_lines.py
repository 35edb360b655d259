"""Alerts as lines of the alerts page: what each is about, how it stands in words, and what can be done with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.alerts.attention import SKIPPED
from negotiations.dashboard.alert_rows import lead_words
from negotiations.dashboard.snoozing import Until, choices
from negotiations.enums import AlertKind, AlertState
from negotiations.models.alerts import STAGE_KINDS
from negotiations.queries.alerts import Alert
from negotiations.queries.shapes import Reader

S = AlertState
MOVES = {
    "seen": gettext_lazy("Seen"),
    "send-again": gettext_lazy("Send again"),
    "skip": gettext_lazy("Skip"),
    "unskip": gettext_lazy("Undo skip"),
}


@dataclass(frozen=True, slots=True)
class State:
    """A state in words: `hue` is that of its sign, `at` a UTC instant that belongs to it."""

    word: str
    icon: str
    hue: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert: `moves` are keys and names of what this reader may do.

    `readdress`: its mailbox is the trouble, and this reader may name another.
    """

    alert: Alert
    lead: str
    state: State
    unseen: bool
    moves: list[tuple[str, str]]
    readdress: bool
    snoozes: list[Until]

    @property
    def late_minutes(self) -> int:
        return self.alert.late_seconds // 60

    @property
    def answer(self) -> str:
        """The code and words of the mail server at the last attempt."""
        last = self.alert.deliveries[-1] if self.alert.deliveries else None
        return " ".join(str(part) for part in (last.code, last.answer) if part) if last else ""


def alert_lines(alerts: list[Alert], unseen: Collection[int], reader: Reader) -> list[AlertLine]:
    return [
        AlertLine(
            alert=alert,
            lead=_lead(alert),
            state=_state(alert, reader.now),
            unseen=alert.id in unseen,
            moves=[(key, str(MOVES[key])) for key in _moves(alert, reader)],
            readdress=alert.state == S.DEAD and (reader.user.is_superuser or not _own(alert, reader)),
            snoozes=_snoozes(alert, reader),
        )
        for alert in alerts
    ]


def _lead(alert: Alert) -> str:
    if alert.kind in STAGE_KINDS:
        return lead_words(alert.rule)
    return capfirst(str(AlertKind(alert.kind).label))


def _state(alert: Alert, now: datetime) -> State:
    if alert.state == S.SENT:
        if alert.seen_at:
            return State(_("Delivered, seen"), "i-check", "ok", alert.seen_at)
        return State(_("Delivered"), "i-check", "ok", alert.sent_at)
    if alert.state == S.QUEUED:
        if alert.snoozed_until and alert.snoozed_until > now:
            return State(_("Snoozed until"), "i-clock", "", alert.snoozed_until)
        if alert.tries:
            return State(_("Waiting, next try"), "i-clock", "warn", alert.next_try_at)
        return State(_("Planned"), "i-clock", "", alert.send_at)
    if alert.state == S.SUPPRESSED and alert.reason.startswith(SKIPPED):
        return State(_("Skipped"), "i-x")
    words = {
        S.LEASED: State(_("Sending"), "i-clock"),
        S.IN_FLIGHT: State(_("Sending"), "i-clock"),
        S.IN_DOUBT: State(_("In doubt: it may have arrived"), "i-warn", "warn", alert.next_try_at),
        S.DEAD: State(_("Failed"), "i-warn", "bad", None),
        S.SUPPRESSED: State(_("Held back"), "i-x"),
        S.CANCELLED: State(_("Withdrawn"), "i-x"),
        S.SUPERSEDED: State(_("Replaced by a later one"), "i-x"),
    }
    return words[alert.state]


def _own(alert: Alert, reader: Reader) -> bool:
    return alert.recipient is not None and alert.recipient.id == reader.user.pk


def _moves(alert: Alert, reader: Reader) -> list[str]:
    """What may be done with it: the reader of a lead's negotiation may only skip, take up again and send again."""
    own = _own(alert, reader)
    if alert.state == S.DEAD:
        return ["send-again", "seen"] if own and not alert.seen_at else ["send-again"]
    if alert.state == S.QUEUED:
        return ["skip"]
    if alert.state == S.SUPPRESSED and alert.reason.startswith(SKIPPED):
        return ["unskip"]
    return ["seen"] if own and alert.state == S.SENT and not alert.seen_at else []


def _snoozes(alert: Alert, reader: Reader) -> list[Until]:
    if not _own(alert, reader) or alert.state not in (S.SENT, S.QUEUED):
        return []
    due_at = alert.deadline.due_at if alert.deadline else None
    return choices(due_at, reader.user.time_zone, reader.now)
