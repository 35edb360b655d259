from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.positions import take_position
from negotiations.actions.proposals import assess_trend, involve
from negotiations.actions.subscriptions import watch
from negotiations.dashboard.proposal_columns import USUAL
from negotiations.enums import (
    InvolvementRole,
    ProposalKind,
    ProposalStatus,
    Stance,
    Trend,
)
from negotiations.models import Proposal, User
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


def test_open_proposals_come_soonest_first_and_undated_last(page: Client, tuesday: datetime) -> None:
    factories.proposal(title="undated")
    factories.deadline(factories.proposal(title="Friday"))
    factories.deadline(factories.proposal(title="tomorrow"), expression="16 April 2025")
    factories.proposal(title="over", status=ProposalStatus.EXPIRED)
    assert titles(page) == ["tomorrow", "Friday", "undated"]
    assert titles(page, "?ordering=-title") == ["undated", "tomorrow", "Friday"]


def test_boxes_ticked_under_one_name_are_a_list(page: Client, tuesday: datetime) -> None:
    for status in (ProposalStatus.EXPIRED, ProposalStatus.ON_HOLD, ProposalStatus.TABLED):
        factories.proposal(title=str(status), status=status)
    assert titles(page, "?status__in=expired&status__in=on+hold&q=") == ["expired", "on hold"]


def test_words_party_and_overdue_narrow_the_list(page: Client, tuesday: datetime) -> None:
    sea, grain = factories.proposal(title="Black Sea truce"), factories.proposal(title="Grain corridor")
    seat = factories.party()
    involve(
        proposal=grain,
        party=seat,
        role=InvolvementRole.ADDRESSEE,
        claim=factories.claim(grain.negotiation),
        **WHEN,
    )
    factories.deadline(sea, expression="14 April 2025")
    assert titles(page, "?q=black+SEA") == ["Black Sea truce"]
    assert titles(page, f"?party={seat.pk}") == ["Grain corridor"]
    assert titles(page, "?overdue=true") == ["Black Sea truce"]


def test_filters_in_force_can_be_taken_away_one_by_one(page: Client, tuesday: datetime) -> None:
    factories.proposal(title="Truce")
    answer = page.get("/proposals/?q=corridor&status__in=on+hold&ordering=title")
    assert [(each.text, each.without) for each in answer.context["applied"]] == [
        ("Words: corridor", "?status__in=on+hold&ordering=title"),
        ("Status: on hold", "?q=corridor&ordering=title"),
    ]
    assert "No proposal matches these filters." in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("statuss=on+hold", "There is no filter “statuss”. Did you mean “status”?"),
        ("q=a&q=b", "Give “q” only once."),
        ("status__in=stuck", "status__in: “stuck” is none of"),
        ("overdue=yes", "overdue: “yes” is neither true nor false."),
        ("ordering=search_text", "The list cannot be ordered by “search_text”."),
        ("page=0", "page: “0” is no whole number from 1 to 10000."),
        ("page=one", "page: “one” is no whole number from 1 to 10000."),
        ("q=%00", "q: Control characters cannot be searched for; take them out."),
    ],
)
def test_what_is_not_understood_is_told_and_shows_nothing(
    page: Client, tuesday: datetime, query: str, told: str
) -> None:
    factories.proposal(title="Truce")
    answer = page.get(f"/proposals/?{query}")
    assert answer.status_code == 400
    assert [problem for problem in answer.context["problems"] if problem.startswith(told)] != []
    assert answer.context["lines"] == []


def test_ready_made_views_count_what_they_lead_to(page: Client, reader: User, tuesday: datetime) -> None:
    home = factories.negotiation()
    claim = factories.claim(home)
    factories.deadline(factories.proposal(home, claim=claim), expression="14 April 2025", claim=claim)
    watched = factories.proposal(home, claim=claim)
    factories.deadline(watched, claim=claim)
    factories.condition(watched, claim=claim)
    factories.proposal(home, status=ProposalStatus.ON_HOLD, claim=claim)
    factories.proposal(home, status=ProposalStatus.WITHDRAWN, claim=claim)
    watch(user=reader, actor=reader, proposal=watched, now=TUESDAY)
    views = page.get("/proposals/?columns=owner").context["views"]
    assert [(view.name, view.count, view.current) for view in views] == [
        ("All open", 3, True),
        ("Due in 7 days", 2, False),
        ("Stuck", 1, False),
        ("Watching", 1, False),
        ("Unanswered", 1, False),
    ]
    assert [len(titles(page, view.address)) for view in views] == [view.count for view in views]
    dates = page.get("/proposals/?owner__in=nobody").context["menus"][2]
    assert [(view.name, view.count) for view in dates.views] == [
        ("Overdue", 1),
        ("In 3 days", 2),
        ("In 7 days", 2),
        ("No date", 1),
    ]
    assert [len(titles(page, view.address)) for view in dates.views] == [view.count for view in dates.views]
    past = page.get("/proposals/?as_of=2025-04-14").context
    assert ([view.name for view in past["views"]], [menu.name for menu in past["menus"]]) == (
        ["All open", "Watching"],
        ["status__in", "party__in"],
    )


