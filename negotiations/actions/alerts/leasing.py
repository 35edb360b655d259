"""Who holds which alert: a worker leases a few, and what a vanished worker held comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Prefetch

from negotiations.actions.alerts.failures import tell_of_failure
from negotiations.enums import AlertKind, AlertState, DeliveryOutcome
from negotiations.models import Alert, Deadline, Delivery
from negotiations.rules.mail_outcomes import DOUBT_WAIT, MOST_DOUBTS

WHY = "the post holds everybody's alerts; scope is judged in the statement that sends"
# Longer than a worker prepares a batch; a lease that has run out only means that somebody else may take the row.
LEASE = timedelta(seconds=30)
BATCH = 200


def lease(*, owner: str, now: datetime, limit: int = BATCH) -> list[Alert]:
    """Take up to `limit` alerts that are to be handed over now, oldest first, for `owner` alone."""
    alerts = Alert.objects.unscoped(reason=WHY)
    with transaction.atomic():
        due = alerts.deliverable(now).select_for_update(skip_locked=True).order_by("next_try_at", "pk")
        keys = list(due.values_list("pk", flat=True)[:limit])
        if not keys:
            return []
        alerts.filter(pk__in=keys).update(state=AlertState.LEASED, lease_owner=owner, lease_until=now + LEASE)
    held = alerts.filter(pk__in=keys, lease_owner=owner, state=AlertState.LEASED).select_related("recipient")
    # Many alerts of a batch are about the same few rows: each is read once and not with every alert.
    deadlines = Deadline._base_manager.select_related("proposal", "condition__proposal", "claim")
    read = held.prefetch_related(
        *("negotiation", "proposal", "change", "about"), Prefetch("deadline", queryset=deadlines)
    )
    return list(read.order_by("next_try_at", "pk"))


def waiting_batches(*, now: datetime, most: int) -> int:
    """How many batches wait to be handed over, counted up to `most`; what vanished workers held waits as well."""
    alerts = Alert.objects.unscoped(reason=WHY)
    waiting = alerts.deliverable(now) | alerts.held().filter(lease_until__lt=now)
    return -(-waiting.order_by()[: BATCH * most].count() // BATCH)


def release(*, alerts: Sequence[Alert], owner: str) -> None:
    """Give back what was leased and not begun."""
    held = Alert.objects.unscoped(reason=WHY).filter(lease_owner=owner, state=AlertState.LEASED)
    held.filter(pk__in=[alert.pk for alert in alerts]).update(state=AlertState.QUEUED, lease_owner="", lease_until=None)


def give_back(*, vanished: Callable[[str], bool]) -> int:
    """Free at once what owners had leased of whom it is known that they are gone. Returns how many rows.

    What they had in flight may have arrived and waits for its lease. An owner who lives after all loses nothing but
    the batch: only whoever holds a row can send it.
    """
    leased = Alert.objects.unscoped(reason=WHY).held().filter(state=AlertState.LEASED)
    owners = set(leased.order_by().values_list("lease_owner", flat=True).distinct())
    gone = [owner for owner in owners if vanished(owner)]
    if not gone:
        return 0
    held = leased.filter(lease_owner__in=gone)
    return held.update(state=AlertState.QUEUED, lease_owner="", lease_until=None)


def recover(*, now: datetime) -> int:
    """Take back what vanished owners held. Returns how many rows.

    What was only leased goes back at once. What was in flight may have arrived: it is in doubt, waits, and is then
    handed over again byte for byte; after too many doubts it is dead and a person is told.
    """
    rows = Alert.objects.unscoped(reason=WHY).held().filter(lease_until__lt=now)
    if not rows.exists():
        return 0
    back = rows.filter(state=AlertState.LEASED).update(state=AlertState.QUEUED, lease_owner="", lease_until=None)
    lost = list(rows.filter(state=AlertState.IN_FLIGHT))
    for alert in lost:
        last = alert.doubts + 1 >= MOST_DOUBTS
        with transaction.atomic():
            if doubt(alert.pk, owner=alert.lease_owner, now=now, answer="The worker vanished.", last=last) and last:
                tell_of_failure(alert=alert, now=now)
    return back + len(lost)


def doubt(key: int, *, owner: str, now: datetime, answer: str, last: bool) -> bool:
    """Put one alert in flight into doubt; False when `owner` no longer holds it."""
    held = Alert.objects.unscoped(reason=WHY).filter(pk=key, state=AlertState.IN_FLIGHT, lease_owner=owner)
    ended = (
        {"state": AlertState.DEAD, "reason": "Handed over several times without an answer; it may have arrived."}
        if last
        else {"state": AlertState.IN_DOUBT, "next_try_at": now + DOUBT_WAIT}
    )
    if not held.update(doubts=F("doubts") + 1, lease_owner="", lease_until=None, answer=answer, **ended):
        return False
    open_attempts = Delivery.objects.unscoped(reason=WHY).filter(alert=key, outcome="")
    open_attempts.update(outcome=DeliveryOutcome.IN_DOUBT, ended_at=now, answer=answer)
    return True


def waiting_digests(alerts: Sequence[Alert]) -> dict[int, list[Alert]]:
    """The members of each digest among `alerts` that are still owed, soonest deadline first."""
    digests = [alert.pk for alert in alerts if alert.kind == AlertKind.DIGEST]
    members: dict[int, list[Alert]] = {key: [] for key in digests}
    if digests:
        rows = Alert.objects.unscoped(reason=WHY).filter(digested_in__in=digests, state=AlertState.QUEUED)
        joined = rows.still_owed().select_related(
            "recipient", "negotiation", "proposal", "deadline__proposal", "deadline__condition__proposal", "change"
        )
        for row in joined.order_by("occurrence", "pk"):
            if row.digested_in_id is not None:
                members[row.digested_in_id].append(row)
    return members
