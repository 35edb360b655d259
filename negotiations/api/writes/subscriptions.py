"""What somebody wants to be told about, as it is sent in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from negotiations.actions.subscriptions import ask_ahead, unwatch, watch
from negotiations.api.writes.bounds import NegotiationKey, PartyKey, PersonKey, ProposalKey, SavedFilterKey
from negotiations.api.writes.operations import Operation
from negotiations.models import Subscription, User
from negotiations.queries.subscriptions import SUBSCRIPTION

LeadDays = Annotated[list[Annotated[int, Meta(ge=1, le=365)]], Meta(max_length=10)]


class NewSubscription(Struct, forbid_unknown_fields=True, kw_only=True):
    """One thing to watch: name exactly one. Watching it already changes nothing but `lead_days`, where they are given.

    `lead_days`, of a proposal: so many days before each of its deadlines you are told too, beside what your alerts say.
    """

    negotiation: NegotiationKey | UnsetType = UNSET
    proposal: ProposalKey | UnsetType = UNSET
    party: PartyKey | UnsetType = UNSET
    person: PersonKey | UnsetType = UNSET
    saved_filter: SavedFilterKey | UnsetType = UNSET
    lead_days: LeadDays | UnsetType = UNSET


def begin(*, actor: User, now: datetime, lead_days: list[int] | None = None, **watched: Any) -> Subscription:
    """Watch for oneself."""
    subscription = watch(user=actor, actor=actor, now=now, **watched)
    if lead_days is None:
        return subscription
    return ask_ahead(subscription=subscription, days=lead_days, actor=actor, now=now)


WATCH = Operation(summary="Watch something.", does=begin, body=NewSubscription, shows=SUBSCRIPTION, made="subscription")
UNWATCH = Operation(
    summary="Stop watching; the subscription stays on record as ended.",
    does=unwatch,
    of="subscription",
    moves=True,
)