def test_owners_are_ticked_with_how_much_each_has(page: Client, reader: User, tuesday: datetime) -> None:
    home = factories.negotiation()
    claim = factories.claim(home)
    for title, owner in (("hers", reader), ("hers too", reader), ("nobody's", None)):
        factories.proposal(home, title=title, owner=owner, claim=claim)
    menu = page.get("/proposals/").context["menus"][3]
    assert [(each.value, each.label, each.count) for each in menu.choices] == [
        (str(reader.pk), "Ada Reader", 2),
        ("nobody", "Nobody", 1),
    ]
    assert titles(page, f"?owner__in={reader.pk}") == ["hers", "hers too"]
    assert titles(page, "?owner__in=nobody") == ["nobody's"]
    assert titles(page, f"?owner__in={reader.pk}&owner__in=nobody") == ["hers", "hers too", "nobody's"]
    shown = page.get(f"/proposals/?owner__in={reader.pk},nobody&q=x").context
    assert [each.text for each in shown["applied"]] == ["Owner: Ada Reader, nobody", "Words: x"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_does_not_grow(
    page: Client, tuesday: datetime, number: int, django_assert_num_queries: Any
) -> None:
    home = factories.negotiation()
    for _n in range(number):
        fill(factories.proposal(home))
    with django_assert_num_queries(26):
        assert page.get("/proposals/").status_code == 200


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
    *("title", "status", "next_due_at", "owner", "kind", "opened_at", "changed_at"),
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
    query = "?columns=status,movement,next,positions,blocked,owner,kind,opened,changed"
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


def test_several_parties_are_ticked_and_each_is_enough(page: Client, tuesday: datetime) -> None:
    home = factories.negotiation()
    claim = factories.claim(home)
    sides = [factories.party() for _side in range(3)]
    for number, side in enumerate(sides):
        each = factories.proposal(home, title=f"{number}", claim=claim)
        involve(proposal=each, party=side, role=InvolvementRole.ADDRESSEE, claim=claim, **WHEN)
    two = f"party__in={sides[0].pk}&party__in={sides[2].pk}"
    shown = page.get(f"/proposals/?{two}").context
    assert [line.title for line in shown["lines"]] == ["0", "2"]
    assert [choice.chosen for choice in shown["menus"][1].choices] == [True, False, True]
    assert [each.text for each in shown["applied"]] == [f"Party: {sides[0].name}, {sides[2].name}"]
    together = f"{sides[0].pk},{sides[2].pk}"
    for role, found in (("addressee", ["0", "2"]), ("mediator", [])):
        rows = page.get(f"/api/v1/proposals/?party__in={together}&party_role={role}&ordering=title").json()["results"]
        assert [row["title"] for row in rows] == found
    # One party, as older addresses name it, is asked for as before.
    assert titles(page, f"?party={sides[1].pk}") == ["1"]


def test_rows_are_grouped_by_what_is_chosen_and_sorted_within(page: Client, reader: User, tuesday: datetime) -> None:
    first, second = (factories.negotiation(name=name) for name in ("A", "B"))
    for title, home, status, owner in (
        ("1", second, ProposalStatus.ON_HOLD, None),
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
    assert groups("group=owner&ordering=title") == [("Ada Reader", ["2"]), ("Nobody", ["1", "3"])]
    assert groups("group=status&ordering=title&as_of=2025-04-15") == [("Tabled", ["2", "3"]), ("On hold", ["1"])]
    shown = page.get("/proposals/?group=status&columns=kind").context
    assert shown["asked"].address(ordering="title") == "?ordering=title&columns=kind&group=status"
    assert page.get("/proposals/?group=statuss").status_code == 400
    assert page.get("/proposals/?group=owner&as_of=2025-04-15").status_code == 400


def test_a_list_that_found_nothing_names_the_filter_to_take_away(page: Client, tuesday: datetime) -> None:
    factories.proposal(title="Truce")
    answer = page.get("/proposals/?q=truce&overdue=true&columns=kind")
    assert [(each.name, each.without, found) for each, found in answer.context["instead"]] == [
        ("overdue", "?q=truce&columns=kind", 1),
        ("q", "?overdue=true&columns=kind", 0),
    ]
    assert "Take away “Overdue”</a>: 1 proposal<" in answer.content.decode()


def test_a_long_list_has_pages_and_all_of_it_can_be_chosen_but_no_more_than_was_shown(
    page: Client, reader: User, tuesday: datetime
) -> None:
    home = factories.negotiation()
    claim = factories.claim(home)
    for number in range(51):
        factories.proposal(home, claim=claim, title=f"Truce {number:02}")
    assert titles(page, "?ordering=title&page=2") == ["Truce 50"]
    assert 'href="?ordering=title&amp;page=2"' in page.get("/proposals/?ordering=title").content.decode()
    assert 'name="all" value="q=truce"' in page.get("/proposals/?q=truce").content.decode()
    assert 'name="all"' not in page.get("/proposals/?q=truce+5").content.decode()
    address = "/bulk/owner/?all=q%3Dtruce&to=" + str(reader.pk)
    asked = page.get(address)
    assert len(asked.context["lines"]) == 51
    factories.proposal(home, claim=claim, title="Truce that came since")
    versions = asked.context["form"]["versions"].value()
    assert page.post(address, {"versions": versions, "reason": "Hers now"}).status_code == 302
    owned = Proposal.objects.visible_to(reader).filter(owner=reader)
    assert (owned.count(), owned.filter(title="Truce that came since").exists()) == (51, False)
    assert page.get("/bulk/owner/?all=statuss%3Dx").status_code == 404
