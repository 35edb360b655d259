"""An alert that could not be delivered is itself told to somebody who can act on it."""

from __future__ import annotations

from datetime import datetime

from negotiations.actions.alerts.recipients import administrators, those_in_charge
from negotiations.enums import AlertKind, AlertState
from negotiations.models import Alert

WHY = "a failure is told to the leads of the negotiation it belongs to"


def tell_of_failure(*, alert: Alert, now: datetime) -> None:
    """Owe the leads a message that this alert is dead; a failed message about a failure ends there,
    and a test mail's answer stands where it was asked for.

    What a dead digest held is dead with it.
    """
    rows = Alert.objects.unscoped(reason=WHY)
    if alert.kind == AlertKind.DIGEST:
        held = rows.filter(digested_in=alert, state=AlertState.QUEUED)
        held.update(state=AlertState.DEAD, reason="The digest that held it could not be delivered.")
    if alert.kind in (AlertKind.ALERT_FAILED, AlertKind.TEST_MAIL):
        return
    home = alert.negotiation_id
    readers = those_in_charge([home], AlertKind.ALERT_FAILED)[home] if home else administrators()
    rows.bulk_create(
        [
            Alert(
                negotiation_id=home,
                kind=AlertKind.ALERT_FAILED,
                subject_key=f"alert:{alert.pk}",
                deadline_id=alert.deadline_id,
                proposal_id=alert.proposal_id,
                rule="failed",
                occurrence=now,
                recipient=reader,
                raised_at=now,
                send_at=now,
                next_try_at=now,
                about=alert,
            )
            for reader in readers
            if reader.pk != alert.recipient_id
        ],
        ignore_conflicts=True,
    )
