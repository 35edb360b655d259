"""What the mails about a few alerts have to say, read for all of them at once.

Every row read here belongs to the negotiation of an alert, whose reader's scope the post judges before and in the
statement that sends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from negotiations.enums import AccountAttribute, AlertKind, DeadlineStatus
from negotiations.models import (
    Account,
    Alert,
    Change,
    Condition,
    Deadline,
    DeadlineOutcome,
    DeadlineReading,
    Position,
    Proposal,
    StatusChange,
)
from negotiations.queries.touching_accounts import divergent_of
from negotiations.rules.deadline_readings import differing

WHY = "what a mail says of the negotiation of its own alert"
_MOST = 5
_DIVERGING = (AlertKind.DIVERGENCE_APPEARED, AlertKind.DIVERGENCE_CHANGED, AlertKind.DIVERGENCE_ENDED)
_TOLD = frozenset(
    {
        "proposal.status_changed",
        "proposal.revised",
        "condition.attached",
        "condition.progressed",
        "position.taken",
        "account.recorded",
        "account.revised",
        "account.withdrawn",
        "deadline.set",
        "deadline.moved",
        "deadline.extended",
        "deadline.met",
        "deadline.lapsed",
        "deadline.cancelled",
        "event.recorded",
    }
)


@dataclass(slots=True)
class Facts:
    """Of one alert: the proposal, why it stands as it does, what holds it up, what changed since the last mail.

    `readings` are those of its deadline that name another moment than the one it goes by, `divergent` the
    attributes that touch the deadline and on which the parties' accounts differ, with those accounts.
    """

    proposal: Proposal | None
    standing: StatusChange | None = None
    blockers: list[Condition] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    since: datetime | None = None
    successor: Deadline | None = None
    outcome_reason: str = ""
    position: Position | None = None
    earlier_position: Position | None = None
    accounts: list[Account] = field(default_factory=list)
    readings: list[DeadlineReading] = field(default_factory=list)
    divergent: list[tuple[AccountAttribute, list[Account]]] = field(default_factory=list)


def facts_of(alerts: Collection[Alert]) -> dict[int, Facts]:
    """The facts of each alert by its key, in a number of statements that does not grow with the alerts."""
    found = {alert.pk: Facts(proposal_of(alert)) for alert in alerts}
    proposals = {facts.proposal.pk for facts in found.values() if facts.proposal}
    standings, blockers = _standings(proposals), _blockers(proposals)
    since = _last_mails(alerts)
    changes = _changes(since.values(), {alert.negotiation_id for alert in alerts})
    outcomes = _outcomes({alert.deadline_id for alert in alerts if alert.kind == AlertKind.DEADLINE_MOVED})
    readings = _readings({alert.deadline for alert in alerts if alert.deadline is not None})
    divergent = divergent_of({deadline for alert in alerts if (deadline := alert.deadline) is not None})
    for alert in alerts:
        facts = found[alert.pk]
        facts.readings = readings.get(alert.deadline_id, [])
        facts.divergent = divergent.get(alert.deadline_id or 0, [])
        facts.since = since.get((alert.recipient_id, alert.deadline_id))
        if outcome := outcomes.get(alert.deadline_id):
            facts.successor, facts.outcome_reason = outcome.extended_to, outcome.reason
        if facts.proposal is not None:
            facts.standing = standings.get(facts.proposal.pk)
            facts.blockers = blockers.get(facts.proposal.pk, [])
            facts.changes = _since(changes.get(facts.proposal.pk, []), facts.since)
        if alert.kind == AlertKind.POSITION_MOVED and alert.change is not None:
            facts.position, facts.earlier_position = _positions(alert.change)
        elif alert.kind in _DIVERGING and alert.change is not None:
            facts.accounts = _accounts(alert.change)
    return found


def _positions(change: Change) -> tuple[Position | None, Position | None]:
    """The position that was taken, and the one the same voice held before."""
    rows = Position.objects.unscoped(reason=WHY).select_related("party", "person", "condition")
    taken = rows.filter(pk=change.object_id).first()
    if taken is None:
        return None, None
    same = rows.filter(
        party=taken.party_id,
        person=taken.person_id,
        proposal=taken.proposal_id,
        condition=taken.condition_id,
        dissent=taken.dissent,
    )
    earlier = same.filter(pk__lt=taken.pk).order_by("stated_at", "pk").last()
    return taken, earlier


def _accounts(change: Change) -> list[Account]:
    """What every party says now of the attribute in question."""
    after = change.after or {}
    rows = Account.objects.unscoped(reason=WHY).live().select_related("party")
    same = rows.filter(proposal=after["proposal_id"], attribute=after["attribute"])
    return list(same.order_by("party__display_order", "party_id", "pk"))


def proposal_of(alert: Alert) -> Proposal | None:
    """The proposal an alert is about, its own, its deadline's or its condition's."""
    if alert.proposal is not None:
        return alert.proposal
    return deadline_proposal(alert.deadline) if alert.deadline else None


def deadline_proposal(deadline: Deadline) -> Proposal | None:
    """The proposal a deadline belongs to, its own or its condition's."""
    if deadline.proposal is not None:
        return deadline.proposal
    return deadline.condition.proposal if deadline.condition else None


