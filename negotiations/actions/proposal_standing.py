"""The columns of a proposal that are worked out from its dated rows, so that lists need no joins."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from negotiations.actions.gathering import gathering
from negotiations.models import Deadline, Involvement, Proposal
from negotiations.rules.folding import folded
from negotiations.rules.moments import NO_DATE

WHY = "works out a column of the proposal"


def refresh_standing(proposal: Proposal, *, now: datetime) -> None:
    """Bring next_due_at, changed_at and search_text up to date, and repeat them on the seats of its parties.

    Derived columns carry no Change row: they can be worked out again from rows that do.
    """
    if gathered := gathering():
        gathered.refresh(_refresh, proposal, now)
    else:
        _refresh([proposal], now)


def _refresh(proposals: list[Proposal], now: datetime) -> None:
    """Three statements, however many there are."""
    keys = [proposal.pk for proposal in proposals]
    due = Deadline.objects.unscoped(reason=WHY).open()
    due = due.filter(Q(proposal__in=keys) | Q(condition__proposal__in=keys)).order_by()
    homes = due.annotate(home=Coalesce("proposal_id", "condition__proposal_id")).values_list("home")
    earliest = dict(homes.annotate(earliest=Min("due_at")))
    for proposal in proposals:
        proposal.next_due_at = earliest.get(proposal.pk) or NO_DATE
        proposal.changed_at = now
        proposal.search_text = folded(proposal.title, proposal.short_title, proposal.summary)
    rows = Proposal.objects.unscoped(reason=WHY)
    rows.bulk_update(proposals, ["next_due_at", "changed_at", "search_text"])
    its = rows.filter(pk=OuterRef("proposal"))
    repeated = {name: Subquery(its.values(name)[:1]) for name in ("status", "next_due_at")}
    Involvement.objects.unscoped(reason=WHY).filter(proposal__in=keys).update(**repeated)
