"""Watching: a person asks to be told about something they may know of, or asks no longer."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from negotiations.actions.alert_policies import LONGEST_LEAD_DAYS, mute_kind, require_leads
from negotiations.actions.alerts.arming import arm_deadline
from negotiations.actions.alerts.raising import raise_for_newcomer
from negotiations.actions.alerts.recipients import matched_by, matter_of
from negotiations.actions.recording import action, add, amend
from negotiations.enums import AlertKind
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import Alert, Deadline, Negotiation, Party, Person, Proposal, SavedFilter, Subscription, User
from negotiations.models.scoping import ScopedQuerySet


@action
def watch(
    *,
    user: User,
    actor: User | None,
    now: datetime,
    negotiation: Negotiation | None = None,
    proposal: Proposal | None = None,
    party: Party | None = None,
    person: Person | None = None,
    saved_filter: SavedFilter | None = None,
) -> Subscription:
    """Tell `user` from now on about exactly one of these; watching it already changes nothing.

    People watch for themselves; Parley itself (no actor) may do it for anybody. What the person may not know of is
    refused as if it were not there.
    """
    if actor is not None and actor.pk != user.pk:
        raise NotPermittedError("Everybody watches for themselves; ask them to.")
    given = {
        "watched_negotiation": negotiation,
        "proposal": proposal,
        "party": party,
        "person": person,
        "saved_filter": saved_filter,
    }
    chosen = [(name, row) for name, row in given.items() if row is not None]
    if len(chosen) != 1:
        raise InvalidValueError("Name exactly one thing to watch.", field="watched")
    name, watched = chosen[0]
    rows: ScopedQuerySet[Negotiation | Proposal | Party | Person | SavedFilter] = type(watched).objects  # type: ignore[assignment]
    if not rows.visible_to(user).filter(pk=watched.pk).exists():
        raise InvalidValueError("This is not on record; choose something that is.", field=name)
    running = Subscription.objects.unscoped(reason="the person's own subscriptions").filter(user=user, ended_at=None)
    if present := running.filter(**{name: watched}).first():
        return present
    home = watched if isinstance(watched, Negotiation) else watched.negotiation
    subscription = Subscription(user=user, negotiation=home, **{name: watched})
    add(subscription, kind="subscription.begun", actor=actor, now=now)
    raise_for_newcomer(subscription=subscription, now=now)
    return subscription


@action
def ask_ahead(*, subscription: Subscription, days: list[int], actor: User | None, now: datetime) -> Subscription:
    """Tell so many days before each deadline of a watched proposal too, beside what the watcher's policy says.

    The days take the place of those asked for before; none leaves the policy alone.
    """
    if actor is not None and actor.pk != subscription.user_id:
        raise NotPermittedError("Everybody sets their own alerts.")
    proposal = subscription.proposal
    if proposal is None or subscription.ended_at is not None:
        raise InvalidValueError("Days of one's own are for a proposal that one watches.", field="lead_days")
    require_leads("lead_days", days, LONGEST_LEAD_DAYS)
    asked = sorted(set(days), reverse=True)
    amend(subscription, kind="subscription.leads_set", actor=actor, now=now, lead_days=asked)
    of_it = Q(proposal=proposal) | Q(condition__proposal=proposal)
    deadlines = Deadline.objects.unscoped(reason="what the watched proposal waits for").open().filter(of_it)
    for deadline in deadlines.filter(due_at__isnull=False).select_related("condition"):
        arm_deadline(deadline=deadline, now=now)
    return subscription


@action
def unwatch(*, subscription: Subscription, actor: User | None, now: datetime) -> Subscription:
    """Stop telling; what is queued for it is not sent. Ended already, it stays as it is."""
    if actor is not None and actor.pk != subscription.user_id:
        raise NotPermittedError("Everybody stops watching for themselves.")
    if subscription.ended_at is None:
        amend(subscription, kind="subscription.ended", actor=actor, now=now, ended_at=now)
    return subscription


@action
def stop_watching(*, alert: Alert, actor: User, now: datetime) -> list[Subscription]:
    """End everything by which this alert's reader is told of its matter: what the link in every mail does.

    What somebody is told because they are in charge, and digests, are muted as a kind instead.
    """
    if actor.pk != alert.recipient_id:
        raise NotPermittedError("Only its reader can stop an alert.")
    if alert.kind in (AlertKind.ESCALATION, AlertKind.ALERT_FAILED):
        mute_kind(user=actor, negotiation=alert.negotiation, kind=AlertKind(alert.kind), now=now)
        return []
    if alert.kind == AlertKind.DIGEST:
        ended = []
        for member in Alert.objects.visible_to(actor).filter(digested_in=alert).select_related("deadline"):
            ended += stop_watching(alert=member, actor=actor, now=now)
        return ended
    return [unwatch(subscription=running, actor=actor, now=now) for running in watched_behind(alert)]


def watched_behind(alert: Alert) -> list[Subscription]:
    """The running subscriptions by which the reader of this alert is told of its matter."""
    if alert.kind in (AlertKind.ESCALATION, AlertKind.ALERT_FAILED):
        return []
    if alert.kind == AlertKind.DIGEST:
        members = Alert.objects.visible_to(alert.recipient).filter(digested_in=alert).select_related("deadline")
        return list({row.pk: row for member in members for row in watched_behind(member)}.values())
    running = Subscription.objects.unscoped(reason="the reader's own subscriptions")
    return list(running.filter(matched_by(matter_of(alert)), user=alert.recipient, ended_at=None).order_by("pk"))
