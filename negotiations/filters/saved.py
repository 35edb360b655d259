"""What a saved view picks out for a reader, and the proposals that watched ones pick out now."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qsl

from negotiations.actions.saved_filters import keep_matches
from negotiations.filters.proposals import ProposalFilters
from negotiations.models import Proposal, SavedFilter, Subscription
from negotiations.models.proposals import ProposalQuerySet
from negotiations.queries.shapes import Reader

PROPOSALS = "proposals"
DRAWN = ("ordering", "columns", "group")  # how a list is drawn: kept in a saved view, picking nothing out
# Of one watched view, and of all of them in one tick.
MOST_MATCHES, MOST_WATCHED = 1000, 2000


def values_of(query: str) -> dict[str, str]:
    """The filters of a query string; how it was drawn and paged picks nothing out."""
    return {name: value for name, value in _given(query).items() if name not in (*DRAWN, "page")}


def drawn_by(query: str) -> dict[str, str]:
    """How a query string has the list drawn: its order and its columns, where it says."""
    return {name: value for name, value in _given(query).items() if name in DRAWN}


def _given(query: str) -> dict[str, str]:
    return dict(parse_qsl(query.removeprefix("?")))


def picked_out(query: str, reader: Reader) -> ProposalQuerySet | None:
    """The proposals of a view, as this reader may know them; ended ones only where it asks for a status.

    None where the FilterSet no longer understands the query.
    """
    values = values_of(query)
    known = Proposal.objects.visible_to(reader.user)
    if not any(name.split("__")[0] == "status" for name in values):
        known = known.open()
    if not set(values) <= set(ProposalFilters.offered(then=False)):
        return None
    applied = ProposalFilters(values, known, reader=reader, only=values)
    return applied.qs.order_by() if applied.form.is_valid() else None


def renew_matches(now: datetime) -> None:
    """Work out, for everybody who watches a view, what it picks out for them at `now`."""
    watching = Subscription.objects.unscoped(reason="each filter is read by its watcher's own scope, next")
    rows = watching.filter(ended_at=None, saved_filter__isnull=False, user__is_active=True)
    for subscription in rows.select_related("user", "saved_filter").order_by("pk")[:MOST_WATCHED]:
        keep_matches(subscription=subscription, proposals=_matches(subscription, now), now=now)


def _matches(subscription: Subscription, now: datetime) -> list[int]:
    """Nothing for a view that its watcher may not see any more."""
    watched = subscription.saved_filter_id or 0
    saved = SavedFilter.objects.visible_to(subscription.user).filter(pk=watched).first()
    if saved is None or saved.noun != PROPOSALS:
        return []
    found = picked_out(saved.query, Reader(subscription.user, now))
    return [] if found is None else list(found.order_by("pk").values_list("pk", flat=True)[:MOST_MATCHES])
