"""When the alerts that are armed would reach a reader, in that reader's own hours."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from negotiations.enums import ArmingState
from negotiations.models import ArmedAlert, User
from negotiations.models.alerts import ArmedAlertQuerySet
from negotiations.models.policy_book import PolicyBook, hours_of
from negotiations.rules.alert_times import Due, Stage, moment_for


def planned_alerts(
    user: User, armed: ArmedAlertQuerySet, *, most: int, states: Collection[ArmingState] = (ArmingState.ARMED,)
) -> list[tuple[ArmedAlert, datetime]]:
    """Each armed stage of deadlines that have a date, with the UTC instant at which this reader is to be told.

    The first `most` rows, in two statements. An armed row itself only knows the first moment for any reader.
    """
    rows = list(armed.filter(state__in=states).select_related("deadline")[:most])
    book = PolicyBook({row.negotiation_id for row in rows})
    planned = []
    for row in rows:
        on, at = row.deadline.due_on, row.deadline.due_at
        if on is not None and at is not None:
            hours = hours_of(book.of(user.pk, row.negotiation_id), user)
            planned.append((row, moment_for(Stage.named(row.rule), Due(on, at), hours)))
    return planned
