"""The columns of the list of proposals: what each says, which are shown, by what they sort and group."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.positions import take_position
from negotiations.actions.proposals import assess_trend
from negotiations.dashboard.proposal_columns import USUAL
from negotiations.enums import (
    ProposalKind,
    ProposalStatus,
    Stance,
    Trend,
)
from negotiations.models import User
from negotiations.rules.moments import WorldMoment
from tests import factories
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.reading import titles, words

KYIV = factories.KYIV
WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}
pytestmark = pytest.mark.django_db


def test_positions_stand_in_the_order_of_conditions_and_parties(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal()
    first, second = factories.party(display_order=1), factories.party(display_order=2)
    early, late = factories.condition(proposal), factories.condition(proposal)
    claim = factories.claim(proposal.negotiation)
    earlier = factories.claim(proposal.negotiation, stated=WorldMoment.day(date(2025, 4, 1), KYIV))
    take_position(condition=late, party=second, stance=Stance.REJECTS, claim=claim, **WHEN)
    take_position(condition=late, party=first, stance=Stance.CONSIDERING, claim=claim, **WHEN)
    take_position(condition=late, party=first, stance=Stance.DEMANDS, claim=earlier, **WHEN)
    line = page.get("/proposals/").context["lines"][0]
    assert line.units == (("", ""), ("considering", "rejects"))
    assert (line.on_record, line.cells) == (2, 4)
    assert early.pk < late.pk


def test_the_word_stands_beside_every_sign(page: Client, tuesday: datetime) -> None:
    proposal = factories.proposal(status=ProposalStatus.AGREED_IN_PRINCIPLE)
    factories.condition(proposal, text="Sanctions first", blocks=True)
    assess_trend(
        proposal=proposal,
        trend=Trend.DETERIORATED,
        slipping=True,
        reason="It slips.",
        claim=factories.claim(proposal.negotiation),
        **WHEN,
    )
    text = words(page, "/proposals/")
    assert [
        word for word in ("Agreed in principle", "Slipping", "Deteriorated", "Sanctions first") if word not in text
    ] == []


def heads(page: Client, query: str = "") -> list[str]:
    shown = page.get(f"/proposals/{query}").context
    return [shown["title_head"].label, *(column.label for column in shown["columns"])]


def test_chosen_columns_stay_in_the_address_and_in_a_saved_view(page: Client, reader: User, tuesday: datetime) -> None:
    factories.proposal(title="Truce", short_title="Truce", owner=reader)
    usual = ["Proposal", "Status", "Movement", "Next date", "Positions on record", "Blocked by", "Owner"]
    assert (heads(page), heads(page, "?columns=")) == (usual, usual)
    # Boxes ticked, in whatever order, come in the order of the table; what is usual leaves the address alone.
    chosen = "?columns=kind&columns=owner&q=truce"
    assert heads(page, chosen) == ["Proposal", "Owner", "Kind"]
    shown = page.get(f"/proposals/{chosen}").context
    assert shown["asked"].address(ordering="title") == "?q=truce&ordering=title&columns=owner%2Ckind"
    assert shown["applied"][0].without == "?columns=owner%2Ckind"
    assert page.get("/proposals/?" + "&".join(f"columns={name}" for name in USUAL)).context["asked"].drawn == {}
    page.post("/proposals/views/", {"query": shown["saved"].query, "name": "Kinds"})
    [view] = page.get("/proposals/").context["saved"].views
    assert (view.name, heads(page, view.address)) == ("Kinds", ["Proposal", "Owner", "Kind"])
    # Other columns of the same filters are another view.
    assert page.get(f"/proposals/{view.address}").status_code == 200
    current = [page.get(f"/proposals/{query}").context["saved"].current for query in (view.address, "?q=truce")]
    assert [each is not None for each in current] == [True, False]
    answer = page.get("/proposals/?columns=kind,owners")
    assert (answer.status_code, list(answer.context["problems"])) == (
        400,
        ["There is no column “owners”. Did you mean “owner”?"],
    )


SORTED = (
    *("title", "status", "next_due_at", "owner_name", "negotiation_name", "kind", "opened_at", "changed_at"),
    *("last_moved_at", "positions_on_record", "blockers"),
)


def test_a_head_sorts_as_the_api_does_with_what_has_no_value_last(
    page: Client, reader: User, tuesday: datetime
) -> None:
    home = factories.negotiation()
    claim = factories.claim(home)
    later = factories.claim(home, stated=WorldMoment.day(date(2025, 4, 15), KYIV))
    sides = [factories.party() for _side in range(2)]
    for number, (kind, opened) in enumerate(((ProposalKind.SUMMIT, None), (ProposalKind.CEASEFIRE, 3), (None, 9))):
        given: dict[str, Any] = {"opened": WorldMoment.day(date(2025, 4, opened), KYIV)} if opened else {}
        given |= {"kind": kind} if kind else {}
        each = factories.proposal(home, title=f"{number}", claim=claim, owner=reader if number else None, **given)
        for side in sides[:number]:
            asked = factories.condition(each, claim=claim, blocks=number == 1 or side == sides[0])
            for said in (claim, later, claim) if number == 1 else (claim,):
                take_position(condition=asked, party=side, stance=Stance.DEMANDS, claim=said, **WHEN)
        if number:
            factories.deadline(each, expression=f"{20 + number} April 2025", claim=claim)
            if number == 1:
                factories.condition(each, claim=claim, blocks=True)
    query = "?columns=status,movement,next,positions,blocked,owner,negotiation,kind,opened,changed"
    shown = page.get(f"/proposals/{query}").context
    sortable = {each.address for each in (shown["title_head"], *shown["columns"])}
    for name in SORTED:
        for ordering in (name, f"-{name}"):
            rows = page.get(f"/api/v1/proposals/?ordering={ordering}").json()["results"]
            lines = page.get(f"/proposals/{query}&ordering={ordering}").context["lines"]
            assert [line.reference for line in lines] == [row["reference"] for row in rows]
        towards = "-" if name == "next_due_at" else ""
        assert shown["asked"].address(ordering=f"{towards}{name}") in sortable
    # What no column holds is ordered by, a page at a time too.
    for name, expected in (("last_moved_at", "021"), ("positions_on_record", "012"), ("blockers", "021")):
        first = page.get(f"/api/v1/proposals/?ordering={name}&page_size=1").json()
        seen = first["results"]
        while first["next"]:
            first = page.get(first["next"]).json()
            seen += first["results"]
        assert "".join(row["title"] for row in seen) == expected
    assert page.get("/api/v1/proposals/?ordering=blockers&as_of=2025-04-15T00:00:00Z").status_code == 400


def test_rows_are_grouped_by_what_is_chosen_and_sorted_within(page: Client, reader: User, tuesday: datetime) -> None:
    first, second = (factories.negotiation(name=name) for name in ("A", "B"))
    for title, home, status, owner in (
        ("1", second, ProposalStatus.ON_HOLD, factories.user(name="Aaron Late")),
        ("2", first, ProposalStatus.TABLED, reader),
        ("3", second, ProposalStatus.TABLED, None),
    ):
        factories.proposal(home, title=title, status=status, owner=owner)

    def groups(query: str) -> list[tuple[str, list[str]]]:
        found = page.get(f"/proposals/?{query}").context["groups"]
        return [(name, [line.title for line in lines]) for name, lines in found]

    assert groups("ordering=title") == [("", ["1", "2", "3"])]
    assert groups("group=negotiation&ordering=-title") == [("A", ["2"]), ("B", ["3", "1"])]
    assert groups("group=status&ordering=title") == [("Tabled", ["2", "3"]), ("On hold", ["1"])]
    assert groups("group=owner&ordering=title") == [("Aaron Late", ["1"]), ("Ada Reader", ["2"]), ("Nobody", ["3"])]
    # By what is read there, not by the ids of people and negotiations.
    assert [titles(page, f"?ordering={order}") for order in ("owner_name", "-negotiation_name")] == [
        ["1", "2", "3"],
        ["3", "1", "2"],
    ]
    assert groups("group=status&ordering=title&as_of=2025-04-15") == [("Tabled", ["2", "3"]), ("On hold", ["1"])]
    shown = page.get("/proposals/?group=status&columns=kind").context
    assert shown["asked"].address(ordering="title") == "?ordering=title&columns=kind&group=status"
    assert page.get("/proposals/?group=statuss").status_code == 400
    assert page.get("/proposals/?group=owner&as_of=2025-04-15").status_code == 400
