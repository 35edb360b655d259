"""What would go out until a moment, as things stand now; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from negotiations.actions.alerts.arming import due_of
from negotiations.actions.alerts.raising import plan
from negotiations.enums import AlertState, ArmingState, Moment
from negotiations.models import Alert, ArmedAlert, User
from negotiations.models.memberships import known_negotiations
from negotiations.models.policy_book import PolicyBook
from negotiations.rules.alert_times import Stage, earliest

WHY = "the preview shows an administrator everybody's alerts, and others those they may read"
MOST = 5000
_OWED = (AlertState.QUEUED, AlertState.LEASED, AlertState.IN_DOUBT)


def preview(*, now: datetime, until: datetime, most: int = MOST) -> list[Alert]:
    """Alerts that wait, and unsaved ones of the stages to come with every daily reminder, soonest first.

    Changes of the record, outcomes and retries cannot be foreseen and are not in it. At most `most`.
    """
    alerts, armed = Alert.objects.unscoped(reason=WHY), ArmedAlert.objects.unscoped(reason=WHY)
    return _coming(alerts, armed, now=now, until=until, most=most)


def preview_for(*, user: User, led: Collection[int], now: datetime, until: datetime, most: int = MOST) -> list[Alert]:
    """Of the preview what one person may read: their own, and everybody's in the negotiations `led`, by id."""
    known = set(known_negotiations(user))
    alerts = Alert.objects.unscoped(reason=WHY).filter(Q(negotiation__in=known) | Q(negotiation=None))
    alerts = alerts.filter(Q(recipient=user) | Q(negotiation__in=known & set(led)))
    armed = ArmedAlert.objects.unscoped(reason=WHY).filter(negotiation__in=known)
    every = _coming(alerts, armed, now=now, until=until)
    return [alert for alert in every if alert.recipient_id == user.pk or alert.negotiation_id in led][:most]


def _coming(
    alerts: QuerySet[Alert], armed: QuerySet[ArmedAlert], *, now: datetime, until: datetime, most: int = MOST
) -> list[Alert]:
    owed = alerts.filter(state__in=_OWED, next_try_at__lte=until).select_related("recipient", "deadline")
    waiting = list(owed.order_by("send_at", "pk")[:most])
    soonest = armed.filter(state=ArmingState.ARMED, fire_at__lte=until).order_by("fire_at", "pk")
    stages = [row for first in soonest.select_related("deadline__condition")[:most] for row in _series(first, until)]
    coming = [alert for _, alert in plan(stages, now) if alert.send_at <= until]
    return sorted([*waiting, *coming], key=lambda alert: (alert.send_at, alert.recipient_id, alert.rule))[:most]


def readers_of_stages(stages: Sequence[ArmedAlert], now: datetime, book: PolicyBook) -> Counter[int]:
    """How many people would be told at each of these stages, by its id, as things stand now.

    The stages come with their deadlines, and these with their conditions. How many are told is no secret of whoever is.
    """
    return Counter(row.pk for row, _ in plan(stages, now, book))


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
