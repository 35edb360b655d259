"""When somebody was last here: what moved since then is new to them. It is no Change: nobody else could read it."""

from __future__ import annotations

from datetime import datetime, timedelta

from negotiations.models import PutOff, User
from negotiations.models.put_off import SEEN, VISITED


def begin_visit(*, user: User, now: datetime, idle: timedelta) -> None:
    """A session of this person began. It begins a visit, unless they were here less than `idle` before.

    So a second browser, or signing in again after twelve hours at work, goes on with the visit that it falls into.
    """
    rows = PutOff.objects.unscoped(reason="when this person was last here")
    seen = rows.filter(user=user, row=SEEN).values_list("at", flat=True).first()
    moments = {SEEN: now}
    if seen and now - seen >= idle:
        moments[VISITED] = seen
    rows.bulk_create(
        [PutOff(user=user, row=row, at=at) for row, at in moments.items()],
        update_conflicts=True,
        unique_fields=["user", "row"],
        update_fields=["at"],
    )


def go_on_with_visit(*, user: User, now: datetime) -> None:
    """This person opened something."""
    PutOff.objects.unscoped(reason="when this person was last here").filter(user=user, row=SEEN).update(at=now)
