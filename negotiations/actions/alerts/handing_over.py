"""Recording each hand-over to the mail server: what is in flight, what was accepted, what was refused and why."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from negotiations.actions.alerts.failures import tell_of_failure
from negotiations.actions.alerts.leasing import doubt
from negotiations.enums import AlertState, DeliveryOutcome
from negotiations.models import Alert, Delivery
from negotiations.rules.mail_outcomes import MOST_DOUBTS, MOST_TRIES, Outcome, in_plain_words, wait_before_try

WHY = "the post writes down what became of everybody's alerts"
# Longer than the mail server may take for every step of one message.
FLIGHT = timedelta(minutes=4)


@dataclass(frozen=True, slots=True)
class Written:
    """An alert as it goes onto the wire: exact bytes, the identifier every copy carries, and whom a digest tells of."""

    alert: Alert
    message_id: str
    wire: bytes
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """A hand-over that the server took, and when."""

    written: Written
    began_at: datetime
    answer: str
    code: int | None
    escalate_at: datetime | None


def take_off(*, accepted: Accepted | None, following: Written | None, owner: str, now: datetime) -> bool:
    """Mark one alert sent and the next in flight, in one statement. Whether the next may be handed over.

    The next takes off only while `owner` holds it, its reader may know of it, and its deadline stands as it did.
    """
    columns: dict[str, Any] = {}
    rows = Q(pk__in=[])
    if following is not None:
        alert = following.alert
        owed = Alert.objects.unscoped(reason=WHY).filter(pk=alert.pk).still_owed()
        rows |= Q(pk__in=owed.values("pk"), state=AlertState.LEASED)
        columns = {
            "state": AlertState.IN_FLIGHT,
            "lease_owner": owner,
            "lease_until": now + FLIGHT,
            "message_id": following.message_id,
            "wire": following.wire,
            "tries": F("tries") + 1,
        }
    if accepted is not None:
        key = accepted.written.alert.pk
        rows |= Q(pk=key, state=AlertState.IN_FLIGHT)
        columns = _either(key, _sent(accepted, now), columns)
    with transaction.atomic():
        held = Alert.objects.unscoped(reason=WHY).filter(rows, lease_owner=owner)
        changed = held.update(**columns)
        took_off = following is not None and _took_off(following, changed, accepted is not None, owner)
        _record(accepted, following if took_off else None, owner, now)
        if accepted is not None and accepted.written.members:
            _members(accepted.written).update(
                state=AlertState.SENT, sent_at=now, answer=accepted.answer[:1000], escalate_at=accepted.escalate_at
            )
        if following is not None and took_off and following.members:
            _members(following).update(message_id=following.message_id)
    return took_off


def refuse(*, written: Written, outcome: Outcome, owner: str, now: datetime) -> None:
    """Record an attempt that was not accepted: tried again later, in doubt, or dead with its reason."""
    alert = written.alert
    with transaction.atomic():
        if outcome.kind is DeliveryOutcome.IN_DOUBT:
            last = alert.doubts + 1 >= MOST_DOUBTS
            changed = doubt(alert.pk, owner=owner, now=now, answer=outcome.answer, last=last)
        else:
            last = outcome.kind is DeliveryOutcome.REFUSED_FOR_GOOD or alert.tries + 1 >= MOST_TRIES
            changed = _put_back(alert, outcome, owner, now, last=last)
            attempts = Delivery.objects.unscoped(reason=WHY).filter(alert=alert, outcome="")
            attempts.update(outcome=outcome.kind, ended_at=now, code=outcome.code, answer=outcome.answer[:1000])
        if changed and last:
            tell_of_failure(alert=alert, now=now)


def not_written(*, alert: Alert, error: str, owner: str, now: datetime) -> None:
    """Record that a message could not be put into words; it is tried again like any other."""
    outcome = Outcome(DeliveryOutcome.FAILED, error)
    with transaction.atomic():
        held = Alert.objects.unscoped(reason=WHY).filter(pk=alert.pk, state=AlertState.LEASED, lease_owner=owner)
        if not held.update(state=AlertState.IN_FLIGHT, tries=F("tries") + 1):
            return
        _record(None, Written(alert, "", b""), owner, now)
    refuse(written=Written(alert, "", b""), outcome=outcome, owner=owner, now=now)


def end_unsent(*, alert: Alert, state: AlertState, reason: str, owner: str) -> None:
    """Close an alert that is not to be sent any more: suppressed or cancelled, with its reason."""
    held = Alert.objects.unscoped(reason=WHY).filter(pk=alert.pk, lease_owner=owner, state=AlertState.LEASED)
    held.update(state=state, reason=reason, lease_owner="", lease_until=None, wire=None)


def _put_back(alert: Alert, outcome: Outcome, owner: str, now: datetime, *, last: bool) -> bool:
    held = Alert.objects.unscoped(reason=WHY).filter(pk=alert.pk, state=AlertState.IN_FLIGHT, lease_owner=owner)
    answer = f"{outcome.code} {outcome.answer}" if outcome.code else outcome.answer
    values: dict[str, Any] = {"lease_owner": "", "lease_until": None, "answer": answer[:1000]}
    if last:
        values |= {"state": AlertState.DEAD, "reason": in_plain_words(outcome), "wire": None}
    else:
        wait = wait_before_try(alert.tries + 1, random.random())  # noqa: S311  spreads load, keeps no secret
        values |= {"state": AlertState.QUEUED, "next_try_at": max(now + wait, alert.send_at)}
        if not alert.doubts:
            values["wire"] = None
    return bool(held.update(**values))


def _sent(accepted: Accepted, now: datetime) -> dict[str, Any]:
    return {
        "state": AlertState.SENT,
        "sent_at": now,
        "answer": accepted.answer[:1000],
        "escalate_at": accepted.escalate_at,
        "late_seconds": accepted.written.alert.late_seconds,
        "lease_owner": "",
        "lease_until": None,
        "wire": None,
    }


def _either(key: int, first: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    """One update in which row `key` takes `first` and the other row takes `others`."""
    if not others:
        return dict(first)
    columns = {}
    for name in {**first, **others}:
        field: Any = Alert._meta.get_field(name)
        here, there = (_value(values[name], field) if name in values else F(name) for values in (first, others))
        columns[name] = Case(When(pk=key, then=here), default=there, output_field=field)
    return columns


def _value(value: Any, field: Any) -> Any:
    return value if hasattr(value, "resolve_expression") else Value(value, output_field=field)


def _took_off(following: Written, changed: int, with_accepted: bool, owner: str) -> bool:
    if changed == 1 + with_accepted or changed == 0:
        return changed > 0
    held = Alert.objects.unscoped(reason=WHY).filter(pk=following.alert.pk, lease_owner=owner)
    return held.filter(state=AlertState.IN_FLIGHT).exists()


def _record(accepted: Accepted | None, following: Written | None, owner: str, now: datetime) -> None:
    """Close the attempt that was accepted and open the one that follows."""
    rows = []
    if accepted is not None:
        alert = accepted.written.alert
        rows.append(
            Delivery(
                alert=alert,
                attempt=alert.tries + 1,
                worker=owner,
                began_at=accepted.began_at,
                ended_at=now,
                outcome=DeliveryOutcome.ACCEPTED,
                code=accepted.code,
                answer=accepted.answer[:1000],
            )
        )
    if following is not None:
        rows.append(Delivery(alert=following.alert, attempt=following.alert.tries + 1, worker=owner, began_at=now))
    Delivery.objects.unscoped(reason=WHY).bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["alert", "attempt"],
        update_fields=["ended_at", "outcome", "code", "answer"],
    )


def _members(digest: Written) -> QuerySet[Alert]:
    members = Alert.objects.unscoped(reason=WHY).filter(digested_in=digest.alert, state=AlertState.QUEUED)
    return members.filter(pk__in=digest.members)
