"""Messages that are to go out, raised or not yet, as far as can be foreseen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import AlertKind
from negotiations.queries.bounds import Id, Reference
from negotiations.queries.cited import PROPOSAL_REF, ProposalRef
from negotiations.queries.deadlines import DEADLINE_REF, DeadlineRef
from negotiations.queries.reading import read_together
from negotiations.queries.shapes import Reader
from negotiations.queries.users import USER_REF, UserRef

AHEAD, FARTHEST = 7, 31  # days: how far one looks unless one says otherwise, and at most
MOST = 500


class ComingAlert(Struct):
    """One message to one person, with an `id` once it was raised.

    `rule` names the stage, `occurrence` the moment it is about.
    """

    id: Id | None
    negotiation: Reference | None
    kind: AlertKind
    deadline: DeadlineRef | None
    proposal: ProposalRef | None
    rule: Annotated[str, Meta(max_length=20)]
    occurrence: datetime
    recipient: UserRef
    send_at: datetime


def coming_alerts(alerts: Collection[models.Alert], reader: Reader) -> list[ComingAlert]:
    """These alerts, which the reader may know of, in their order: four statements for any number."""
    user = reader.user

    def named(model: type[models.Deadline] | type[models.Proposal], field: str) -> QuerySet[models.Deadline]:
        return model.objects.visible_to(user).filter(pk__in={getattr(alert, field) for alert in alerts})  # type: ignore[return-value]

    homes = models.Negotiation.objects.visible_to(user).filter(pk__in={alert.negotiation_id for alert in alerts})
    deadlines, proposals, people = (
        {row.id: row for row in rows}
        for rows in read_together(
            [
                (named(models.Deadline, "deadline_id"), DEADLINE_REF),
                (named(models.Proposal, "proposal_id"), PROPOSAL_REF),
                (models.User.objects.filter(pk__in={alert.recipient_id for alert in alerts}), USER_REF),
            ],
            reader,
        )
    )
    references = dict(homes.values_list("pk", "reference"))
    return [
        ComingAlert(
            id=alert.pk,
            negotiation=references.get(alert.negotiation_id or 0),
            kind=AlertKind(alert.kind),
            deadline=deadlines.get(alert.deadline_id),
            proposal=proposals.get(alert.proposal_id),
            rule=alert.rule,
            occurrence=alert.occurrence,
            recipient=people[alert.recipient_id],
            send_at=alert.send_at,
        )
        for alert in alerts
    ]
