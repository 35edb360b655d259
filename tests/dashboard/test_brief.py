"""The brief: one proposal in words, with its sources numbered in the order in which they are named."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.accounts import give_account
from negotiations.actions.negotiations import revise_negotiation
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import change_status, involve
from negotiations.enums import AccountAttribute, InvolvementRole, ProposalStatus, Stance
from negotiations.models import Claim, Negotiation, Proposal
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.dashboard.conftest import TUESDAY, statements
from tests.dashboard.forms import plain
from tests.dashboard.full import fill

WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def said(home: Negotiation, number: int, **given: Any) -> Claim:
    return make.claim(home, stated=WorldMoment.day(date(2025, 4, number), make.KYIV), **given)


@pytest.fixture
def truce(db: None) -> Proposal:
    """Tabled on 1 April and on hold since the 10th; north demands, south is silent, and two accounts differ."""
    home = make.negotiation(name="Talks at sea")
    capitals = {"capitals": ["America/New_York"], "reason": "They host."}
    revise_negotiation(negotiation=home, **capitals, **WHEN)
    truce = make.proposal(home, title="Truce at sea", status=ProposalStatus.TABLED, claim=said(home, 1), stated=None)
    north, south = (make.party(name=name) for name in ("North", "South"))
    tenth = said(home, 10)
    held = {"status": ProposalStatus.ON_HOLD, "reason": "They wait for relief.", "stated": tenth.stated}
    change_status(proposal=truce, claim=tenth, **held, **WHEN)
    involve(proposal=truce, party=south, role=InvolvementRole.ADDRESSEE, claim=tenth, **WHEN)
    relief = make.condition(truce, text="Relief first", blocks=True, claim=tenth)
    words = said(home, 12, quotation="no truce before that", asserted_by_party=north)
    take_position(condition=relief, party=north, stance=Stance.DEMANDS, claim=words, **WHEN)
    make.deadline(truce, title="It ends", claim=words)
    for party, day in ((north, 18), (south, 25)):
        account = {"attribute": AccountAttribute.STARTS, "value": f"on {day} March", "value_on": date(2025, 3, day)}
        give_account(proposal=truce, party=party, claim=tenth, **account, **WHEN)
    return truce


def words(page: Client, truce: Proposal, query: str = "") -> str:
    answer = page.get(f"/proposals/{truce.reference}/brief/{query}")
    assert answer.status_code == 200
    text = plain(answer)
    return " ".join(re.sub(r"<[^>]+>", "", text[text.index("<article") : text.index("</article>")]).split())


def test_it_says_where_it_stands_what_runs_out_who_said_what_and_on_which_source(page: Client, truce: Proposal) -> None:
    text = words(page, truce)
    wanted = (
        "Truce at sea",
        "On hold since Thu 10 Apr They wait for relief. [1]",
        "It ends: Friday 18 April 2025, to the end of the day in Kyiv "
        "(Fri 23:59 Kyiv, Fri 16:59 New York, Fri 20:59 UTC); 3 d 11 h left. ends Friday [2]",
        "Relief first [1] (Precondition; Not initiated; holds the proposal up). A demand with no answer.",
        "North: Demands, no truce before that [2]. Not on record: South.",
        "Starts: North: on 18 March [1]; South: on 25 March [1]",
        "Changed since 8 April 2025 Against what was on record at the end of that day",
    )
    assert [each for each in wanted if each not in text] == []
    assert text.index("[1]") < text.index("[2]")
    sources = page.get(f"/proposals/{truce.reference}/brief/").context["sources"]
    assert len(sources) == 2


def test_another_day_and_another_beginning_are_asked_for_by_the_address(page: Client, truce: Proposal) -> None:
    assert "The proposal, Status: Tabled On hold" in words(page, truce, "?since=2025-04-14")
    assert "Nothing has changed." in words(page, truce, "?since=2025-04-15")
    past = words(page, truce, "?as_of=2025-04-09")
    assert ("Tabled since" in past, "On hold" in past, "Relief first" in past) == (True, False, False)
    for wrong in ("since=soon", "since=2025-04-16", "sinse=2025-04-10"):
        assert page.get(f"/proposals/{truce.reference}/brief/?{wrong}").status_code == 400
    hidden = make.proposal(make.negotiation(restricted=True))
    assert page.get(f"/proposals/{hidden.reference}/brief/").status_code == 404


def test_it_costs_the_same_for_much_and_for_little(page: Client, tuesday: datetime) -> None:
    proposal = make.proposal()
    fill(proposal)
    address = f"/proposals/{proposal.reference}/brief/"
    one = statements(page, address)
    fill(proposal)
    assert statements(page, address) == one
