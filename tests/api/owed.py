"""A mail that somebody is owed and has been sent once."""

from __future__ import annotations

from negotiations.enums import AlertKind, DeliveryOutcome
from negotiations.models import Alert, Deadline, Delivery, Negotiation, User
from tests import factories as make


def alert(to: User, deadline: Deadline | None, negotiation: Negotiation | None = None) -> Alert:
    owed = Alert(
        negotiation=negotiation,
        kind=AlertKind.DEADLINE_AHEAD if deadline else AlertKind.DIGEST,
        subject_key=f"deadline:{deadline.pk if deadline else 0}",
        deadline=deadline,
        rule="P1D before",
        occurrence=make.NOW,
        recipient=to,
        raised_at=make.NOW,
        send_at=make.NOW,
        next_try_at=make.NOW,
    )
    owed.save()
    Delivery(
        alert=owed, attempt=1, worker="one", began_at=make.NOW, outcome=DeliveryOutcome.ACCEPTED, code=250, answer="OK"
    ).save()
    return owed
