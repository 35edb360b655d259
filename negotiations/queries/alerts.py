"""Messages owed to people, with each attempt to hand them over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Annotated

from django.db.models import Exists, OuterRef, Q, QuerySet
from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import AlertKind, AlertState, Channel, DeliveryOutcome, MemberRole
from negotiations.models import User
from negotiations.models.memberships import known_negotiations
from negotiations.queries.bounds import Id, Reference
from negotiations.queries.cited import PROPOSAL_REF, ProposalRef
from negotiations.queries.deadlines import DEADLINE_REF, DeadlineRef
from negotiations.queries.shapes import Children, Shape, or_none
from negotiations.queries.users import USER_REF, UserRef

Answer = Annotated[str, Meta(max_length=1000)]
WAITING = (AlertState.QUEUED, AlertState.LEASED, AlertState.IN_FLIGHT, AlertState.IN_DOUBT)
UNSEEN_AFTER = timedelta(hours=12)


class Delivery(Struct):
    """One attempt to hand an alert over: what came of it, with the mail server's code and words."""

    id: Id
    attempt: Annotated[int, Meta(ge=0, le=32_767)]
    began_at: datetime
    ended_at: datetime | None
    outcome: DeliveryOutcome | None
    code: Annotated[int, Meta(ge=0, le=32_767)] | None
    answer: Answer


class Alert(Struct):
    """One message owed to one person. `rule` names the stage, `occurrence` the moment it is about.

    `late_seconds` is by how much a stage missed its moment; `reason` says why an alert ended unsent.
    """

    id: Id
    negotiation: Reference | None
    kind: AlertKind
    deadline: DeadlineRef | None
    proposal: ProposalRef | None
    rule: Annotated[str, Meta(max_length=20)]
    occurrence: datetime
    recipient: UserRef | None
    channel: Channel
    state: AlertState
    reason: Annotated[str, Meta(max_length=500)]
    raised_at: datetime
    send_at: datetime
    next_try_at: datetime
    sent_at: datetime | None
    late_seconds: Annotated[int, Meta(ge=0, le=2_147_483_647)]
    tries: Annotated[int, Meta(ge=0, le=32_767)]
    doubts: Annotated[int, Meta(ge=0, le=32_767)]
    seen_at: datetime | None
    snoozed_until: datetime | None
    deliveries: list[Delivery]


def alerts_for(user: User) -> QuerySet[models.Alert]:
    """One's own alerts, and those of negotiations one leads; never of a negotiation one may no longer know of."""
    every = models.Alert.objects.unscoped(reason="scoped below: a digest of several negotiations has none of its own")
    if not user.is_active:
        return every.none()
    known = Q(negotiation__in=known_negotiations(user)) | Q(negotiation=None)
    return every.filter(known, Q(recipient=user) | _led("negotiation", user))


def negotiations_led(user: User) -> set[int]:
    """Ids of the negotiations in which a person reads also what others are told."""
    return set(models.Negotiation.objects.visible_to(user).filter(_led("pk", user)).values_list("pk", flat=True))


def _led(path: str, user: User) -> Q:
    """Whether a person leads the negotiation at this path.

    Where nobody leads, the administrators are in charge, as they are of what could not be delivered.
    """
    leads = models.Membership.objects.unscoped(reason="who leads what").filter(role=MemberRole.LEAD)
    theirs = Q(**{f"{path}__in": leads.held_by(user).values("negotiation")})
    if user.is_superuser:
        active = leads.filter(Q(user__is_active=True) | Q(team__user__is_active=True))
        theirs |= Q(**{f"{path}__isnull": False}) & ~Q(**{f"{path}__in": active.values("negotiation")})
    return theirs


def failed_alerts(user: User) -> QuerySet[models.Alert]:
    """Those of `alerts_for` that could not be delivered and that their reader has not dealt with."""
    return alerts_for(user).filter(state=AlertState.DEAD, seen_at=None)


def unseen_by_anyone(user: User, ids: Collection[int], now: datetime) -> set[int]:
    """Which of these stages of deadlines went out twelve hours ago and were seen by none who were told."""
    every = models.Alert.objects.visible_to(user)
    told = every.stages().filter(pk__in=ids, state=AlertState.SENT, sent_at__lte=now - UNSEEN_AFTER)
    same = every.filter(**{name: OuterRef(name) for name in ("subject_key", "rule", "occurrence")})
    return set(told.exclude(Exists(same.filter(seen_at__isnull=False))).order_by().values_list("pk", flat=True))


def _deliveries_for(user: User) -> QuerySet[models.Delivery]:
    every = models.Delivery.objects.unscoped(reason="read only beside alerts that carry their own scope")
    return every.filter(alert__in=alerts_for(user).order_by().values("pk"))


DELIVERY = Shape(Delivery, models.Delivery, columns=or_none("outcome"), rows=_deliveries_for, order=("attempt",))
ALERT = Shape(
    Alert,
    models.Alert,
    refs={"deadline": DEADLINE_REF, "proposal": PROPOSAL_REF, "recipient": USER_REF},
    children={"deliveries": Children(DELIVERY, "alert_id")},
    rows=alerts_for,
)
