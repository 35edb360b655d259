from __future__ import annotations

from negotiations.api.records import Referenced
from negotiations.api.writes.accounts import ACCOUNT_OF_PROPOSAL
from negotiations.api.writes.conditions import CONDITION_OF_PROPOSAL
from negotiations.api.writes.deadlines import DEADLINE_OF_PROPOSAL
from negotiations.api.writes.operations import writable
from negotiations.api.writes.positions import POSITION_ON_PROPOSAL
from negotiations.api.writes.proposals import (
    ASSESS_TREND,
    CHANGE_STATUS,
    CODE_CEASEFIRE,
    INVOLVE,
    LINK_PROPOSALS,
    OPEN_PROPOSAL,
    REVISE_PROPOSAL,
)
from negotiations.api.writes.texts import TEXT_OF_PROPOSAL
from negotiations.filters.proposals import ProposalFilters
from negotiations.queries.proposals import PROPOSAL, PROPOSAL_DETAIL


@writable(
    create=OPEN_PROPOSAL,
    partial_update=REVISE_PROPOSAL,
    status=CHANGE_STATUS,
    positions=POSITION_ON_PROPOSAL,
    accounts=ACCOUNT_OF_PROPOSAL,
    conditions=CONDITION_OF_PROPOSAL,
    deadlines=DEADLINE_OF_PROPOSAL,
    texts=TEXT_OF_PROPOSAL,
    involvement=INVOLVE,
    links=LINK_PROPOSALS,
    trend=ASSESS_TREND,
    ceasefire=CODE_CEASEFIRE,
)
class Proposals(Referenced):
    """Offers on the table, agreed or not; soonest deadline first."""

    shape = PROPOSAL
    whole = PROPOSAL_DETAIL
    filters = ProposalFilters
    order = ("next_due_at",)
    dated = True
