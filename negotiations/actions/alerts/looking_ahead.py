"""What falls due before the next tick, so that nobody waits for it."""

from __future__ import annotations

from datetime import datetime

from negotiations.models import Alert, ArmedAlert

WHY = "when anything falls due; nothing of it is read"
# More moments than this between two ticks wait for the second of them.
MOST = 20


def due_moments(*, after: datetime, until: datetime) -> list[datetime]:
    """The moments after `after` and up to `until` at which a stage or an alert falls due, soonest first, each once."""
    stages = ArmedAlert.objects.unscoped(reason=WHY).due(until).filter(fire_at__gt=after)
    alerts = Alert.objects.unscoped(reason=WHY).owed().filter(next_try_at__gt=after, next_try_at__lte=until)
    moments: set[datetime] = set()
    for rows, column in ((stages, "fire_at"), (alerts, "next_try_at")):
        moments.update(rows.order_by(column).values_list(column, flat=True).distinct()[:MOST])
    return sorted(moments)[:MOST]
