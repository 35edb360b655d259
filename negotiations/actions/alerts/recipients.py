"""Who is told about what: who watches it, may know of it, and wants to hear, and in which hours."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from negotiations.enums import AlertKind, MemberRole
from negotiations.models import Alert, Deadline, FilterMatch, Involvement, Membership, Subscription, User
from negotiations.models.policy_book import PolicyBook

WHY = "Parley finds out whom to tell; each reader's scope is judged before anything is written and again when sent"


@dataclass(slots=True)
class Watched:
    """What a matter touches: a deadline or a change is told to those who watch any of it."""

    negotiation: int
    proposal: int | None = None
    parties: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Watcher:
    """A person who watches, since when at the earliest; `lead_days` are those they asked for there besides."""

    user: User
    since: datetime
    lead_days: frozenset[int] = frozenset()


def touched_by(deadlines: Iterable[Deadline]) -> dict[int, Watched]:
    """What each deadline touches, its condition read through to the proposal."""
    found = {}
    for deadline in deadlines:
        condition = deadline.condition
        proposal = deadline.proposal_id or (condition.proposal_id if condition else None)
        found[deadline.pk] = Watched(deadline.negotiation_id, proposal, {deadline.said_by_id} - {None})  # type: ignore[arg-type]
    involve(found.values())
    return found


def involve(matters: Collection[Watched]) -> None:
    """Add the parties and people who have a part in each matter's proposal."""
    by_proposal: dict[int, list[Watched]] = {}
    for matter in matters:
        if matter.proposal:
            by_proposal.setdefault(matter.proposal, []).append(matter)
    involvements = Involvement.objects.unscoped(reason=WHY).filter(proposal__in=by_proposal)
    for proposal, party, person in involvements.order_by().values_list("proposal_id", "party_id", "person_id"):
        for matter in by_proposal[proposal]:
            matter.parties |= {party} - {None}
            matter.people |= {person} - {None}


def watchers_of(matters: Collection[Watched], among: Collection[int] | None = None) -> list[list[Watcher]]:
    """For each matter those who watch it or part of it, scope not yet judged; addresses that cannot be are left out.

    `among` are the keys of the people in question; None is everybody.
    """
    negotiations, proposals, parties, people = set(), set(), set(), set()
    for matter in matters:
        negotiations.add(matter.negotiation)
        proposals.add(matter.proposal)
        parties |= matter.parties
        people |= matter.people
    subscriptions = Subscription.objects.unscoped(reason=WHY).filter(ended_at__isnull=True, user__is_active=True)
    if among is not None:
        subscriptions = subscriptions.filter(user__in=among)
    watched = _watching(negotiations, proposals - {None}, parties, people)
    by_object: dict[tuple[str, int], list[Watcher]] = {}
    for row in subscriptions.filter(watched).exclude(user__email="").select_related("user").order_by("recorded_at"):
        for name in ("watched_negotiation", "proposal", "party", "person"):
            if key := getattr(row, f"{name}_id"):
                by_object.setdefault((name, key), []).append(
                    Watcher(row.user, row.recorded_at, frozenset(row.lead_days))
                )
    for match in _through_filters(proposals, subscriptions):
        watcher = Watcher(match.subscription.user, match.since)
        by_object.setdefault(("proposal", match.proposal_id), []).append(watcher)
    return [_merged(by_object, matter) for matter in matters]


def matter_of(alert: Alert) -> Watched:
    """What the matter of one alert touches."""
    if alert.deadline is not None:
        return touched_by([alert.deadline])[alert.deadline.pk]
    matter = Watched(alert.negotiation_id or 0, alert.proposal_id)
    involve([matter])
    return matter


def matched_by(matter: Watched) -> Q:
    """The subscriptions that watch this matter or part of it."""
    watched = _watching({matter.negotiation}, {matter.proposal} - {None}, matter.parties, matter.people)
    matches = FilterMatch.objects.unscoped(reason=WHY).filter(proposal=matter.proposal)
    return watched | Q(pk__in=matches.order_by().values("subscription"))


def _through_filters(proposals: set[int | None], subscriptions: QuerySet[Subscription]) -> Iterable[FilterMatch]:
    """By which saved filters these proposals are watched, of these subscriptions, the oldest match first."""
    matches = FilterMatch.objects.unscoped(reason=WHY).filter(proposal__in=proposals - {None})
    running = subscriptions.filter(saved_filter__isnull=False).exclude(user__email="").order_by().values("pk")
    return matches.filter(subscription__in=running).select_related("subscription__user").order_by("since", "pk")


def _watching(negotiations: set[int], proposals: set[int | None], parties: set[int], people: set[int]) -> Q:
    watched = Q(watched_negotiation__in=negotiations) | Q(proposal__in=proposals)
    if parties:
        watched |= Q(party__in=parties)
    return watched | Q(person__in=people) if people else watched


def those_in_charge(negotiations: Collection[int], kind: AlertKind) -> dict[int, list[User]]:
    """The active leads of each negotiation, their own role or through a team; without any, the administrators.

    Whoever has muted the kind is left out.
    """
    book = PolicyBook(negotiations)
    return {
        negotiation: [user for user in users if kind not in book.of(user.pk, negotiation).muted_kinds]
        for negotiation, users in leads_of(negotiations).items()
    }


def leads_of(negotiations: Collection[int]) -> dict[int, list[User]]:
    """As `those_in_charge`, whatever they have muted: for what they have to hear."""
    rows = Membership.objects.unscoped(reason=WHY).filter(negotiation__in=negotiations, role=MemberRole.LEAD)
    people: dict[int, set[int]] = {negotiation: set() for negotiation in negotiations}
    for negotiation, person, member in rows.order_by().values_list("negotiation_id", "user_id", "team__user"):
        people[negotiation] |= {person, member} - {None}
    users = {user.pk: user for user in reachable().filter(pk__in={key for ids in people.values() for key in ids})}
    return {
        negotiation: [users[key] for key in sorted(ids) if key in users] or administrators()
        for negotiation, ids in people.items()
    }


def administrators() -> list[User]:
    """The active administrators who can be written to."""
    return list(reachable().filter(is_superuser=True).order_by("pk"))


def reachable() -> QuerySet[User]:
    """Everybody who can be written to, scope not judged."""
    return User.objects.filter(is_active=True).exclude(email="")


def _merged(by_object: dict[tuple[str, int], list[Watcher]], matter: Watched) -> list[Watcher]:
    keys = [("watched_negotiation", matter.negotiation)]
    if matter.proposal:
        keys.append(("proposal", matter.proposal))
    keys += [("party", party) for party in matter.parties] + [("person", person) for person in matter.people]
    if len(keys) == 1:
        return by_object.get(keys[0], [])
    first: dict[int, Watcher] = {}
    for key in keys:
        for watcher in by_object.get(key, ()):
            known = first.get(watcher.user.pk)
            if known is None:
                first[watcher.user.pk] = watcher
            elif watcher.since < known.since or watcher.lead_days:
                since, asked = min(watcher.since, known.since), watcher.lead_days | known.lead_days
                first[watcher.user.pk] = Watcher(watcher.user, since, asked)
    return list(first.values())
