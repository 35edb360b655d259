"""Several alerts in one mail: for those who asked for one a day, and for whom too many wait at once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction

from negotiations.enums import AlertKind, AlertState
from negotiations.models import Alert
from negotiations.models.policy_book import PolicyBook

WHY = "digests gather what was raised for each reader"


def gather(now: datetime) -> int:
    """Make one digest for each reader whose gathered alerts are due. Returns how many were made.

    A reader with more alerts due than their policy's `digest_above` gets them in one as well.
    """
    with transaction.atomic():
        _gather_floods(now)
        rows = Alert.objects.unscoped(reason=WHY).due_for_digest(now).select_for_update(skip_locked=True)
        waiting: dict[int, list[int]] = {}
        for key, reader in rows.order_by("send_at", "pk").values_list("pk", "recipient_id"):
            waiting.setdefault(reader, []).append(key)
        for reader, members in waiting.items():
            _digest(reader, members, now)
    return len(waiting)


def _gather_floods(now: datetime) -> None:
    due = Alert.objects.unscoped(reason=WHY).deliverable(now)
    alone = due.filter(state=AlertState.QUEUED).exclude(kind__in=[AlertKind.DIGEST, AlertKind.TEST_MAIL])
    # Counted here, since SQLite goes through the alerts of every reader to group them.
    waiting = Counter(alone.order_by().values_list("recipient", flat=True))
    several = {reader: number for reader, number in waiting.items() if number > 1}
    if not several:
        return
    book = PolicyBook([])
    for reader, number in several.items():
        if number > book.of(reader, None).digest_above:
            theirs = alone.filter(recipient=reader).select_for_update(skip_locked=True)
            keys = list(theirs.values_list("pk", flat=True))
            Alert.objects.unscoped(reason=WHY).filter(pk__in=keys, state=AlertState.QUEUED).update(gathered=True)


def _digest(reader: int, members: list[int], now: datetime) -> None:
    alerts = Alert.objects.unscoped(reason=WHY)
    digest = alerts.create(
        kind=AlertKind.DIGEST,
        subject_key=f"digest:{reader}",
        rule="digest",
        occurrence=now,
        recipient_id=reader,
        raised_at=now,
        send_at=now,
        next_try_at=now,
    )
    alerts.filter(pk__in=members, state=AlertState.QUEUED).update(digested_in=digest)
