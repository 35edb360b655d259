"""What would go out until a moment, as things stand now; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from negotiations.actions.alerts.arming import due_of
from negotiations.actions.alerts.raising import plan
from negotiations.enums import AlertState, ArmingState, Moment
from negotiations.models import Alert, ArmedAlert
from negotiations.rules.alert_times import Stage, earliest

WHY = "the preview shows an administrator everybody's alerts"
MOST = 5000


def preview(*, now: datetime, until: datetime, most: int = MOST) -> list[Alert]:
    """Alerts that wait, and unsaved ones of the stages to come with every daily reminder, soonest first.

    Changes of the record, outcomes and retries cannot be foreseen and are not in it. At most `most`.
    """
    alerts = Alert.objects.unscoped(reason=WHY).filter(
        state__in=[AlertState.QUEUED, AlertState.LEASED, AlertState.IN_DOUBT], next_try_at__lte=until
    )
    waiting = list(alerts.select_related("recipient", "deadline").order_by("send_at", "pk")[:most])
    armed = ArmedAlert.objects.unscoped(reason=WHY).filter(state=ArmingState.ARMED, fire_at__lte=until)
    stages = [
        row for armed_row in armed.select_related("deadline__condition")[:most] for row in _series(armed_row, until)
    ]
    coming = [alert for _, alert in plan(stages, now) if alert.send_at <= until]
    return sorted([*waiting, *coming], key=lambda alert: (alert.send_at, alert.recipient_id, alert.rule))[:most]


def readers_of_stages(stages: Collection[int], now: datetime) -> Counter[int]:
    """How many people would be told at each of these stages, as things stand now."""
    rows = ArmedAlert.objects.unscoped(reason="how many are told is no secret of whoever is").filter(pk__in=stages)
    return Counter(row.pk for row, _ in plan(list(rows.select_related("deadline__condition")), now))


def _series(row: ArmedAlert, until: datetime) -> list[ArmedAlert]:
    """The stage itself, and for a daily reminder those that follow it."""
    rows, stage, due = [row], Stage.named(row.rule), due_of(row.deadline)
    while stage.moment is Moment.AFTER and due is not None and len(rows) < 60:
        stage = Stage(Moment.AFTER, stage.amount + 1)
        if earliest(stage, due) > until:
            break
        rows.append(
            ArmedAlert(
                negotiation_id=row.negotiation_id,
                deadline=row.deadline,
                rule=stage.name,
                occurrence=row.occurrence,
                armed_at=row.armed_at,
                fire_at=earliest(stage, due),
            )
        )
    return rows
