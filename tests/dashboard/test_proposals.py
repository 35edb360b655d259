from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.accounts import give_account
from negotiations.actions.conditions import clear_dependency, make_depend
from negotiations.actions.deadlines import add_reading, settle_deadline
from negotiations.actions.events import record_event
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import change_status, code_ceasefire, involve, link_proposals
from negotiations.enums import (
    AccountAttribute,
    CeasefireClass,
    CeasefireExtent,
    CeasefireSide,
    DeadlineStatus,
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

KYIV = factories.KYIV
WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}
pytestmark = pytest.mark.django_db


def titles(page: Client, query: str = "") -> list[str]:
    answer = page.get(f"/proposals/{query}")
    assert answer.status_code == 200
    return [line.title for line in answer.context["lines"]]


def words(page: Client, address: str) -> str:
    return " ".join(page.get(address).content.decode().split())


def missing(text: str, *expected: str) -> list[str]:
    return [each for each in expected if each not in text]


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


def test_the_clock_counts_to_the_end_of_the_day_in_its_zone(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal(status=ProposalStatus.IN_FORCE)
    home = proposal.negotiation
    code_ceasefire(
        proposal=proposal,
        claim=factories.claim(home),
        side=CeasefireSide.BILATERAL,
        extent=CeasefireExtent.PARTIAL,
        ceasefire_class=CeasefireClass.CESSATION,
        effective_on=date(2025, 3, 19),
        **WHEN,
    )
    factories.deadline(proposal)
    answer = page.get(f"/proposals/{proposal.reference}/")
    clock = answer.context["clock"]
    assert (clock.term.day, clock.term.days, clock.today_cell, len(clock.cells)) == (27, 30, 27, 30)
    text = " ".join(answer.content.decode().split())
    counted = '<b data-until="2025-04-19T00:00:00+03:00" data-told="The truce ends">3 d 11 h</b>'
    assert f"{counted}<span>left of 30 days</span>" in text
    assert "<dt>Kyiv</dt><dd>Fri 23:59</dd>" in text
    assert "<dt>UTC</dt><dd>Fri 20:59</dd>" in text


def test_no_bar_is_drawn_from_a_beginning_that_is_disputed(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal()
    claim = factories.claim(proposal.negotiation)
    code_ceasefire(
        proposal=proposal,
        claim=claim,
        side=CeasefireSide.BILATERAL,
        extent=CeasefireExtent.PARTIAL,
        ceasefire_class=CeasefireClass.CESSATION,
        effective_on=date(2025, 3, 19),
        **WHEN,
    )
    factories.deadline(proposal)
    for day in (18, 25):
        give_account(
            proposal=proposal,
            party=factories.party(),
            attribute=AccountAttribute.STARTS,
            value=f"On {day} March",
            value_on=date(2025, 3, day),
            claim=claim,
            **WHEN,
        )
    answer = page.get(f"/proposals/{proposal.reference}/")
    assert answer.context["clock"].term is None
    assert 'class="track"' not in answer.content.decode()


def test_a_party_s_reading_and_the_count_stand_side_by_side(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal()
    deadline = factories.deadline(proposal)
    russia = factories.party(name="Russia")
    add_reading(
        deadline=deadline,
        expression="19 April 2025",
        party=russia,
        claim=factories.claim(proposal.negotiation),
        **WHEN,
    )
    text = words(page, f"/proposals/{proposal.reference}/")
    assert "<dt>Goes by</dt> <dd><b>Fri 18 Apr</b>" in text
    assert "<dt>Another reading</dt> <dd><b>Sat 19 Apr</b> Russia:" in text


def test_a_settled_deadline_runs_no_clock(page: Client, tuesday: datetime) -> None:
    deadline = factories.deadline(factories.proposal())
    assert deadline.proposal is not None
    claim = factories.claim(deadline.negotiation)
    settle_deadline(deadline=deadline, status=DeadlineStatus.MET, claim=claim, **WHEN)
    answer = page.get(f"/proposals/{deadline.proposal.reference}/")
    assert answer.context["clock"] is None
    assert "Met</span>" in answer.content.decode()


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
    entries = page.get(f"/proposals/{proposal.reference}/").context["entries"]
    assert [(entry.kind, entry.title, entry.to_come) for entry in entries] == [
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
    with django_assert_num_queries(61):
        assert page.get(f"/proposals/{proposal.reference}/").status_code == 200


def test_a_planned_alert_stands_at_the_reader_s_own_hour(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal()
    factories.deadline(proposal)
    text = words(page, f"/proposals/{proposal.reference}/")
    assert '<th scope="row">3 days before</th><td>today 09:00</td>' in text
    assert '<th scope="row">On the day</th><td>Fri 18 Apr 09:00</td>' in text


def test_a_step_back_says_from_where_and_since_when_until_it_goes_on(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal(status=ProposalStatus.IN_FORCE, stated=WorldMoment.day(date(2025, 4, 1), KYIV))
    on: dict[str, Any] = {"claim": factories.claim(proposal.negotiation), "reason": "So it went.", **WHEN}
    seen = []
    for day, status in ((2, ProposalStatus.ON_HOLD), (3, ProposalStatus.UNDER_DISCUSSION), (4, ProposalStatus.AGREED)):
        change_status(proposal=proposal, status=status, stated=WorldMoment.day(date(2025, 4, day), KYIV), **on)
        text = words(page, f"/proposals/{proposal.reference}/")
        seen.append("Under discussion<small>back from In force, Thu 3 Apr" in text)
    assert seen == [False, True, False]


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
