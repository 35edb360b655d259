"""Keeping on record who read what of a restricted negotiation."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.db.models import Q
from redis.exceptions import RedisError

from negotiations.models import Negotiation, ReadRecord, User

_REMEMBERED = int(timedelta(days=1).total_seconds())


def record_page_read(
    *, user: User, what: str, now: datetime, proposals: Collection[str] = (), negotiations: Collection[str] = ()
) -> None:
    """Record that a page was read, for each restricted negotiation that this person may know of: one statement.

    A page on what is named counts for the negotiations of these; any other counts for all of them, shown or filtered
    out: who opened a list could see what is on it.
    """
    homes = Negotiation.objects.visible_to(user).filter(restricted=True)
    if proposals or negotiations:
        homes = homes.filter(Q(proposals__reference__in=proposals) | Q(reference__in=negotiations)).distinct()
    record_reads(user=user, reads=[(pk, what) for pk in homes.values_list("pk", flat=True)], now=now)


def record_reads(*, user: User, reads: Iterable[tuple[int, str]], now: datetime) -> None:
    """Record each (negotiation, what) once for this person and day; a read already on record writes nothing.

    It is no Change: reading changes nothing, and the chain would grow with every look. A cache that forgets, or does
    not answer, costs a statement, never a record: the row is written before it is remembered.
    """
    on = now.astimezone(UTC).date()
    keys = {f"read:{user.pk}:{on}:{home}:{what.replace(' ', '_')}": (home, what) for home, what in dict.fromkeys(reads)}
    fresh = set(keys)
    with suppress(RedisError):
        fresh -= set(cache.get_many(keys))
    if not fresh:
        return
    ReadRecord.objects.unscoped(reason="what this person just read").bulk_create(
        (
            ReadRecord(negotiation_id=home, user=user, what=what, on=on, first_at=now)
            for home, what in (keys[key] for key in sorted(fresh))
        ),
        ignore_conflicts=True,
    )
    with suppress(RedisError):
        cache.set_many(dict.fromkeys(fresh, 1), _REMEMBERED)


def record_found(user: User, references: Iterable[str], *, now: datetime) -> None:
    """Record that a search showed this person something of these negotiations, of those that are restricted."""
    known = Negotiation.objects.visible_to(user).filter(reference__in=list(references), restricted=True)
    record_reads(user=user, reads=[(pk, "search") for pk in known.values_list("pk", flat=True)], now=now)
