"""What stands beside every page: how many proposals are open, and those the reader watches."""

from __future__ import annotations

from datetime import datetime

import msgspec

from negotiations.enums import ProposalStatus
from negotiations.models import Proposal, Subscription, User
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


def open_proposals(user: User) -> int:
    return Proposal.objects.visible_to(user).open().count()


def watched_proposals(user: User) -> list[Watched]:
    """The open proposals this person watches, nearest deadline first, at most seven."""
    watching = Subscription.objects.visible_to(user).filter(user=user, ended_at__isnull=True, proposal__isnull=False)
    rows = (
        Proposal.objects.visible_to(user)
        .open()
        .filter(pk__in=watching.values("proposal_id"))
        .order_by("next_due_at", "pk")
        .values_list("reference", "title", "short_title", "status", "next_due_at")[:AT_MOST]
    )
    return [
        Watched(reference, short_title or title, status, None if due_at == NO_DATE else due_at)
        for reference, title, short_title, status, due_at in rows
    ]
