"""A past day on any page: the record as it stood, the day kept in every link, and nothing that writes."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.conditions import record_progress
from negotiations.actions.deadlines import extend_deadline
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import change_status
from negotiations.enums import Progress, ProposalStatus, Stance
from negotiations.models import Change, Proposal
from negotiations.rules.moments import WorldMoment
from tests import factories
from tests.dashboard.conftest import TUESDAY, statements

pytestmark = pytest.mark.django_db
WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}


def said(number: int) -> WorldMoment:
    return WorldMoment.day(date(2025, 4, number), factories.KYIV)


@pytest.fixture
def truce(tuesday: datetime) -> Proposal:
    """Tabled on 9 April and in force since the 12th, when its condition was met and its end was put off."""
    home = factories.negotiation()
    early, late = (factories.claim(home, stated=said(number)) for number in (9, 12))
    truce = factories.proposal(
        home, title="Truce at sea", status=ProposalStatus.TABLED, status_reason="A draft.", stated=said(9), claim=early
    )
    relief = factories.condition(truce, text="Relief", blocks=True, claim=early)
    ends = factories.deadline(truce, title="It ends", said_at=said(9).at, claim=early)
    russia = factories.party(name="Russia")
    take_position(condition=relief, party=russia, stance=Stance.DEMANDS, stated=said(9), claim=early, **WHEN)
    take_position(condition=relief, party=russia, stance=Stance.ACCEPTS, stated=said(12), claim=late, **WHEN)
    change_status(
        proposal=truce, status=ProposalStatus.IN_FORCE, reason="It began.", stated=said(12), claim=late, **WHEN
    )
    record_progress(condition=relief, progress=Progress.FULL, reason="Given.", stated=said(12), claim=late, **WHEN)
    extend_deadline(deadline=ends, expression="2 May 2025", reason="Longer.", stated=said(12), claim=late, **WHEN)
    return truce


def body(page: Client, address: str, status: int = 200) -> str:
    answer = page.get(address)
    assert answer.status_code == status
    text = answer.content.decode()
    return " ".join(text[text.index("<main") : text.index("</main>")].split())


def test_a_list_shows_the_record_as_it_stood(page: Client, truce: Proposal) -> None:
    line, then = (page.get(f"/proposals/{query}").context["lines"][0] for query in ("", "?as_of=2025-04-11"))
    assert (then.status, then.units, then.blocked_by, then.next.on) == (
        "tabled",
        (("demands",),),
        ("Relief",),
        date(2025, 4, 11),
    )
    assert (line.status, line.units, line.blocked_by, line.next.on) == (
        "in force",
        (("accepts",),),
        (),
        date(2025, 5, 2),
    )
    assert page.get("/proposals/?as_of=2025-04-08").context["lines"] == []


def test_a_filter_asks_for_what_held_that_day(page: Client, truce: Proposal) -> None:
    asked = {
        query: len(page.get(f"/proposals/?{query}").context["lines"])
        for query in (
            "status__in=tabled&as_of=2025-04-11",
            "status__in=in+force&as_of=2025-04-11",
            "status__in=in+force",
        )
    }
    assert list(asked.values()) == [1, 0, 1]
    assert "kept for today only" in body(page, "/proposals/?overdue=true&as_of=2025-04-11", 400)


def test_the_page_of_a_proposal_and_the_overview_go_back_too(page: Client, truce: Proposal) -> None:
    told = body(page, f"/proposals/{truce.reference}/?as_of=2025-04-11")
    # What only reads stays in reach, and keeps the day.
    assert (f"/proposals/{truce.reference}/history/?as_of=2025-04-11" in told, "bulk/alert" in told) == (True, False)
    assert ("A draft." in told, "It began." in told, "Nothing is recorded as blocking" in told) == (True, False, False)
    overview = page.get("/?as_of=2025-04-11").context["overview"]
    assert [(line.status, line.due.on) for line in overview.deadlines] == [("tabled", date(2025, 4, 11))]
    assert page.get("/").context["overview"].deadlines[0].due.on == date(2025, 5, 2)


def test_what_was_recorded_later_does_not_count_where_known_at_says_so(page: Client, truce: Proposal) -> None:
    assert page.get("/proposals/?as_of=2025-04-13&known_at=2025-04-14").context["lines"][0].status == "tabled"
    assert page.get("/proposals/?as_of=2025-04-13").context["lines"][0].status == "in force"
    assert "recorded by 14 April 2025" in body(page, "/proposals/?known_at=2025-04-14")


@pytest.mark.parametrize("path", ["/", "/proposals/?q=truce&ordering=title", "/proposals/{reference}/", "/nowhere/"])
def test_the_day_stays_in_every_link_and_nothing_writes(page: Client, truce: Proposal, path: str) -> None:
    address = path.format(reference=truce.reference)
    text = page.get(f"{address}{'&' if '?' in address else '?'}as_of=2025-04-11").content.decode()
    assert "Friday 11 April 2025." in text
    anchors = re.findall(r"<a\b[^>]*>", text)
    inside = [each for each in anchors if re.search(r'href="(/(?!accounts|static|admin)|\?)', each)]
    assert [each for each in inside if "as_of=2025-04-11" not in each and "data-chooses-day" not in each] == []
    posting = re.findall(r'<form\b[^>]*method="post"[^>]*>', text)
    # Light or dark writes nothing of the record.
    assert (
        [form for form in posting if 'action="/settings/look/"' not in form],
        re.findall(r"/deadlines/[^\"]*", text),
    ) == ([], [])
    search = text[text.index('class="find"') :]
    assert '<input type="hidden" name="as_of" value="2025-04-11">' in search[: search.index("</form>")]
    assert ("One day earlier" in text, 'href="?as_of=2025-04-12' in text or "as_of=2025-04-12" in text) == (True, True)


def test_back_to_now_and_the_neighbouring_days_keep_the_question(page: Client, truce: Proposal) -> None:
    text = body(page, "/proposals/?q=truce&page=1&as_of=2025-04-11")
    chosen = re.findall(r'data-chooses-day href="([^"]*)"', text)
    assert chosen == ["?q=truce&amp;as_of=2025-04-10", "?q=truce&amp;as_of=2025-04-12", "?q=truce"]
    assert "One day later" not in body(page, "/?as_of=2025-04-15")
    assert "One day earlier" not in body(page, "/?as_of=1900-01-01")


def test_nothing_can_be_written_on_a_past_day(page: Client, truce: Proposal) -> None:
    form = f"/proposals/{truce.reference}/deadlines/add/"
    before = Change.objects.unscoped(reason="counts").count()
    for address, answer in (
        (form, page.get(f"{form}?as_of=2025-04-11")),
        (form, page.post(f"{form}?as_of=2025-04-11", {"title": "x"})),
        ("/", page.post("/?as_of=2025-04-11")),
    ):
        assert (address, answer.status_code) == (address, 409)
        assert "A past day cannot be edited." in answer.content.decode()
    assert Change.objects.unscoped(reason="counts").count() == before
    assert "/deadlines/add/" in page.get(f"/proposals/{truce.reference}/").content.decode()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("as_of=friday", "as_of: “friday” is no day from 1900 to 2200; write it as 2025-04-18."),
        ("as_of=2025-04-16", "as_of: 2025-04-16 has not come yet; choose today or a day before it."),
        ("as_of=2025-04-11&as_of=2025-04-12", "Give as_of only once."),
        ("known_at=1812-06-24", "known_at: “1812-06-24” is no day from 1900 to 2200"),
    ],
)
def test_a_day_that_cannot_be_shown_is_told(page: Client, tuesday: datetime, query: str, told: str) -> None:
    assert told in body(page, f"/proposals/?{query}", 400)


@pytest.mark.parametrize("path", ["/", "/proposals/"])
def test_a_past_day_costs_as_many_statements_for_three_proposals_as_for_one(
    page: Client, truce: Proposal, path: str
) -> None:
    before = statements(page, f"{path}?as_of=2025-04-12")
    for _n in range(2):
        factories.deadline(factories.proposal(truce.negotiation, stated=said(9)), said_at=said(9).at)
    assert statements(page, f"{path}?as_of=2025-04-12") == before
