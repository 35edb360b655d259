from __future__ import annotations

from negotiations.api.records import Referenced
from negotiations.filters.proposals import ProposalFilters
from negotiations.queries.proposals import PROPOSAL, PROPOSAL_DETAIL


class Proposals(Referenced):
    """Offers on the table, agreed or not; soonest deadline first."""

    shape = PROPOSAL
    whole = PROPOSAL_DETAIL
    filters = ProposalFilters
    order = ("next_due_at",)
    dated = True
