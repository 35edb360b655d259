"""When nobody has seen an alert about a deadline, the leads are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from negotiations.actions.alerts.recipients import those_in_charge
from negotiations.enums import AlertKind, AlertState
from negotiations.models import Alert, User
from negotiations.models.policy_book import PolicyBook
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES

WHY = "whether anybody has seen it is asked of every reader's alert"
Group = tuple[str, str, datetime]


def escalate_after(negotiations: Iterable[int | None]) -> dict[int | None, timedelta | None]:
    """How long each negotiation waits until its leads are told; None where it never does."""
    known = set(negotiations)
    book = PolicyBook({key for key in known if key is not None})
    hours = {key: book.default(key or 0).escalate_after_hours for key in known}
    return {key: timedelta(hours=value) if value else None for key, value in hours.items()}


def escalate(*, now: datetime) -> int:
    """Owe the leads one message for each stage that went out, was seen by nobody, and still matters."""
    rows = Alert.objects.unscoped(reason=WHY)
    with transaction.atomic():
        due = rows.unseen(now).select_for_update(skip_locked=True)
        groups: dict[Group, Alert] = {}
        for alert in due.order_by("escalate_at", "pk"):  # by the index over the few that have such a moment
            groups.setdefault((alert.subject_key, alert.rule, alert.occurrence), alert)
        if not groups:
            return 0
        homes = {alert.negotiation_id for alert in groups.values() if alert.negotiation_id}
        leads = those_in_charge(homes, AlertKind.ESCALATION)
        owed = []
        for (subject, rule, occurrence), alert in groups.items():
            same = rows.filter(subject_key=subject, rule=rule, occurrence=occurrence)
            if not same.filter(seen_at__isnull=False).exists() and _matters(alert):
                owed += [_message(alert, lead, now) for lead in leads.get(alert.negotiation_id or 0, [])]
            same.filter(escalate_at__isnull=False).update(escalate_at=None)
        rows.bulk_create(owed, ignore_conflicts=True)
    return len(owed)


def _matters(alert: Alert) -> bool:
    deadline = alert.deadline
    return alert.state == AlertState.SENT and deadline is not None and deadline.status in OPEN_DEADLINES


def _message(alert: Alert, lead: User, now: datetime) -> Alert:
    return Alert(
        negotiation_id=alert.negotiation_id,
        kind=AlertKind.ESCALATION,
        subject_key=f"unseen:{alert.subject_key}",
        deadline_id=alert.deadline_id,
        proposal_id=alert.proposal_id,
        about=alert,
        rule=alert.rule,
        occurrence=alert.occurrence,
        recipient=lead,
        raised_at=now,
        send_at=now,
        next_try_at=now,
    )
