"""Telling somebody after all what was skipped."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, F, Value, When

from negotiations.actions.alerts.attention import SKIPPED
from negotiations.actions.permission import require_role
from negotiations.enums import AlertState
from negotiations.errors import InvalidValueError
from negotiations.models import Alert, User


def unskip_alert(*, alert: Alert, actor: User, now: datetime) -> Alert:
    """Let a skipped alert wait again: for its own moment, or from `now` on if that has gone by.

    Its reader may, and so may an editor of the negotiation. What Parley itself held back stays so.
    """
    if actor.pk != alert.recipient_id:
        require_role(actor, alert.negotiation)
    skipped = Alert.objects.unscoped(reason="the alert the person acts on").filter(
        pk=alert.pk, state=AlertState.SUPPRESSED, reason__startswith=SKIPPED
    )
    next_try_at = Case(When(send_at__gt=now, then=F("send_at")), default=Value(now))
    if not skipped.update(state=AlertState.QUEUED, reason="", next_try_at=next_try_at):
        raise InvalidValueError("Only an alert that somebody skipped can be taken up again.", field="alert")
    alert.refresh_from_db()
    return alert
