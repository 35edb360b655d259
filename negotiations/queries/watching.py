"""What a person watches, and the deadlines and meetings that belong to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from negotiations.enums import DeadlineStatus, EventCategory, Precision
from negotiations.models import Deadline, Event, EventProposal, FilterMatch, Involvement, Proposal, Subscription, User
from negotiations.models.proposals import ProposalQuerySet

AT_MOST = 1000
# Older entries leave the feed.
KEPT = timedelta(days=365)
EXACT = (Precision.DAY, Precision.HOUR, Precision.MINUTE)
GONE = (DeadlineStatus.CANCELLED, DeadlineStatus.EXTENDED)


def running(user: User) -> QuerySet[Subscription]:
    """The subscriptions of this person that have not ended, to what they may know of."""
    return Subscription.objects.visible_to(user).filter(user=user, ended_at=None).order_by()


def watched_proposals(user: User) -> ProposalQuerySet:
    """Proposals this person may know of and watches: themselves, by negotiation, by who has a part, by a saved view."""
    mine = running(user)
    picked_out = FilterMatch.objects.visible_to(user).filter(subscription__in=mine.values("pk"))
    seats = Involvement.objects.visible_to(user).filter(
        Q(party__in=mine.filter(party__isnull=False).values("party"))
        | Q(person__in=mine.filter(person__isnull=False).values("person"))
    )
    return Proposal.objects.visible_to(user).filter(
        Q(pk__in=mine.filter(proposal__isnull=False).values("proposal"))
        | Q(negotiation__in=mine.filter(watched_negotiation__isnull=False).values("watched_negotiation"))
        | Q(pk__in=seats.order_by().values("proposal"))
        | Q(pk__in=picked_out.order_by().values("proposal"))
    )


def feed_deadlines(user: User, proposal: Proposal | None, now: datetime) -> list[Deadline]:
    """Dated deadlines of one proposal, or of all this person watches; what was cancelled or extended is left out."""
    rows = Deadline.objects.visible_to(user).filter(due_precision__in=EXACT, due_at__gt=now - KEPT)
    rows = rows.exclude(status__in=GONE)
    if proposal is not None:
        rows = rows.filter(Q(proposal=proposal) | Q(condition__proposal=proposal))
    else:
        mine, watched = running(user), watched_proposals(user).order_by().values("pk")
        rows = rows.filter(
            Q(proposal__in=watched)
            | Q(condition__proposal__in=watched)
            | Q(negotiation__in=mine.filter(watched_negotiation__isnull=False).values("watched_negotiation"))
            | Q(said_by__in=mine.filter(party__isnull=False).values("party"))
        )
    return list(rows.select_related("proposal", "condition__proposal").order_by("due_at", "pk")[:AT_MOST])


def feed_meetings(user: User, proposal: Proposal | None, now: datetime) -> list[Event]:
    """Dated meetings that bear on one proposal, or on any this person watches."""
    rows = Event.objects.visible_to(user).filter(
        category=EventCategory.CONSULT, occurred_precision__in=EXACT, occurred_at__gt=now - KEPT
    )
    chosen = Proposal.objects.visible_to(user).filter(pk=proposal.pk) if proposal else watched_proposals(user)
    links = EventProposal.objects.visible_to(user).filter(proposal__in=chosen.order_by().values("pk"))
    bears = Q(pk__in=links.order_by().values("event"))
    if proposal is None:
        negotiations = running(user).filter(watched_negotiation__isnull=False).values("watched_negotiation")
        bears |= Q(negotiation__in=negotiations)
    return list(rows.filter(bears).order_by("occurred_at", "pk")[:AT_MOST])
