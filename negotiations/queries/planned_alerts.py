"""When the alerts that are armed would reach a reader, in that reader's own hours."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from negotiations.enums import ArmingState
from negotiations.models import ArmedAlert, User
from negotiations.models.alerts import ArmedAlertQuerySet
from negotiations.models.policy_book import PolicyBook, hours_of
from negotiations.queries.shapes import Reader
from negotiations.rules.alert_times import Due, Stage, moment_for

AT_MOST = 200


def planned_alerts(
    user: User,
    armed: ArmedAlertQuerySet,
    *,
    most: int,
    states: Collection[ArmingState] = (ArmingState.ARMED,),
    book: PolicyBook | None = None,
) -> list[tuple[ArmedAlert, datetime]]:
    """Each armed stage of deadlines that have a date, with the UTC instant at which this reader is to be told.

    The first `most` rows with their deadlines and conditions, in two statements, or one where the `book` of their
    negotiations has been read. An armed row itself only knows the first moment for any reader.
    """
    rows = list(armed.filter(state__in=states).select_related("deadline__condition")[:most])
    book = book or PolicyBook({row.negotiation_id for row in rows})
    planned = []
    for row in rows:
        on, at = row.deadline.due_on, row.deadline.due_at
        if on is not None and at is not None:
            hours = hours_of(book.of(user.pk, row.negotiation_id), user)
            planned.append((row, moment_for(Stage.named(row.rule), Due(on, at), hours)))
    return planned


def stages_of(deadlines: Collection[int], reader: Reader, book: PolicyBook) -> list[tuple[ArmedAlert, datetime]]:
    """The stages of these deadlines that are to come for this reader; one that somebody skipped could come again.

    `book` holds the policies of their negotiation. None on a past day, of which what is planned says nothing.
    """
    if reader.then or not deadlines:
        return []
    rows = ArmedAlert.objects.visible_to(reader.user).filter(deadline__in=deadlines)
    states = (ArmingState.ARMED, ArmingState.SKIPPED)
    planned = planned_alerts(reader.user, rows, most=AT_MOST, states=states, book=book)
    return [(row, at) for row, at in planned if row.state == ArmingState.ARMED or at > reader.now]