def _standings(proposals: set[int]) -> dict[int, StatusChange]:
    rows = StatusChange.objects.unscoped(reason=WHY).filter(proposal__in=proposals).newest_first()
    newest: dict[int, StatusChange] = {}
    for row in rows:
        newest.setdefault(row.proposal_id, row)
    return newest


def _blockers(proposals: set[int]) -> dict[int, list[Condition]]:
    found: dict[int, list[Condition]] = {}
    for row in Condition.objects.unscoped(reason=WHY).blocking().filter(proposal__in=proposals):
        found.setdefault(row.proposal_id, []).append(row)
    return {proposal: rows[:_MOST] for proposal, rows in found.items()}


def _outcomes(deadlines: set[int | None]) -> dict[int | None, DeadlineOutcome]:
    """The newest standing of each of these deadlines."""
    if not deadlines:
        return {}
    rows = DeadlineOutcome.objects.unscoped(reason=WHY).filter(deadline__in=deadlines - {None})
    return {row.deadline_id: row for row in rows.select_related("extended_to").order_by("recorded_at", "pk")}


def _readings(deadlines: set[Deadline]) -> dict[int | None, list[DeadlineReading]]:
    """What the other readings of each disputed deadline say."""
    disputed = {deadline.pk: deadline for deadline in deadlines if deadline.status == DeadlineStatus.DISPUTED}
    found: dict[int | None, list[DeadlineReading]] = {key: [] for key in disputed}
    rows = DeadlineReading.objects.unscoped(reason=WHY).filter(deadline__in=found).select_related("party")
    for row in rows.order_by("recorded_at", "pk") if found else ():
        found[row.deadline_id].append(row)
    return {key: differing(found[key], lambda row: row.party_id, deadline.due_at) for key, deadline in disputed.items()}


def _last_mails(alerts: Collection[Alert]) -> dict[tuple[int, int | None], datetime]:
    """When each reader was last written to about each deadline."""
    rows = Alert.objects.unscoped(reason=WHY).filter(
        deadline__in={alert.deadline_id for alert in alerts} - {None},
        recipient__in={alert.recipient_id for alert in alerts},
        sent_at__isnull=False,
    )
    last: dict[tuple[int, int | None], datetime] = {}
    for recipient, deadline, sent_at in rows.order_by("sent_at").values_list("recipient_id", "deadline_id", "sent_at"):
        if sent_at is not None:
            last[recipient, deadline] = sent_at
    return last


def _changes(since: Iterable[datetime], negotiations: set[int | None]) -> Mapping[int, list[Change]]:
    """The newest changes of these negotiations since the earliest of those mails, by proposal."""
    earliest = min(since, default=None)
    if earliest is None:
        return {}
    rows = Change.objects.unscoped(reason=WHY).filter(
        negotiation__in=negotiations - {None}, kind__in=_TOLD, recorded_at__gt=earliest
    )
    found: dict[int, list[Change]] = {}
    for row in rows.order_by("-sequence")[:500]:
        after = row.after or {}
        key = row.object_id if row.noun == "proposal" else after.get("proposal_id")
        if key is not None:
            found.setdefault(key, []).append(row)
    return found


def _since(changes: list[Change], since: datetime | None) -> list[Change]:
    return [change for change in changes if since and change.recorded_at > since][:_MOST]
