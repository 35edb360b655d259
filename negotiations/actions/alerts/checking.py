"""What must hold of alerts at any time, after any fault; each breach is one sentence that names the rows.

The numbers are those of docs/alerts.md. Some hold only at rest, when nothing is due; some need the mails that a
mail server took, and are left out without them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from negotiations.actions.alerts.raising import plan
from negotiations.enums import AlertState, ArmingState, DeliveryOutcome
from negotiations.models import Alert, ArmedAlert, Change, Delivery
from negotiations.models.alerts import AlertQuerySet, ArmedAlertQuerySet
from negotiations.models.memberships import known_pairs
from negotiations.rules.alert_times import Stage
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES

WHY = "the invariants hold over everybody's alerts"
SLACK = timedelta(seconds=30)
_HELD = (AlertState.LEASED, AlertState.IN_FLIGHT)
_FINAL = (AlertState.SENT, AlertState.CANCELLED, AlertState.SUPERSEDED, AlertState.SUPPRESSED, AlertState.DEAD)
# What decides who is told: a change to any of it makes an earlier firing impossible to judge again.
_DECIDING = ("subscription", "alertpolicy", "membership", "negotiation", "user", "involvement")


@dataclass(frozen=True, slots=True)
class OnTheWire:
    """One copy a mail server had in whole: its identifier, its bytes, and whether the server said it has it."""

    message_id: str
    wire: bytes
    accepted: bool = True


def breaches(
    *, now: datetime, at_rest: bool = False, wire: Collection[OnTheWire] | None = None
) -> list[tuple[int, str]]:
    """Every breach as the number of its invariant and a sentence; nothing when all hold."""
    found = [*_of_rows(), *_of_stages(), *_of_superseding(), *_of_times(), *_of_scope(), *_of_moves()]
    if at_rest:
        found += _of_rest(now)
    if wire is not None:
        found += _of_wire(wire)
    return sorted(found)


def _alerts() -> AlertQuerySet:
    return Alert.objects.unscoped(reason=WHY)


def _stages() -> ArmedAlertQuerySet:
    return ArmedAlert.objects.unscoped(reason=WHY)


def _of_rows() -> Iterator[tuple[int, str]]:
    """1: one alert a key. 4: sent has its moment, held has its owner. 8: dead has its reason."""
    key = ("subject_key", "rule", "recipient", "channel", "occurrence")
    for row in _alerts().order_by().values(*key).annotate(copies=Count("pk")).filter(copies__gt=1):
        yield 1, f"{row['copies']} alerts for {row['subject_key']}, {row['rule']}, reader {row['recipient']}"
    sent = Q(state=AlertState.SENT)
    for alert in _alerts().filter((sent & Q(sent_at__isnull=True)) | (~sent & Q(sent_at__isnull=False))):
        yield 4, f"alert {alert.pk} is {alert.state} and its sent_at is {alert.sent_at}"
    held = Q(state__in=_HELD)
    for alert in _alerts().filter((held & Q(lease_owner="")) | (~held & ~Q(lease_owner=""))):
        yield 4, f"alert {alert.pk} is {alert.state} and its owner is “{alert.lease_owner}”"
    for alert in _alerts().filter(state=AlertState.DEAD, reason=""):
        yield 8, f"alert {alert.pk} is dead without a reason"


def _of_stages() -> Iterator[tuple[int, str]]:
    """2: everybody who watched a fired stage and may know has an alert. 3: no alert without its fired stage."""
    fired = _stages().filter(state=ArmingState.FIRED)
    live = fired.filter(deadline__status__in=OPEN_DEADLINES, deadline__due_at=F("occurrence"))
    known = set(_alerts().stages().values_list("deadline_id", "rule", "occurrence", "recipient_id"))
    fired_together: dict[tuple[int, datetime], list[ArmedAlert]] = {}
    for stage in live.select_related("deadline__condition"):
        if stage.settled_at is not None:
            fired_together.setdefault((stage.negotiation_id, stage.settled_at), []).append(stage)
    for (negotiation, settled_at), stages in fired_together.items():
        if _decided_anew(negotiation, settled_at):
            continue
        for stage, alert in plan(stages, settled_at):
            if (alert.deadline_id, alert.rule, alert.occurrence, alert.recipient_id) not in known:
                yield 2, f"stage {stage.pk} ({stage.rule}) has no alert for reader {alert.recipient_id}"
    raised = set(fired.values_list("deadline_id", "rule", "occurrence"))
    for alert in _alerts().stages():
        if (alert.deadline_id, alert.rule, alert.occurrence) not in raised:
            yield 3, f"alert {alert.pk} ({alert.rule} of deadline {alert.deadline_id}) has no fired stage"


def _of_superseding() -> Iterator[tuple[int, str]]:
    """7: superseded only by a later stage of the same deadline for the same person."""
    for alert in _alerts().filter(state=AlertState.SUPERSEDED).select_related("superseded_by"):
        later = alert.superseded_by
        same = later is not None and (later.deadline_id, later.recipient_id) == (alert.deadline_id, alert.recipient_id)
        if later is None or not same or Stage.named(later.rule).order <= Stage.named(alert.rule).order:
            yield 7, f"alert {alert.pk} is superseded by {alert.superseded_by_id}, which is no later stage of the same"


def _decided_anew(negotiation: int, since: datetime) -> bool:
    changes = Change.objects.unscoped(reason=WHY).filter(noun__in=_DECIDING, recorded_at__gte=since)
    return changes.filter(Q(negotiation=negotiation) | Q(negotiation__isnull=True)).exists()


def _of_times() -> Iterator[tuple[int, str]]:
    """13: nothing before its time."""
    for alert in _alerts().filter(sent_at__lt=F("send_at"), digested_in__isnull=True):
        yield 13, f"alert {alert.pk} went out at {alert.sent_at}, before {alert.send_at}"
    for stage in _stages().filter(state=ArmingState.FIRED, settled_at__lt=F("fire_at")):
        yield 13, f"stage {stage.pk} fired at {stage.settled_at}, before {stage.fire_at}"


def _of_rest(now: datetime) -> Iterator[tuple[int, str]]:
    """5: nothing is armed in the past. 6: what is due is in a final state."""
    for stage in _stages().due(now - SLACK):
        yield 5, f"stage {stage.pk} of deadline {stage.deadline_id} is still armed for {stage.fire_at}"
    for alert in _alerts().filter(next_try_at__lte=now - SLACK).exclude(state__in=_FINAL):
        yield 6, f"alert {alert.pk} is still {alert.state}"


def _of_scope() -> Iterator[tuple[int, str]]:
    """15: nobody was sent what they may not know; those whose scope changed afterwards cannot be judged now."""
    sent = _alerts().filter(state=AlertState.SENT, negotiation__isnull=False).select_related("recipient")
    may_know = known_pairs(set(sent.order_by().values_list("negotiation_id", flat=True).distinct()))
    for alert in sent:
        home = alert.negotiation_id
        if (
            home is not None
            and not may_know(alert.recipient, home)
            and not (alert.sent_at and _decided_anew(home, alert.sent_at))
        ):
            yield 15, f"alert {alert.pk} went to reader {alert.recipient_id}, who may not know of negotiation {home}"


def _of_moves() -> Iterator[tuple[int, str]]:
    """16: after a deadline moved or was settled, nothing more takes off about its old moment."""
    settled: dict[tuple[int, datetime], datetime] = {}
    gone = _stages().filter(state=ArmingState.DISARMED, settled_at__isnull=False)
    for deadline, occurrence, at in gone.values_list("deadline_id", "occurrence", "settled_at"):
        if at is not None:
            settled[deadline, occurrence] = max(at, settled.get((deadline, occurrence), at))
    stages = _alerts().stages().filter(deadline__in={deadline for deadline, _ in settled})
    told = Delivery.objects.unscoped(reason=WHY).filter(outcome=DeliveryOutcome.ACCEPTED, alert__in=stages)
    for delivery in told.select_related("alert"):
        alert = delivery.alert
        moment = settled.get((alert.deadline_id or 0, alert.occurrence))
        if moment is not None and delivery.began_at > moment:
            yield 16, f"alert {alert.pk} took off at {delivery.began_at}; its deadline had changed at {moment}"


def _of_wire(wire: Collection[OnTheWire]) -> Iterator[tuple[int, str]]:
    """9: nothing without a row. 10: sent was accepted. 11, 12: copies and their bytes. 14: accepted is on record."""
    alone = _alerts().exclude(message_id="").filter(digested_in__isnull=True)
    by_id = {alert.message_id: alert for alert in alone}
    accepted: dict[str, list[bytes]] = {}
    for copy in wire:
        if copy.message_id not in by_id:
            yield 9, f"{copy.message_id} was on the wire and has no row"
        elif copy.accepted:
            accepted.setdefault(copy.message_id, []).append(hashlib.sha256(copy.wire).digest())
    for message_id, copies in accepted.items():
        alert = by_id[message_id]
        if len(copies) > 1 + alert.doubts:
            yield 11, f"alert {alert.pk} was accepted {len(copies)} times with {alert.doubts} doubts on record"
        if len(set(copies)) > 1:
            yield 12, f"the {len(copies)} copies of alert {alert.pk} differ"
        if alert.state not in (AlertState.SENT, AlertState.IN_FLIGHT) and not alert.doubts:
            yield 14, f"alert {alert.pk} was accepted, is {alert.state}, and no doubt is on record"
    for message_id, alert in by_id.items():
        if alert.state == AlertState.SENT and message_id not in accepted:
            yield 10, f"alert {alert.pk} is sent, and no server accepted it"
