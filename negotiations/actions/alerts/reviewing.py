"""A last look at leased alerts before they are written: is each still wanted, at this hour, and not overtaken?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from negotiations.actions.alerts.recipients import touched_by, watchers_of
from negotiations.enums import AlertState, Moment
from negotiations.models import Alert, AlertPolicy, Negotiation, User
from negotiations.models.alerts import AGAIN, STAGE_KINDS
from negotiations.models.policy_book import PolicyBook, hours_of, leads_of
from negotiations.rules.alert_times import Due, Stage, moment_for, wanted

WHY = "the post reads again what it is about to send, each alert for its own reader"


def review(*, alerts: Sequence[Alert], owner: str, now: datetime) -> list[Alert]:
    """Those of the leased alerts that are to go out now; the others are closed or put off, with the reason.

    Alerts that were in doubt are left as they are: they may have arrived, and go out again unchanged.
    """
    stages = [
        alert for alert in alerts if alert.kind in STAGE_KINDS and not (alert.doubts or alert.rule.startswith(AGAIN))
    ]
    closed = _overtaken([alert for alert in stages if alert.tries or alert.send_at < now], owner, now)
    deadlines = {alert.deadline_id: alert.deadline for alert in stages if alert.deadline is not None}
    touched = touched_by(deadlines.values())
    readers = {alert.recipient_id for alert in stages}
    watching = {
        key: {watcher.user.pk: watcher.lead_days for watcher in watchers}
        for key, watchers in zip(touched, watchers_of(list(touched.values()), readers), strict=True)
    }
    book = PolicyBook({alert.negotiation_id for alert in stages if alert.negotiation_id})
    for alert in stages:
        if alert.pk in closed or alert.deadline_id is None:
            continue
        policy = book.of(alert.recipient_id, alert.negotiation_id)
        stage = Stage.named(alert.rule)
        lead_days = watching[alert.deadline_id].get(alert.recipient_id)
        if lead_days is None:
            _close(alert, owner, AlertState.SUPPRESSED, "The reader no longer watches this.")
        elif alert.kind in policy.muted_kinds or not wanted(stage, leads_of(policy, lead_days)):
            _close(alert, owner, AlertState.SUPPRESSED, "The reader no longer wants to be told of this.")
        elif not _put_off(alert, policy, owner, now):
            continue
        closed.add(alert.pk)
    return [alert for alert in alerts if alert.pk not in closed]


def close_unowed(*, alert: Alert, owner: str) -> None:
    """Close a leased alert that was refused take-off, with the reason why it is not owed any more."""
    held = Alert.objects.unscoped(reason=WHY).filter(pk=alert.pk, lease_owner=owner, state=AlertState.LEASED)
    current = held.select_related("deadline", "recipient").first()
    if current is None or held.still_owed().exists():
        return
    deadline = current.deadline
    if deadline is not None and current.kind in STAGE_KINDS and deadline.due_at != current.occurrence:
        _close(alert, owner, AlertState.CANCELLED, "The deadline moved.")
    elif deadline is not None and current.kind in STAGE_KINDS and deadline.status not in ("pending", "disputed"):
        _close(alert, owner, AlertState.CANCELLED, f"The deadline was {deadline.status}.")
    else:
        _close(alert, owner, AlertState.SUPPRESSED, "The reader may no longer know of this negotiation.")


def _overtaken(late: list[Alert], owner: str, now: datetime) -> set[int]:
    """Supersede those that a later stage of the same deadline, due by now, speaks for."""
    rows = Alert.objects.unscoped(reason=WHY).stages().filter(send_at__lte=now)
    rows = rows.filter(
        deadline__in={alert.deadline_id for alert in late}, recipient__in={alert.recipient_id for alert in late}
    )
    live = (
        rows.exclude(state__in=[AlertState.DEAD, AlertState.SUPPRESSED, AlertState.CANCELLED]) if late else rows.none()
    )
    latest: dict[tuple[int | None, int, datetime], Alert] = {}
    for row in live.only("deadline_id", "recipient_id", "occurrence", "rule"):
        key = (row.deadline_id, row.recipient_id, row.occurrence)
        if key not in latest or Stage.named(row.rule).order > Stage.named(latest[key].rule).order:
            latest[key] = row
    closed = set()
    for alert in late:
        later = latest.get((alert.deadline_id, alert.recipient_id, alert.occurrence))
        if later is not None and Stage.named(later.rule).order > Stage.named(alert.rule).order:
            held = Alert.objects.unscoped(reason=WHY).filter(pk=alert.pk, lease_owner=owner, state=AlertState.LEASED)
            held.update(state=AlertState.SUPERSEDED, superseded_by=later, lease_owner="", lease_until=None)
            closed.add(alert.pk)
    return closed


def retime(*, now: datetime, user: User | None = None, negotiation: Negotiation | None = None) -> None:
    """Let what waits follow the hours its readers have now: of one person, or of everybody told of a negotiation."""
    waiting = (
        Alert.objects.unscoped(reason=WHY).stages().filter(state=AlertState.QUEUED, send_at__gt=now, gathered=False)
    )
    if user is not None:
        waiting = waiting.filter(recipient=user)
    if negotiation is not None:
        waiting = waiting.filter(negotiation=negotiation)
    rows = list(waiting.select_related("deadline", "recipient"))
    book = PolicyBook({alert.negotiation_id for alert in rows if alert.negotiation_id})
    for alert in rows:
        moment = _moment(alert, book.of(alert.recipient_id, alert.negotiation_id))
        if moment is not None and moment != alert.send_at:
            moment = max(moment, now)
            same = Alert.objects.unscoped(reason=WHY).filter(pk=alert.pk, state=AlertState.QUEUED)
            same.update(send_at=moment, next_try_at=moment)


def _moment(alert: Alert, policy: AlertPolicy) -> datetime | None:
    """When this reader's hours ask for it; None where hours do not decide."""
    deadline, stage = alert.deadline, Stage.named(alert.rule)
    if deadline is None or deadline.due_on is None or stage.moment is Moment.AT:
        return None
    return moment_for(stage, Due(deadline.due_on, alert.occurrence), hours_of(policy, alert.recipient))


def _put_off(alert: Alert, policy: AlertPolicy, owner: str, now: datetime) -> bool:
    """Queue an alert again when the reader's hours, changed since it was raised, ask for a later moment."""
    moment = None if policy.digest else _moment(alert, policy)
    if moment is None or moment <= now:
        return False
    held = Alert.objects.unscoped(reason=WHY).filter(pk=alert.pk, lease_owner=owner, state=AlertState.LEASED)
    held.update(state=AlertState.QUEUED, lease_owner="", lease_until=None, send_at=moment, next_try_at=moment)
    return True


def _close(alert: Alert, owner: str, state: AlertState, reason: str) -> None:
    held = Alert.objects.unscoped(reason=WHY).filter(pk=alert.pk, lease_owner=owner, state=AlertState.LEASED)
    held.update(state=state, reason=reason, lease_owner="", lease_until=None, wire=None)
