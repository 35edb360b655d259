"""The facts beside a proposal, as far as the record has them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.proposals import change_status, code_ceasefire, involve
from negotiations.enums import CeasefireClass, CeasefireExtent, CeasefireSide, InvolvementRole, ProposalStatus
from negotiations.models import Proposal
from negotiations.rules.moments import WorldMoment
from tests import factories
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.reading import missing, words

WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}
pytestmark = pytest.mark.django_db


def seat(proposal: Proposal, name: str, role: InvolvementRole) -> None:
    claim = factories.claim(proposal.negotiation)
    involve(proposal=proposal, party=factories.party(name=name), role=role, claim=claim, **WHEN)


def facts_of(page: Client, proposal: Proposal) -> str:
    return words(page, f"/proposals/{proposal.reference}/")


def test_between_whom_by_whom_and_where(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal()
    for name, role in (
        ("North", InvolvementRole.PROPOSER),
        ("Broker", InvolvementRole.MEDIATOR),
        ("Second broker", InvolvementRole.FACILITATOR),
        ("The host", InvolvementRole.HOST),
        ("Watchers", InvolvementRole.OBSERVER),
    ):
        seat(proposal, name, role)
    text = facts_of(page, proposal)
    assert ("<dt>Between</dt>" in text, text.count('<dt>Where</dt><dd><span dir="auto">The host</span>')) == (False, 1)
    seat(proposal, "South", InvolvementRole.ADDRESSEE)
    expected = (
        "<dt>Between</dt><dd>North, South</dd>",
        "<dt>Brokered by</dt><dd>Broker, Second broker (facilitator)</dd>",
        "<dt>Proposer</dt><dd>North</dd>",
        "<dt>Observer</dt><dd>Watchers</dd>",
    )
    text = facts_of(page, proposal)
    assert (missing(text, *expected), "<dt>Addressee</dt>" in text) == ([], False)


def test_where_is_the_place_of_the_last_meeting_too(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal()
    assert '<dt>Where</dt><dd><span class="nil">Not on record</span>' in facts_of(page, proposal)
    article = factories.article()
    for day, place, expected in ((2, "Jeddah", False), (11, "Riyadh", False), (12, "", False), (20, "Muscat", True)):
        factories.event(
            proposal.negotiation,
            place=place,
            expected=expected,
            occurred=WorldMoment.day(date(2025, 4, day), factories.KYIV),
            proposals=[proposal],
            claim=factories.claim(proposal.negotiation, article=article),
        )
    text = facts_of(page, proposal)
    where = text[text.index("<dt>Where</dt>") :].split("</dd>")[0]
    assert '<span dir="auto">Riyadh</span>, last met Fri 11 Apr' in where
    assert article.reference in where
    assert "Muscat" not in where


def test_when_it_began_and_when_it_ends(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal()
    claim = factories.claim(proposal.negotiation, stated=WorldMoment.day(date(2025, 4, 3), factories.KYIV))
    text = facts_of(page, proposal)
    assert [word for word in ("<dt>Began</dt>", "<dt>Ends</dt>") if word in text] == []
    assert "No deadline is recorded. Next to be checked on Mon 28 Apr." in text
    began = {"status": ProposalStatus.IN_FORCE, "reason": "Both stopped.", "claim": claim}
    change_status(proposal=proposal, **began, **WHEN)
    factories.deadline(proposal)
    text = facts_of(page, proposal)
    assert missing(text, "<dt>Began</dt><dd>Thu 3 Apr", "<dt>Ends</dt><dd>Fri 18 Apr") == []
    code_ceasefire(
        proposal=proposal,
        claim=claim,
        side=CeasefireSide.BILATERAL,
        extent=CeasefireExtent.PARTIAL,
        ceasefire_class=CeasefireClass.CESSATION,
        effective_on=date(2025, 4, 2),
        ended_on=date(2025, 4, 13),
        **WHEN,
    )
    text = facts_of(page, proposal)
    assert missing(text, "<dt>Began</dt><dd>Wed 2 Apr", "<dt>Ended</dt><dd>Sun 13 Apr") == []
