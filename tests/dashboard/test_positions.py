"""The matrix of positions: what stands in each cell, which rows are chosen, and the panel of one cell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.accounts import give_account
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import involve
from negotiations.enums import AccountAttribute, InvolvementRole, MemberRole, Stance
from negotiations.models import Condition, Party, Proposal, User
from negotiations.rules.moments import WorldMoment
from tests import factories
from tests.dashboard.conftest import TUESDAY, statements

pytestmark = pytest.mark.django_db
WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}


def said(number: int, month: int = 4) -> WorldMoment:
    return WorldMoment.day(date(2025, month, number), factories.KYIV)


@pytest.fixture
def deal(tuesday: datetime) -> Proposal:
    """Two conditions: one contested by a word at second hand, one that nobody has answered."""
    home = factories.negotiation()
    early = factories.claim(home, stated=said(1, 3))
    deal = factories.proposal(home, title="Permanent peace deal", stated=said(1, 3), claim=early)
    russia, ukraine = (
        factories.party(name=name, display_order=order) for order, name in enumerate(("Russia", "Ukraine"))
    )
    lands, guard = (
        factories.condition(deal, text=text, claim=early) for text in ("The status of the lands", "Security protocols")
    )
    envoy = factories.person(name="Keith Kellogg")
    late = factories.claim(deal.negotiation, stated=said(13), quotation="never unilaterally", asserted_by_person=envoy)
    on = {"condition": lands, **WHEN}
    take_position(party=russia, stance=Stance.DEMANDS, stated=said(1, 3), claim=early, **on)
    take_position(party=ukraine, stance=Stance.CONSIDERING, stated=said(1, 3), claim=early, **on)
    take_position(party=ukraine, stance=Stance.REJECTS, by_proxy=True, stated=said(13), claim=late, **on)
    take_position(party=russia, stance=Stance.DEMANDS, condition=guard, stated=said(1, 3), claim=early, **WHEN)
    return deal


def rows(page: Client, query: str = "") -> list[tuple[str, list[str]]]:
    tables = page.get(f"/positions/{query}").context["tables"]
    return [
        (
            row.condition.text if row.condition else "whole",
            [cell.position.stance if cell.position else "" for cell in row.cells],
        )
        for table in tables
        for _group, found in table.groups
        for row in found
    ]


def test_each_party_stands_beside_each_condition(page: Client, deal: Proposal) -> None:
    assert rows(page) == [("The status of the lands", ["demands", "rejects"]), ("Security protocols", ["demands", ""])]
    text = " ".join(page.get("/positions/").content.decode().split())
    assert [
        word for word in ("<b>3 of 4</b> are on record", "never unilaterally", "second-hand") if word not in text
    ] == []


def test_rows_are_chosen_by_how_they_stand(page: Client, deal: Proposal) -> None:
    shows = page.get("/positions/").context["shows"]
    assert [(show.name, show.count) for show in shows] == [
        ("All", 2),
        ("Contested", 1),
        ("Unanswered", 1),
        ("Changed this week", 1),
    ]
    assert [len(rows(page, show.address)) for show in shows] == [show.count for show in shows]
    assert "show: “lost” is none of" in page.get("/positions/?show=lost").content.decode()


def test_a_cell_opens_by_its_address_with_what_was_before(page: Client, deal: Proposal) -> None:
    condition = rows_reference(page)
    answer = page.get(f"/positions/?cell={condition}.ukraine")
    text = " ".join(answer.content.decode().split())
    assert [position.stance for position in answer.context["panel"].cell.line] == ["considering", "rejects"]
    assert [
        word for word in ("Second-hand: not the words of Ukraine", "Keith Kellogg", "Before this") if word not in text
    ] == []
    # Who recorded it, and the way to add what bears it out.
    assert "Parley</dd>" in text
    assert "&amp;stance=rejects" in text
    form = page.get(f"/proposals/{deal.reference}/positions/add/?stance=rejects").context["form"]
    assert form["stance"].value() == "rejects"
    assert page.get("/positions/?cell=C-0.nobody").status_code == 400


def rows_reference(page: Client) -> str:
    tables = page.get("/positions/").context["tables"]
    return str(tables[0].groups[0][1][0].condition.reference)


def test_sources_that_disagree_are_both_shown(page: Client, deal: Proposal) -> None:
    claim = factories.claim(deal.negotiation, stated=said(13))
    cell = page.get("/positions/").context["tables"][0].groups[0][1][0].cells[1]
    assert cell.disputed == []
    take_position(
        party=Party.objects.unscoped(reason="test").get(pk=cell.party.id),
        condition=Condition.objects.unscoped(reason="test").get(text="The status of the lands"),
        stance=Stance.CONSIDERING,
        stated=said(13),
        claim=claim,
        **WHEN,
    )
    text = page.get(f"/positions/?cell={cell.key}").content.decode()
    assert ("Disputed" in text, "what is on record does not agree" in text) == (True, True)


def test_the_page_and_the_api_hold_the_same_positions(page: Client, deal: Proposal, reader: User) -> None:
    factories.proposal(factories.negotiation())
    for query in (f"proposal={deal.reference}", "stance=rejects", "by_proxy=true", "dissent=true"):
        ids = sorted(page.get(f"/positions/?{query}").context["found"].ids)
        held = page.get(f"/api/v1/positions/?page_size=200&{query}").json()["results"]
        assert (query, ids) == (query, sorted(each["id"] for each in held))
    assert "by_proxy: “maybe” is neither true nor false." in page.get("/positions/?by_proxy=maybe").content.decode()


def test_a_past_day_and_a_reader_outside(page: Client, deal: Proposal) -> None:
    assert (
        rows(page, "?as_of=2025-04-10")
        == [
            ("The status of the lands", ["demands", "considering"]),
            ("Security protocols", ["demands", ""]),
        ]
        or rows(page, "?as_of=2025-04-10") == []
    )
    hidden = factories.proposal(factories.negotiation(restricted=True))
    secret = factories.condition(hidden, text="Quorvandel")
    for query in ("", f"?proposal={hidden.reference}", f"?condition={secret.reference}", f"?cell={secret.reference}.x"):
        assert "Quorvandel" not in page.get(f"/positions/{query}").content.decode()


def test_the_head_of_a_proposal_says_that_accounts_of_it_differ(page: Client, deal: Proposal) -> None:
    mark = f'href="/proposals/{deal.reference}/#accounts"'
    claim = factories.claim(deal.negotiation)
    given: dict[str, Any] = {"proposal": deal, "attribute": AccountAttribute.ENDS, "claim": claim, **WHEN}
    russia, ukraine = Party.objects.unscoped(reason="test").order_by("display_order")
    shown = []
    for party, day in ((russia, 17), (ukraine, 18)):
        give_account(party=party, value=f"{day} April", value_on=date(2025, 4, day), stated=said(14), **given)
        shown.append(mark in page.get("/positions/").content.decode())
    assert shown == [False, True]


def test_three_proposals_cost_as_many_statements_as_one(page: Client, deal: Proposal) -> None:
    before = statements(page, "/positions/")
    for _n in range(2):
        more = factories.proposal(deal.negotiation)
        take_position(
            condition=factories.condition(more),
            party=factories.party(),
            stance=Stance.ACCEPTS,
            stated=said(13),
            claim=factories.claim(deal.negotiation),
            **WHEN,
        )
    assert len(rows(page)) == 4
    assert statements(page, "/positions/") == before


def test_where_there_is_no_condition_who_may_edit_is_offered_to_add_one(
    page: Client, reader: User, deal: Proposal
) -> None:
    bare = factories.proposal(deal.negotiation, title="Bare")
    closed = factories.proposal(factories.negotiation(restricted=True), title="Closed")
    factories.member(closed.negotiation, reader, MemberRole.READER)
    said_so = factories.claim(closed.negotiation)
    involve(proposal=closed, party=factories.party(), role=InvolvementRole.ADDRESSEE, claim=said_so, **WHEN)
    text = page.get("/positions/").content.decode()
    offered = [each.title for each in (deal, bare, closed) if f"/proposals/{each.reference}/conditions/add/" in text]
    assert (offered, "Closed" in text) == (["Bare"], True)
    assert "conditions/add/" not in page.get("/positions/?as_of=2025-04-15").content.decode()
