"""Recording each hand-over that was not accepted: what was refused and why, and what comes of it."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from negotiations.actions.alerts.failures import tell_of_failure
from negotiations.actions.alerts.leasing import doubt
from negotiations.actions.alerts.taking_off import Written, open_attempt
from negotiations.enums import AlertState, DeliveryOutcome
from negotiations.models import Alert, Delivery
from negotiations.rules.mail_outcomes import MOST_DOUBTS, MOST_TRIES, Outcome, in_plain_words, wait_before_try

WHY = "the post writes down what became of everybody's alerts"


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
        open_attempt(alert, owner=owner, now=now)
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
