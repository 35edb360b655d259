"""Keeping what was answered, so that a request sent again is answered again and not carried out again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from negotiations.models import IdempotencyKey, Negotiation, User

KEPT_FOR = timedelta(hours=24)
# Longer than any request lives: whoever began has died, and what it wrote was undone with it.
ABANDONED_AFTER = timedelta(minutes=10)
WHY = "a person's own request, found by its key"


def begin(*, user: User, key: str, asked: str, now: datetime) -> tuple[IdempotencyKey, bool]:
    """The row of this key, and whether the request is to be carried out by whoever asked just now."""
    with transaction.atomic():
        rows = IdempotencyKey.objects.unscoped(reason=WHY)
        row, new = rows.get_or_create(user=user, key=key, defaults={"asked": asked, "begun_at": now})
        if new:
            return row, True
        row = rows.select_for_update().get(pk=row.pk)
        age = now - row.begun_at
        if age < KEPT_FOR and (row.status is not None or age < ABANDONED_AFTER):
            return row, False
        row.asked, row.begun_at, row.status, row.negotiation = asked, now, None, None
        row.save()
        return row, True


def finish(
    row: IdempotencyKey, *, status: int, body: bytes, tag: str, location: str, negotiation: Negotiation | None
) -> None:
    """Keep the answer; within the transaction of the work itself, so that neither is there without the other."""
    row.status, row.body, row.tag, row.location, row.negotiation = status, body, tag, location, negotiation
    row.save()


def give_up(row: IdempotencyKey) -> None:
    """Forget a request that was not answered; it may be sent again."""
    row.delete()


def purge(*, now: datetime) -> int:
    """Forget what is older than a day; answers how many."""
    old = IdempotencyKey.objects.unscoped(reason="forgets what nobody may ask for any more")
    return old.filter(begun_at__lte=now - KEPT_FOR).delete()[0]
