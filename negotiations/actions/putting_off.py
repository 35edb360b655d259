"""Leaving rows out of one's own Overview. It is no Change: it alters nothing that anybody else could read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from negotiations.models import PutOff, User
from negotiations.models.put_off import MOVED, NO_ROW_OF_NEEDS

AT_MOST = 200


def put_off(*, user: User, row: str, until: datetime | None, sign: str = "", now: datetime) -> None:
    """Leave a row out until a moment, or as long as its reason has this sign; the oldest beyond 200 come back."""
    with transaction.atomic():
        own = _own(user)
        own.filter(at__lte=now).delete()
        own.update_or_create(user=user, row=row, defaults={"at": until, "sign": sign})
        beyond = list(own.order_by("-pk").values_list("pk", flat=True)[AT_MOST:])
        own.filter(pk__in=beyond).delete()


def take_back(*, user: User, row: str) -> None:
    """Show a row again that was left out."""
    _own(user).filter(row=row).delete()


def mark_moved_read(*, user: User, now: datetime) -> None:
    """What moved until now has been read."""
    rows = PutOff.objects.unscoped(reason="a person's own Overview")
    rows.update_or_create(user=user, row=MOVED, defaults={"at": now})


def _own(user: User) -> QuerySet[PutOff]:
    rows = PutOff.objects.unscoped(reason="a person's own Overview").filter(user=user)
    return rows.exclude(row__in=NO_ROW_OF_NEEDS)
