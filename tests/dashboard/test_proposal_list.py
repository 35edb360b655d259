from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.proposals import involve
from negotiations.actions.subscriptions import watch
from negotiations.enums import (
    InvolvementRole,
    ProposalStatus,
)
from negotiations.models import Proposal, User
from negotiations.rules.moments import WorldMoment
from tests import factories
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.full import fill
from tests.dashboard.reading import titles

KYIV = factories.KYIV
WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}
pytestmark = pytest.mark.django_db


def test_open_proposals_come_soonest_first_and_undated_last(page: Client, tuesday: datetime) -> None:
    factories.proposal(title="undated")
    factories.deadline(factories.proposal(title="Friday"))
    factories.deadline(factories.proposal(title="tomorrow"), expression="16 April 2025")
    factories.proposal(title="over", status=ProposalStatus.EXPIRED)
    assert titles(page) == ["tomorrow", "Friday", "undated"]
    assert titles(page, "?ordering=-title") == ["undated", "tomorrow", "Friday"]


def test_a_status_sorts_by_its_place_in_the_life_of_a_proposal(page: Client, tuesday: datetime) -> None:
    """On the page, over the API page by page, and on a past day."""
    order = [str(status) for status in ProposalStatus]
    said = WorldMoment.day(date(2025, 4, 10), KYIV)
    for status in sorted(order):
        factories.proposal(title=status, status=ProposalStatus(status), stated=said)

    def through_the_api(asked: str) -> list[str]:
        address, found = f"/api/v1/proposals/?fields=status&page_size=4&{asked}", []
        while address:
            body = page.get(address).json()
            found += [row["status"] for row in body["results"]]
            address = body["next"]
        return found

    every = "?status__in=" + ",".join(order).replace(" ", "+")
    for day in ("", "&as_of=2025-04-12"):
        for ordering, expected in (("status", order), ("-status", order[::-1])):
            assert titles(page, f"{every}&ordering={ordering}{day}") == expected
    for moment in ("", "&as_of=2025-04-12T12:00:00Z"):
        assert through_the_api(f"ordering=status{moment}") == order
        assert through_the_api(f"ordering=-status{moment}") == order[::-1]


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
    assert asked.context["number"] == 51
    factories.proposal(home, claim=claim, title="Truce that came since")
    versions = asked.context["form"]["versions"].value()
    assert page.post(address, {"versions": versions, "reason": "Hers now"}).status_code == 302
    owned = Proposal.objects.visible_to(reader).filter(owner=reader)
    assert (owned.count(), owned.filter(title="Truce that came since").exists()) == (51, False)
    assert page.get("/bulk/owner/?all=statuss%3Dx").status_code == 404
