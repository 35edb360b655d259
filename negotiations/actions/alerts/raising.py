"""The tick: every stage whose time has come becomes one alert for each person, once, whoever ticks and how often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from negotiations.actions.alerts.arming import arm_reminder, due_of
from negotiations.actions.alerts.digests import gather
from negotiations.actions.alerts.escalating import escalate
from negotiations.actions.alerts.news import raise_news
from negotiations.actions.alerts.recipients import Watcher, touched_by, watchers_of
from negotiations.enums import AlertState, ArmingState, Moment
from negotiations.models import Alert, AlertPolicy, ArmedAlert, Heartbeat, Subscription
from negotiations.models.memberships import known_pairs
from negotiations.models.policy_book import PolicyBook, hours_of, leads_of
from negotiations.rules.alert_times import GRACE, Due, ReaderHours, Stage, moment_for, next_sending, wanted

WHY = "the tick raises everybody's alerts and judges each reader's scope itself"
BATCH = 500
TICK = "tick"
# From the first zone's midnight to the last hour of that day anywhere, and quiet hours after it.
_ROUND_THE_WORLD = timedelta(hours=75)


def raise_alerts(*, now: datetime, batch: int = BATCH) -> int:
    """Raise stages that are due, changes worth telling, and what nobody has seen. Returns how many stages fired.

    Any number of these may run at once. After a pause longer than the grace, alerts that became outdated while
    nobody was there to send them are superseded first.
    """
    paused = _beat(now)
    fired = _fire_all(now, batch)
    while raise_news(now=now):
        pass
    escalate(now=now)
    if paused or fired:
        supersede(now, None if paused else {armed.deadline_id for armed in fired})
    gather(now)
    return len(fired)


def raise_stages(*, now: datetime) -> None:
    """Raise only the stages that are due at this moment; the tick sees to everything else."""
    if fired := _fire_all(now, BATCH):
        supersede(now, {armed.deadline_id for armed in fired})
    gather(now)


def _fire_all(now: datetime, batch: int) -> list[ArmedAlert]:
    fired: list[ArmedAlert] = []
    while due := _fire(now, batch):
        fired += due
        # Fewer than a batch is all there was, unless a reminder armed the next, which may be due as well.
        if len(due) < batch and not any(Stage.named(row.rule).moment is Moment.AFTER for row in due):
            break
    return fired


def plan(
    armed: Sequence[ArmedAlert], now: datetime, book: PolicyBook | None = None
) -> Iterator[tuple[ArmedAlert, Alert]]:
    """The unsaved alert of each person for each of these stages; a stage of a deadline that changed has none.

    `book` holds the policies of their negotiations where they have been read.
    """
    live = [row for row in armed if (due := due_of(row.deadline)) and due.at == row.occurrence]
    if not live:
        return
    deadlines = {row.deadline_id: row.deadline for row in live}
    touched = touched_by(deadlines.values())
    watchers = dict(zip(touched, watchers_of(list(touched.values())), strict=True))
    negotiations = {row.negotiation_id for row in live}
    may_know, book = known_pairs(negotiations), book or PolicyBook(negotiations)
    moments = _Moments()
    for row in live:
        stage = Stage.named(row.rule)
        for watcher in watchers[row.deadline_id]:
            policy = book.of(watcher.user.pk, row.negotiation_id)
            if not may_know(watcher.user, row.negotiation_id) or not wants(policy, stage, watcher.lead_days):
                continue
            moment = moments.of(stage, row.deadline.due_on, row.occurrence, hours_of(policy, watcher.user))
            if (send_at := _send_at(row, stage, moment, watcher)) is not None:
                yield row, _alert(row, stage, watcher=watcher, policy=policy, send_at=send_at, now=now)


def raise_for_newcomer(*, subscription: Subscription, now: datetime) -> None:
    """Raise for somebody who begins to watch what others' clocks have fired already and theirs has not.

    A stage fires when the first reader on Earth may be due; somebody who watches later the same day is still due.
    """
    fired = ArmedAlert.objects.unscoped(reason=WHY).filter(
        state=ArmingState.FIRED, settled_at__gte=now - _ROUND_THE_WORLD
    )
    if subscription.negotiation_id:
        fired = fired.filter(negotiation=subscription.negotiation_id)
    rows = list(fired.select_related("deadline__condition")) if subscription.ended_at is None else []
    mine = [alert for _, alert in plan(rows, now) if alert.recipient_id == subscription.user_id]
    later = [alert for alert in mine if alert.send_at > now]
    Alert.objects.unscoped(reason=WHY).bulk_create(later, ignore_conflicts=True)


def wants(policy: AlertPolicy, stage: Stage, lead_days: frozenset[int] = frozenset()) -> bool:
    """Whether somebody with this policy, who asked for these days besides, is told at this stage."""
    return stage.kind not in policy.muted_kinds and wanted(stage, leads_of(policy, lead_days))


def supersede(now: datetime, deadlines: Iterable[int] | None) -> None:
    """Of several stages due at once for the same person keep the latest; `None` looks at every deadline."""
    rows = Alert.objects.unscoped(reason=WHY).stages().owed().filter(state=AlertState.QUEUED, digested_in__isnull=True)
    rows = rows.filter(send_at__lte=now) if deadlines is None else rows.filter(deadline__in=deadlines)
    with transaction.atomic():
        _supersede(rows, now)


def _supersede(rows: QuerySet[Alert], now: datetime) -> None:
    groups: dict[tuple[int | None, int, str], list[Alert]] = {}
    for alert in rows.select_for_update(skip_locked=True):
        groups.setdefault((alert.deadline_id, alert.recipient_id, alert.channel), []).append(alert)
    outdated = []
    for group in groups.values():
        group.sort(key=lambda alert: Stage.named(alert.rule).order, reverse=True)
        for position, earlier in enumerate(group):
            later = next((row for row in group[:position] if row.send_at <= max(earlier.send_at, now)), None)
            if later is not None:
                earlier.state, earlier.superseded_by = AlertState.SUPERSEDED, later
                outdated.append(earlier)
    Alert.objects.unscoped(reason=WHY).bulk_update(outdated, ["state", "superseded_by"], batch_size=200)


def _fire(now: datetime, batch: int) -> list[ArmedAlert]:
    with transaction.atomic():
        rows = ArmedAlert.objects.unscoped(reason=WHY)
        due = list(
            rows.due(now)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("deadline__condition")
            .order_by("fire_at", "pk")[:batch]
        )
        if not due:
            return due
        alerts = [alert for _, alert in plan(due, now)]
        Alert.objects.unscoped(reason=WHY).bulk_create(alerts, ignore_conflicts=True, batch_size=BATCH)
        live = [row.pk for row in due if _live(row)]
        rows.filter(pk__in=live).update(state=ArmingState.FIRED, settled_at=now)
        gone = [row.pk for row in due if row.pk not in set(live)]
        rows.filter(pk__in=gone).update(state=ArmingState.DISARMED, settled_at=now)
        rows.bulk_create(_reminders(due, now), ignore_conflicts=True)
        return due


def _live(row: ArmedAlert) -> bool:
    due = due_of(row.deadline)
    return due is not None and due.at == row.occurrence


def _reminders(fired: list[ArmedAlert], now: datetime) -> Iterator[ArmedAlert]:
    """Each daily reminder arms the next: one row waits for a deadline, however long it stays over."""
    for row in fired:
        stage, due = Stage.named(row.rule), due_of(row.deadline)
        if stage.moment is Moment.AFTER and due is not None and due.at == row.occurrence:
            yield arm_reminder(row.deadline, due, after=stage.amount, now=now)


def _send_at(row: ArmedAlert, stage: Stage, moment: datetime, watcher: Watcher) -> datetime | None:
    """When this reader is told; None when that lay before the stage was armed, or before they watched.

    The passing of a deadline that was recorded too late is still announced, from the moment it was armed.
    """
    if stage.moment is Moment.AT:
        return max(moment, row.armed_at) if watcher.since <= max(row.occurrence, row.armed_at) else None
    return moment if moment >= row.armed_at and moment >= watcher.since else None


def _alert(
    row: ArmedAlert, stage: Stage, *, watcher: Watcher, policy: AlertPolicy, send_at: datetime, now: datetime
) -> Alert:
    if policy.digest:
        send_at = next_sending(send_at, hours_of(policy, watcher.user))
    late = now - send_at
    return Alert(
        negotiation_id=row.negotiation_id,
        kind=stage.kind,
        subject_key=f"deadline:{row.deadline_id}",
        deadline_id=row.deadline_id,
        proposal_id=row.deadline.proposal_id,
        rule=row.rule,
        occurrence=row.occurrence,
        recipient=watcher.user,
        raised_at=now,
        send_at=send_at,
        next_try_at=send_at,
        gathered=policy.digest,
        late_seconds=int(late.total_seconds()) if late > GRACE else 0,
    )


class _Moments:
    """Moments once worked out, since many readers share their hours."""

    def __init__(self) -> None:
        self._known: dict[object, datetime] = {}

    def of(self, stage: Stage, on: object, at: datetime, hours: ReaderHours) -> datetime:
        key = (stage, on, at, hours)
        if key not in self._known:
            self._known[key] = moment_for(stage, Due(on, at), hours)  # type: ignore[arg-type]
        return self._known[key]


def _beat(now: datetime) -> bool:
    """Record that a tick runs; whether the one before lies further back than the grace."""
    last = Heartbeat.objects.filter(name=TICK).values_list("beat_at", flat=True).first()
    Heartbeat.objects.update_or_create(name=TICK, defaults={"beat_at": now})
    return last is None or now - last > GRACE
