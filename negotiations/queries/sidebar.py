"""What stands beside every page: how many proposals are open, and those the reader watches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from django.db.models import F, Func, IntegerField, QuerySet, Subquery

from negotiations.enums import ProposalStatus
from negotiations.models import Subscription, User
from negotiations.queries.alerts import failed_alerts
from negotiations.queries.compiled import rows_given
from negotiations.queries.known_proposals import names, open_to
from negotiations.queries.proposal_rows import Values
from negotiations.queries.shapes import Reader, Then
from negotiations.rules.moments import NO_DATE

AT_MOST = 7


class Watched(msgspec.Struct, frozen=True):
    """`due_at` is the nearest open deadline in UTC, None without one."""

    reference: str
    name: str
    status: str
    due_at: datetime | None

    @property
    def status_word(self) -> str:
        return str(ProposalStatus(self.status).label)


def counted(reader: Reader) -> tuple[int, int]:
    """How many proposals are open, and how many alerts failed that this reader has not dealt with: one statement."""
    ((open_ones, failed),) = rows_given(_counts, (), (), reader)
    return open_ones, failed


def _counts(user: User, then: Then | None = None) -> Values:
    numbers = [_number(open_to(user, then)), _number(failed_alerts(user))]
    return User.objects.filter(pk=user.pk).values_list(*numbers)


def _number(rows: QuerySet[Any]) -> Subquery:
    """How many rows there are, as a column."""
    every = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().values(number=every).values("number"))


def watched_proposals(reader: Reader) -> list[Watched]:
    """The open proposals this person watches now, nearest deadline first, at most seven."""
    return [
        Watched(reference, short_title or title, status, None if due_at == NO_DATE else due_at)
        for reference, short_title, title, status, due_at in rows_given(_watched, (), (), reader)
    ]


def _watched(user: User, then: Then | None = None) -> Values:
    watching = Subscription.objects.visible_to(user).filter(user=user, ended_at__isnull=True, proposal__isnull=False)
    status, due = ("status_then", "due_then") if then else ("status", "next_due_at")
    rows = open_to(user, then).filter(pk__in=watching.order_by().values("proposal_id")).order_by(due, "pk")
    return rows.values_list("reference", *names(then), status, due)[:AT_MOST]
