from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.accounts import give_account
from negotiations.actions.conditions import clear_dependency, make_depend
from negotiations.actions.events import record_event
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import change_status, involve, link_proposals
from negotiations.enums import (
    AccountAttribute,
    EventCategory,
    InvolvementRole,
    LineageKind,
    ProposalStatus,
    Stance,
)
from negotiations.models import User
from negotiations.rules.moments import WorldMoment
from tests import factories
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.full import fill
from tests.dashboard.reading import missing, words

KYIV = factories.KYIV
WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}
pytestmark = pytest.mark.django_db


def test_a_hidden_proposal_is_as_absent_as_one_that_never_was(page: Client, tuesday: datetime) -> None:
    hidden = factories.proposal(factories.negotiation(restricted=True))
    answers = [page.get(f"/proposals/{reference}/") for reference in (hidden.reference, "P-999999")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({answer.content.decode().split("data-now")[1][40:] for answer in answers}) == 1


def test_the_page_says_where_it_stands_and_why(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal(
        title="Energy freeze", status=ProposalStatus.AGREED, stated=WorldMoment.day(date(2025, 3, 18), KYIV)
    )
    home = proposal.negotiation
    change_status(
        proposal=proposal,
        status=ProposalStatus.IN_FORCE,
        reason="Both sides stopped.",
        stated=WorldMoment.day(date(2025, 3, 19), KYIV),
        claim=factories.claim(home),
        **WHEN,
    )
    text = words(page, f"/proposals/{proposal.reference}/")
    assert '<h1 dir="auto">Energy freeze</h1>' in text
    assert '<p class="bn-why" dir="auto">Both sides stopped.</p>' in text
    assert "Stands so since Wed 19 Mar" in text
    assert "recorded 15 Apr 2025, 12:40 by Parley" in text


def test_a_blocker_says_what_clears_it_what_comes_first_and_since_when(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal(stated=WorldMoment.day(date(2025, 4, 1), KYIV))
    home = proposal.negotiation
    owing = factories.party(name="North")
    said = factories.claim(home, stated=WorldMoment.day(date(2025, 4, 2), KYIV))
    blocking = factories.condition(proposal, text="Relief", blocks=True, owed_by=owing, claim=said)
    needs = {"reason": "So they say.", "claim": said, **WHEN}
    first, cleared = factories.condition(proposal, text="A list"), factories.condition(proposal, text="A map")
    make_depend(condition=blocking, needs=first, **needs)
    dependency = make_depend(condition=blocking, needs=cleared, **needs)
    clear_dependency(dependency=dependency, cleared_on=date(2025, 4, 14), reason="It came.", claim=said, **WHEN)
    shown = page.get(f"/proposals/{proposal.reference}/").context
    assert [[each.text for each in needed] for _block, needed in shown["blockers"]] == [["A list"]]
    text = words(page, f"/proposals/{proposal.reference}/")
    assert missing(text, "Cleared once North has carried it out in full. So far: Not initiated. Before that:") == []
    assert "Since Wed 2 Apr" in text
    past = page.get(f"/proposals/{proposal.reference}/?as_of=2025-04-13").context["blockers"]
    assert [[each.text for each in needed] for _block, needed in past] == [["A list", "A map"]]


def test_each_party_has_a_cell_and_a_dissent_stands_beside_the_line(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal()
    home = proposal.negotiation
    condition = factories.condition(proposal, text="Five territories")
    ours, theirs = factories.party(name="Ours", display_order=1), factories.party(name="Theirs", display_order=2)
    envoy = factories.person(name="The Envoy")
    claim = factories.claim(home)
    take_position(condition=condition, party=ours, stance=Stance.ACCEPTS, claim=claim, **WHEN)
    take_position(
        condition=condition, party=ours, person=envoy, dissent=True, stance=Stance.REJECTS, claim=claim, **WHEN
    )
    take_position(condition=condition, party=theirs, stance=Stance.REJECTS, by_proxy=True, claim=claim, **WHEN)
    answer = page.get(f"/proposals/{proposal.reference}/")
    [block] = answer.context["page"].conditions
    assert [(cell.party.name, cell.position.stance, len(cell.dissent)) for cell in block.cells] == [
        ("Ours", "accepts", 1),
        ("Theirs", "rejects", 0),
    ]
    text = " ".join(answer.content.decode().split())
    assert missing(text, "Contested", "second-hand", "The Envoy, against the line") == []


def test_accounts_that_differ_are_shown_and_never_averaged(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal()
    for name, day in (("Russia", 18), ("Ukraine", 25)):
        give_account(
            proposal=proposal,
            party=factories.party(name=name),
            attribute=AccountAttribute.STARTS,
            value=f"On {day} March",
            value_on=date(2025, 3, day),
            claim=factories.claim(proposal.negotiation),
            **WHEN,
        )
    text = words(page, f"/proposals/{proposal.reference}/")
    assert [word for word in ("Accounts", "On 18 March", "On 25 March", "Disputed") if word not in text] == []


def test_the_timeline_has_what_is_to_come_first(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal(stated=WorldMoment.day(date(2025, 4, 10), KYIV))
    factories.deadline(proposal, title="It ends")
    record_event(
        negotiation=proposal.negotiation,
        title="They met",
        category=EventCategory.CONSULT,
        occurred=WorldMoment.day(date(2025, 4, 12), KYIV),
        claim=factories.claim(proposal.negotiation),
        proposals=[proposal],
        **WHEN,
    )
    for day in range(12):
        said = WorldMoment.day(date(2025, 3, 12 + day), KYIV)
        factories.event(proposal.negotiation, occurred=said, proposals=[proposal])
    shown = page.get(f"/proposals/{proposal.reference}/")
    # What is to come, ten of what was, and the rest apart.
    entries, earlier = shown.context["latest"], shown.context["earlier"]
    assert (len(entries), len(earlier), "4 earlier entries" in shown.content.decode()) == (11, 4, True)
    assert [(entry.kind, entry.title, entry.to_come) for entry in entries[:3]] == [
        ("deadline", "It ends", True),
        ("meeting", "They met", False),
        ("change", "Under discussion", False),
    ]


def test_sources_count_their_claims_and_one_alone_is_marked(page: Client, tuesday: datetime) -> None:
    home = factories.negotiation()
    article = factories.article(cites=factories.source(name="Bloomberg"))
    proposal = factories.proposal(home, claim=factories.claim(home, article=article))
    factories.condition(proposal, claim=factories.claim(home, article=article))
    answer = page.get(f"/proposals/{proposal.reference}/")
    assert [(use.article.reference, use.claims) for use in answer.context["page"].sources] == [(article.reference, 2)]
    assert "Everything here rests on one source" in answer.content.decode()
    assert f'id="{article.reference.lower()}"' in answer.content.decode()


def test_history_says_who_changed_what_and_why(reader: User, page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal()
    change_status(
        proposal=proposal,
        status=ProposalStatus.ON_HOLD,
        reason="They wait.",
        claim=factories.claim(proposal.negotiation),
        actor=reader,
        now=TUESDAY,
    )
    text = words(page, f"/proposals/{proposal.reference}/")
    assert "<b>Ada Reader</b>" in text
    assert "<dt>Status</dt><dd><del>under discussion</del><ins>on hold</ins></dd>" in text
    assert '<p class="log-y" dir="auto">They wait.</p>' in text


def test_related_proposals_say_how(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal(title="Second term")
    other = factories.proposal(proposal.negotiation, title="First term")
    claim = factories.claim(proposal.negotiation)
    link_proposals(proposal=proposal, other=other, kind=LineageKind.RENEWS, claim=claim, **WHEN)
    assert "This one renews <a" in words(page, f"/proposals/{proposal.reference}/")
    assert "renews this one" in words(page, f"/proposals/{other.reference}/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_does_not_grow(
    page: Client, tuesday: datetime, number: int, django_assert_num_queries: Any
) -> None:
    proposal = factories.proposal()
    for _n in range(number):
        fill(proposal)
    with django_assert_num_queries(42):
        assert page.get(f"/proposals/{proposal.reference}/").status_code == 200


def test_with_many_parties_those_not_on_record_are_counted(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal()
    claim = factories.claim(proposal.negotiation)
    condition = factories.condition(proposal, claim=claim)
    parties = [factories.party(name=f"Party no. {number}") for number in range(7)]
    for party in parties:
        involve(proposal=proposal, party=party, role=InvolvementRole.ADDRESSEE, claim=claim, **WHEN)
    take_position(condition=condition, party=parties[0], stance=Stance.ACCEPTS, claim=claim, **WHEN)
    text = words(page, f"/proposals/{proposal.reference}/")
    assert ("6 not on record" in text, text.count("<dt>Party no. ")) == (True, 1)
