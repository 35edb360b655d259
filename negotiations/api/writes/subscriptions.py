"""What somebody wants to be told about, as it is sent in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from negotiations.actions.subscriptions import unwatch, watch
from negotiations.api.writes.bounds import NegotiationKey, PartyKey, PersonKey, ProposalKey, SavedFilterKey
from negotiations.api.writes.operations import Operation
from negotiations.models import Subscription, User
from negotiations.queries.subscriptions import SUBSCRIPTION


class NewSubscription(Struct, forbid_unknown_fields=True, kw_only=True):
    """One thing to watch: name exactly one. Watching it already changes nothing."""

    negotiation: NegotiationKey | UnsetType = UNSET
    proposal: ProposalKey | UnsetType = UNSET
    party: PartyKey | UnsetType = UNSET
    person: PersonKey | UnsetType = UNSET
    saved_filter: SavedFilterKey | UnsetType = UNSET


def begin(*, actor: User, now: datetime, **watched: Any) -> Subscription:
    """Watch for oneself."""
    return watch(user=actor, actor=actor, now=now, **watched)


WATCH = Operation(summary="Watch something.", does=begin, body=NewSubscription, shows=SUBSCRIPTION, made="subscription")
UNWATCH = Operation(
    summary="Stop watching; the subscription stays on record as ended.",
    does=unwatch,
    of="subscription",
    moves=True,
    method="delete",
)
