"""Keeping the armed stages, and what was already said, in step with a deadline: in the transaction that moves it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from negotiations.enums import AlertKind, AlertState, ArmingState, Moment
from negotiations.models import Alert, AlertPolicy, ArmedAlert, Deadline, Subscription, User
from negotiations.models.alerts import AGAIN, STAGE_KINDS, may_have_been_told
from negotiations.models.policy_book import PolicyBook, hours_of, leads_of
from negotiations.rules.alert_times import (
    PASSING,
    Due,
    Leads,
    Stage,
    after_quiet,
    earliest,
    next_reminder,
    over_for_all,
    stages_before,
    widest,
)
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES

WHY = "the alerts of the deadline itself"
# "open" and the moment, or the outcome.
Standing = tuple[str, datetime | None]


def arm_deadline(*, deadline: Deadline, now: datetime) -> None:
    """Arm every stage the deadline still has; withdraw what is about another moment; tell those already told.

    To be called whenever a deadline is set, moved, settled or reopened. Called again with nothing changed, it
    changes nothing. Stages that lie behind `now` are not armed, save the passing of an open deadline.
    """
    with transaction.atomic():
        _withdraw(deadline, now)
        due = due_of(deadline)
        if due is not None:
            _arm(deadline, due, now)
        _tell_of_move(deadline, now)


def due_of(deadline: Deadline) -> Due | None:
    """What there is to wait for: nothing once an outcome is on record or while no date is known."""
    if deadline.status not in OPEN_DEADLINES or deadline.due_at is None or deadline.due_on is None:
        return None
    return Due(deadline.due_on, deadline.due_at)


def arm_reminder(deadline: Deadline, due: Due, *, after: int, now: datetime) -> ArmedAlert:
    """The unsaved row of the next daily reminder past the `after`-th."""
    return _armed(deadline, due, next_reminder(due, after, now), now)


def _withdraw(deadline: Deadline, now: datetime) -> None:
    """Order matters: an armed row is settled first, so that a tick that holds it has written its alerts by then."""
    due = due_of(deadline)
    armed = ArmedAlert.objects.unscoped(reason=WHY).filter(deadline=deadline, state=ArmingState.ARMED)
    alerts = Alert.objects.unscoped(reason=WHY).filter(deadline=deadline, kind__in=STAGE_KINDS)
    if due is not None:
        armed = armed.exclude(occurrence=due.at)
        alerts = alerts.exclude(occurrence=due.at)
    armed.update(state=ArmingState.DISARMED, settled_at=now)
    alerts.filter(state__in=[AlertState.QUEUED, AlertState.LEASED, AlertState.IN_DOUBT]).update(
        state=AlertState.CANCELLED,
        reason=f"The deadline was {deadline.status}." if due is None else "The deadline moved.",
        lease_owner="",
        lease_until=None,
        wire=None,
    )
    alerts.filter(escalate_at__isnull=False).update(escalate_at=None)


def _arm(deadline: Deadline, due: Due, now: datetime) -> None:
    policies = PolicyBook([deadline.negotiation_id]).every(deadline.negotiation_id)
    besides = _asked_besides(deadline)
    stages = _stages(deadline, due, widest(leads_of(policy, besides) for policy in policies), now)
    rows = ArmedAlert.objects.unscoped(reason=WHY)
    rows.bulk_create([_armed(deadline, due, stage, now) for stage in stages], ignore_conflicts=True)
    back = rows.filter(deadline=deadline, occurrence=due.at, state=ArmingState.DISARMED)
    back.filter(rule__in=[stage.name for stage in stages]).update(
        state=ArmingState.ARMED, settled_at=None, armed_at=now
    )
    # What was withdrawn while the deadline stood elsewhere is owed again if its moment is still to come.
    Alert.objects.unscoped(reason=WHY).filter(
        deadline=deadline,
        kind__in=STAGE_KINDS,
        occurrence=due.at,
        state=AlertState.CANCELLED,
        send_at__gt=now,
    ).update(state=AlertState.QUEUED, reason="", next_try_at=F("send_at"))


def _asked_besides(deadline: Deadline) -> set[int]:
    """How many days before its deadlines anybody who watches its proposal asked to be told besides."""
    proposal = deadline.proposal_id or (deadline.condition.proposal_id if deadline.condition else None)
    if proposal is None:
        return set()
    running = Subscription.objects.unscoped(reason=WHY).filter(proposal=proposal, ended_at=None)
    return {days for asked in running.exclude(lead_days=[]).values_list("lead_days", flat=True) for days in asked}


def _stages(deadline: Deadline, due: Due, leads: Leads, now: datetime) -> list[Stage]:
    said_at = min(deadline.said_at or deadline.recorded_at, deadline.recorded_at)
    stages = [stage for stage in stages_before(leads, due, said_at) if not over_for_all(stage, due, now)]
    if leads.at_passing:
        stages.append(PASSING)
    if leads.daily_until_settled:
        known = ArmedAlert.objects.unscoped(reason=WHY).filter(deadline=deadline, occurrence=due.at)
        live = known.filter(state__in=[ArmingState.ARMED, ArmingState.FIRED, ArmingState.SKIPPED])
        reminders = [Stage.named(rule) for rule in live.values_list("rule", flat=True)]
        last = max((stage.amount for stage in reminders if stage.moment is Moment.AFTER), default=0)
        waiting = known.filter(state=ArmingState.ARMED, rule=Stage(Moment.AFTER, last).name).exists()
        if not waiting:
            stages.append(next_reminder(due, last, now))
    return stages


def _armed(deadline: Deadline, due: Due, stage: Stage, now: datetime) -> ArmedAlert:
    return ArmedAlert(
        negotiation_id=deadline.negotiation_id,
        deadline=deadline,
        rule=stage.name,
        occurrence=due.at,
        armed_at=now,
        fire_at=earliest(stage, due),
    )


def _tell_of_move(deadline: Deadline, now: datetime) -> None:
    """One notice to everybody who was told something else than what holds now.

    Each reader's newest message says what they believe; a notice that is still waiting and no longer true is
    withdrawn before the beliefs are read.
    """
    holds = standing_of(deadline)
    alerts = Alert.objects.unscoped(reason=WHY).filter(deadline=deadline)
    # One that its reader asked to have again tells what holds when it goes out.
    notices = alerts.filter(kind=AlertKind.DEADLINE_MOVED).exclude(rule__startswith=AGAIN)
    waiting = notices.filter(state__in=[AlertState.QUEUED, AlertState.LEASED, AlertState.IN_DOUBT])
    outdated = [notice.pk for notice in waiting.only("rule", "occurrence", "kind") if _belief(notice) != holds]
    waiting.filter(pk__in=outdated).update(
        state=AlertState.CANCELLED, reason="The deadline moved again.", lease_owner="", lease_until=None, wire=None
    )
    mistaken = [reader for reader, belief in beliefs_of(deadline).items() if belief != holds]
    if mistaken:
        book = PolicyBook([deadline.negotiation_id])
        readers = User.objects.filter(pk__in=mistaken, is_active=True)
        notices.bulk_create(
            [moved_notice(deadline, reader, book.of(reader.pk, deadline.negotiation_id), now) for reader in readers],
            ignore_conflicts=True,
        )


def standing_of(deadline: Deadline) -> Standing:
    """What holds of a deadline now: open and when, or how it ended."""
    due = due_of(deadline)
    return (str(deadline.status), None) if due is None else ("open", due.at)


def beliefs_of(deadline: Deadline) -> dict[int, Standing]:
    """What each reader takes to hold after the newest message they had, may have had, or are about to have."""
    alerts = Alert.objects.unscoped(reason=WHY).filter(deadline=deadline)
    moved = Q(kind=AlertKind.DEADLINE_MOVED)
    told = alerts.filter(may_have_been_told() | (moved & Q(state__in=[AlertState.QUEUED, AlertState.LEASED])))
    about_it = told.filter(Q(kind__in=STAGE_KINDS) | (moved & ~Q(rule__startswith=AGAIN)))
    newest = about_it.order_by("pk").only("recipient_id", "rule", "occurrence", "kind")
    return {alert.recipient_id: _belief(alert) for alert in newest}


def moved_notice(deadline: Deadline, reader: User, policy: AlertPolicy, now: datetime) -> Alert:
    """The unsaved notice that this version of the deadline stands otherwise than before."""
    send_at = after_quiet(now, hours_of(policy, reader))
    standing = "moved" if due_of(deadline) else str(deadline.status)
    return Alert(
        negotiation_id=deadline.negotiation_id,
        kind=AlertKind.DEADLINE_MOVED,
        subject_key=f"deadline:{deadline.pk}",
        deadline=deadline,
        proposal_id=deadline.proposal_id,
        rule=f"{standing} v{deadline.version}",
        occurrence=deadline.due_at or now,
        recipient=reader,
        raised_at=now,
        send_at=send_at,
        next_try_at=send_at,
    )


def _belief(alert: Alert) -> Standing:
    """What a reader takes to hold after this message: open or how it ended, and the moment."""
    standing = alert.rule.rpartition(" v")[0] if alert.kind == AlertKind.DEADLINE_MOVED else "moved"
    return ("open", alert.occurrence) if standing == "moved" else (standing, None)
