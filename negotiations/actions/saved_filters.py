"""Saved views: a name for a filtered list; and which proposals a watched one picks out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from negotiations.actions.recording import action, add, amend
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import FilterMatch, SavedFilter, Subscription, User

AT_MOST = 30


@action
def save_filter(*, actor: User, noun: str, name: str, query: str, shared: bool, now: datetime) -> SavedFilter:
    """Keep a query string, which the caller has had checked by the noun's FilterSet, under a name of the actor's."""
    own = SavedFilter.objects.visible_to(actor).filter(owner=actor, noun=noun)
    _require_free(own, name)
    if own.count() >= AT_MOST:
        raise InvalidValueError(f"You have {AT_MOST} views; remove one that you no longer use.", field="name")
    saved = SavedFilter(owner=actor, noun=noun, name=name.strip(), query=query, shared=shared)
    return add(saved, kind="savedfilter.saved", actor=actor, now=now)


@action
def revise_filter(*, saved: SavedFilter, actor: User, name: str, shared: bool, now: datetime) -> SavedFilter:
    """Call a view otherwise, share it, or keep it to oneself: then nobody else is told of it any more."""
    if saved.owner_id != actor.pk:
        raise NotPermittedError("Only its owner can rename or share a view.")
    own = SavedFilter.objects.visible_to(actor).filter(owner=actor, noun=saved.noun)
    _require_free(own.exclude(pk=saved.pk), name)
    amend(saved, kind="savedfilter.revised", actor=actor, now=now, name=name.strip(), shared=shared)
    if not shared:
        _end_watches(saved, actor, now, of=~Q(user=actor))
    return saved


@action
def remove_filter(*, saved: SavedFilter, actor: User, now: datetime) -> SavedFilter:
    """Take a view away, for everybody it was shared with; whoever watched it is told about it no longer."""
    if saved.owner_id != actor.pk:
        raise NotPermittedError("Only its owner can remove a view.")
    if saved.removed_at is None:
        amend(saved, kind="savedfilter.removed", actor=actor, now=now, removed_at=now)
        _end_watches(saved, actor, now, of=Q())
    return saved


def _require_free(own: QuerySet[SavedFilter], name: str) -> None:
    if own.filter(name=name.strip()).exists():
        raise InvalidValueError("You have a view of this name; choose another, or remove that one first.", field="name")


def _end_watches(saved: SavedFilter, actor: User, now: datetime, *, of: Q) -> None:
    watching = Subscription.objects.unscoped(reason="everybody who watches the view that they may know of no longer")
    for subscription in watching.filter(of, saved_filter=saved, ended_at=None):
        amend(subscription, kind="subscription.ended", actor=actor, now=now, ended_at=now)


def keep_matches(*, subscription: Subscription, proposals: Collection[int], now: datetime) -> None:
    """Let these, and no others, be the proposals that a watched filter picks out; who was in stays since then."""
    rows = FilterMatch.objects.unscoped(reason="the matches of one subscription").filter(subscription=subscription)
    known = set(rows.values_list("proposal_id", flat=True))
    wanted = set(proposals)
    if known == wanted:
        return
    with transaction.atomic():
        rows.filter(proposal__in=known - wanted).delete()
        rows.bulk_create(
            [FilterMatch(subscription=subscription, proposal_id=key, since=now) for key in sorted(wanted - known)],
            ignore_conflicts=True,
        )
