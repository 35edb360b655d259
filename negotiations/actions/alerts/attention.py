"""What people do with an alert: see it, put it off, skip it, have it sent again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from negotiations.actions.permission import require_role
from negotiations.enums import AlertState, ArmingState
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import Alert, ArmedAlert, User
from negotiations.models.alerts import AGAIN

WHY = "the alert the person acts on"
# How the reason of an alert begins that somebody skipped.
SKIPPED = "Skipped by "


def see_alert(*, alert: Alert, actor: User, now: datetime) -> Alert:
    """Record that its reader has seen it; then nobody else is told that it went unseen."""
    _require_reader(alert, actor)
    if alert.seen_at is None:
        with transaction.atomic():
            rows = Alert.objects.unscoped(reason=WHY)
            rows.filter(pk=alert.pk, seen_at__isnull=True).update(seen_at=now)
            rows.filter(digested_in=alert, seen_at__isnull=True).update(seen_at=now, escalate_at=None)
            same = rows.filter(subject_key=alert.subject_key, rule=alert.rule, occurrence=alert.occurrence)
            same.filter(escalate_at__isnull=False).update(escalate_at=None)
        alert.refresh_from_db()
    return alert


def snooze_alert(*, alert: Alert, until: datetime, actor: User, now: datetime) -> Alert:
    """Tell its reader once more at `until`, and count it as seen meanwhile. Other alerts go out as planned.

    Returns the alert that will come; one that has not gone out yet is itself put off.
    """
    _require_reader(alert, actor)
    if until <= now:
        raise InvalidValueError("Choose a moment that is still to come.", field="until")
    rows = Alert.objects.unscoped(reason=WHY)
    with transaction.atomic():
        if rows.filter(pk=alert.pk, state=AlertState.QUEUED).update(
            send_at=until, next_try_at=until, snoozed_until=until
        ):
            alert.refresh_from_db()
            return alert
        see_alert(alert=alert, actor=actor, now=now)
        rows.filter(pk=alert.pk).update(snoozed_until=until)
        return tell_again(alert=alert, to=alert.recipient, at=until, now=now)


def tell_again(*, alert: Alert, to: User, at: datetime, now: datetime) -> Alert:
    """Owe the same message once more: to `to`, at `at`."""
    again, _ = Alert.objects.unscoped(reason=WHY).get_or_create(
        subject_key=alert.subject_key,
        rule=f"{AGAIN}{at:%Y%m%dT%H%M}",
        recipient=to,
        channel=alert.channel,
        occurrence=alert.occurrence,
        defaults={
            "negotiation": alert.negotiation,
            "kind": alert.kind,
            "deadline": alert.deadline,
            "proposal": alert.proposal,
            "change": alert.change,
            "about": alert,
            "raised_at": now,
            "send_at": at,
            "next_try_at": at,
        },
    )
    return again


def skip_alert(*, alert: Alert, actor: User) -> Alert:
    """Do not send an alert that waits; its reader may, and so may an editor of the negotiation."""
    if actor.pk != alert.recipient_id:
        require_role(actor, alert.negotiation)
    waiting = Alert.objects.unscoped(reason=WHY).filter(pk=alert.pk, state=AlertState.QUEUED)
    if not waiting.update(state=AlertState.SUPPRESSED, reason=f"{SKIPPED}{actor}."):
        raise InvalidValueError("Only an alert that waits can be skipped; this one does not.", field="alert")
    alert.refresh_from_db()
    return alert


def send_again(*, alert: Alert, actor: User, now: datetime) -> Alert:
    """Try a dead or skipped alert once more, from the first try on."""
    if actor.pk != alert.recipient_id:
        require_role(actor, alert.negotiation)
    ended = Alert.objects.unscoped(reason=WHY).filter(
        pk=alert.pk, state__in=[AlertState.DEAD, AlertState.SUPPRESSED], send_at__lte=now
    )
    if not ended.update(state=AlertState.QUEUED, reason="", next_try_at=now, lease_until=None):
        raise InvalidValueError("Only an alert that failed or was skipped can be sent again.", field="alert")
    alert.refresh_from_db()
    return alert


def skip_stage(*, armed: ArmedAlert, actor: User, now: datetime) -> ArmedAlert:
    """Tell nobody at this stage of a deadline."""
    return _switch(armed, ArmingState.ARMED, ArmingState.SKIPPED, actor, now)


def restore_stage(*, armed: ArmedAlert, actor: User, now: datetime) -> ArmedAlert:
    """Tell people at this stage after all, if it is still to come."""
    return _switch(armed, ArmingState.SKIPPED, ArmingState.ARMED, actor, now)


def _switch(armed: ArmedAlert, before: ArmingState, after: ArmingState, actor: User, now: datetime) -> ArmedAlert:
    require_role(actor, armed.negotiation)
    rows = ArmedAlert.objects.unscoped(reason=WHY).filter(pk=armed.pk, state=before)
    settled_at = now if after is ArmingState.SKIPPED else None
    if not rows.update(state=after, settled_at=settled_at):
        raise InvalidValueError(f"This stage is not {before}, so it cannot become {after}.", field="stage")
    armed.refresh_from_db()
    return armed


def _require_reader(alert: Alert, actor: User) -> None:
    if actor.pk != alert.recipient_id:
        raise NotPermittedError("Only its reader can do this with an alert.")
