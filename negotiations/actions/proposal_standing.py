"""The columns of a proposal that are worked out from its dated rows, so that lists need no joins."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min, Q

from negotiations.models import Deadline, Involvement, Proposal
from negotiations.rules.folding import folded
from negotiations.rules.moments import NO_DATE


def refresh_standing(proposal: Proposal, *, now: datetime) -> None:
    """Bring next_due_at, changed_at and search_text up to date, and repeat them on the seats of its parties.

    Derived columns carry no Change row: they can be worked out again from rows that do.
    """
    deadlines = Deadline.objects.unscoped(reason="works out a column of the proposal")
    earliest = (
        deadlines.open()
        .filter(Q(proposal=proposal) | Q(condition__proposal=proposal))
        .aggregate(earliest=Min("due_at"))["earliest"]
    )
    proposal.next_due_at = earliest or NO_DATE
    proposal.changed_at = now
    proposal.search_text = folded(proposal.title, proposal.short_title, proposal.summary)
    proposal.save(update_fields=["next_due_at", "changed_at", "search_text"])
    seats = Involvement.objects.unscoped(reason="repeats columns of the proposal")
    seats.filter(proposal=proposal).update(status=proposal.status, next_due_at=proposal.next_due_at)
