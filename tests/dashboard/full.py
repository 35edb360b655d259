"""A proposal with one row of every kind that hangs on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from negotiations.actions.accounts import give_account
from negotiations.actions.events import record_event
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import assess_trend, involve, link_proposals
from negotiations.enums import (
    AccountAttribute,
    EventCategory,
    InvolvementRole,
    LineageKind,
    Stance,
    Trend,
)
from negotiations.models import Negotiation, Proposal
from negotiations.rules.moments import WorldMoment
from tests import factories
from tests.dashboard.conftest import TUESDAY

KYIV = factories.KYIV
WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}


def fill(proposal: Proposal) -> None:
    """Record one more row of each kind."""
    home: Negotiation = proposal.negotiation
    condition = factories.condition(proposal, blocks=True)
    ours = factories.party()
    claim = factories.claim(home, asserted_by_person=factories.person())
    involve(proposal=proposal, party=ours, role=InvolvementRole.ADDRESSEE, claim=claim, **WHEN)
    take_position(condition=condition, party=ours, stance=Stance.DEMANDS, claim=claim, **WHEN)
    assess_trend(proposal=proposal, trend=Trend.UNCHANGED, reason="Quiet.", claim=claim, **WHEN)
    factories.deadline(proposal)
    for value in ("18 March", "25 March"):
        give_account(
            proposal=proposal,
            party=factories.party(),
            attribute=AccountAttribute.STARTS,
            value=value,
            claim=claim,
            **WHEN,
        )
    link_proposals(proposal=proposal, other=factories.proposal(home), kind=LineageKind.RIVAL_OF, claim=claim, **WHEN)
    record_event(
        negotiation=home,
        title="They met",
        category=EventCategory.CONSULT,
        occurred=WorldMoment.day(date(2025, 4, 12), KYIV),
        claim=claim,
        proposals=[proposal],
        **WHEN,
    )
