"""Who watches what."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from msgspec import Meta, Struct

from negotiations import models
from negotiations.models import User
from negotiations.queries.bounds import Id, Line, Reference
from negotiations.queries.cited import PROPOSAL_REF, ProposalRef
from negotiations.queries.parties import PARTY_REF, PartyRef
from negotiations.queries.people import PERSON_REF, PersonRef
from negotiations.queries.shapes import Shape


class NegotiationRef(Struct):
    """A negotiation, as other records name it."""

    id: Id
    reference: Reference
    name: Line


class SavedFilterRef(Struct):
    """A filter over one noun, kept under a name."""

    id: Id
    name: Annotated[str, Meta(max_length=80)]
    noun: Annotated[str, Meta(max_length=30)]
    query: Annotated[str, Meta(max_length=1000)]


class Subscription(Struct):
    """One thing that a person watches; over once `ended_at`.

    `lead_days`: so many days before each deadline of a proposal the watcher is told too, beside what their alerts say.
    """

    id: Id
    watched_negotiation: NegotiationRef | None
    proposal: ProposalRef | None
    party: PartyRef | None
    person: PersonRef | None
    saved_filter: SavedFilterRef | None
    lead_days: Annotated[list[Annotated[int, Meta(ge=1, le=365)]], Meta(max_length=10)]
    ended_at: datetime | None
    recorded_at: datetime


def subscriptions_of(user: User) -> QuerySet[models.Subscription]:
    """One's own subscriptions to what one may still know of."""
    return models.Subscription.objects.visible_to(user).filter(user=user)


NEGOTIATION_REF = Shape(NegotiationRef, models.Negotiation)
SAVED_FILTER_REF = Shape(SavedFilterRef, models.SavedFilter)
SUBSCRIPTION = Shape(
    Subscription,
    models.Subscription,
    refs={
        "watched_negotiation": NEGOTIATION_REF,
        "proposal": PROPOSAL_REF,
        "party": PARTY_REF,
        "person": PERSON_REF,
        "saved_filter": SAVED_FILTER_REF,
    },
    rows=subscriptions_of,
)
