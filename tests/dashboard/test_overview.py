from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.deadlines import add_reading, extend_deadline, settle_deadline
from negotiations.actions.events import record_event
from negotiations.actions.positions import take_position
from negotiations.dashboard.overview import sentence
from negotiations.enums import DeadlineStatus, EventCategory, ProposalStatus, Stance
from negotiations.models import User
from negotiations.queries.overview import Overview, overview
from negotiations.queries.shapes import Reader
from negotiations.rules.moments import WorldMoment
from tests import factories
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.forms import plain

KYIV = factories.KYIV
pytestmark = pytest.mark.django_db


def known_to(reader: User) -> Overview:
    return overview(Reader(reader, TUESDAY))


def test_an_empty_record_needs_nobody(page: Client, tuesday: datetime) -> None:
    answer = page.get("/")
    assert answer.status_code == 200
    assert answer.context["sentence"] == "Nothing needs you, and nothing is dated."
    assert "No open proposals are on record." in answer.content.decode()


def test_a_far_deadline_is_named_when_nothing_needs_anybody(reader: User) -> None:
    factories.deadline(factories.proposal(), expression="9 May 2025")
    assert sentence(known_to(reader), TUESDAY) == "Nothing needs you. The next deadline is in 24 days."


def test_one_near_deadline_is_named_by_its_day(reader: User) -> None:
    factories.deadline(factories.proposal())
    assert sentence(known_to(reader), TUESDAY) == 'One deadline falls on <a href="#deadlines">Friday</a>.'


def test_the_sentence_begins_with_what_presses_most(reader: User) -> None:
    factories.deadline(factories.proposal(status=ProposalStatus.ON_HOLD), expression="14 April 2025")
    factories.deadline(factories.proposal(status=ProposalStatus.ON_HOLD))
    factories.deadline(factories.proposal())
    assert sentence(known_to(reader), TUESDAY) == (
        'One deadline is <a href="#deadlines">overdue</a>, two deadlines fall <a href="#deadlines">within 7 days</a>, '
        'and two proposals are <a href="#stuck">stuck</a>.'
    )


def test_what_waits_to_be_confirmed_or_read_is_in_the_sentence(reader: User) -> None:
    for title in ("One text", "Another"):
        factories.article(title=title, text="They met.", to_be_read=True)
    assert sentence(known_to(reader), TUESDAY) == 'Two suggestions <a href="#check">wait</a>.'


def test_what_is_in_force_is_never_stuck(reader: User) -> None:
    long_ago = WorldMoment.day(date(2025, 1, 10), KYIV)
    for status in (ProposalStatus.IN_FORCE, ProposalStatus.TABLED):
        factories.proposal(status=status, title=str(status), stated=long_ago)
    known = known_to(reader)
    assert [(line.title, line.momentum) for line in known.lines] == [("in force", "stalled"), ("tabled", "stalled")]
    assert [line.title for line in known.stuck] == ["tabled"]


def test_a_settled_deadline_needs_nobody(reader: User) -> None:
    deadline = factories.deadline(factories.proposal(), expression="14 April 2025")
    claim = factories.claim(deadline.negotiation)
    settle_deadline(deadline=deadline, status=DeadlineStatus.LAPSED, claim=claim, actor=None, now=TUESDAY)
    assert known_to(reader).deadlines == []


def test_readings_that_differ_are_listed(page: Client, tuesday: datetime) -> None:
    deadline = factories.deadline(factories.proposal())
    add_reading(
        deadline=deadline,
        expression="17 April 2025",
        party=factories.party(),
        claim=factories.claim(deadline.negotiation),
        actor=None,
        now=TUESDAY,
    )
    text = " ".join(page.get("/").content.decode().split())
    assert "Readings differ: Thu 17 Apr, Fri 18 Apr." in text


def test_to_check_says_why(page: Client, tuesday: datetime) -> None:
    home = factories.negotiation()
    claim = factories.claim(home)
    factories.deadline(factories.proposal(home, claim=claim, title="On one source"), claim=claim)
    factories.proposal(home, title="Owned", owner=factories.user())
    checks = page.get("/").context["needs"].checks
    assert [(check.line.title, check.reasons) for check in checks] == [
        ("On one source", ["Everything here rests on one source, and its deadline is near.", "Nobody owns it."])
    ]


def put(page: Client, what: str) -> int:
    return page.post("/overview/put-off/", {"put": what}).status_code


def test_a_row_is_put_off_for_a_while_and_taken_back(
    page: Client, reader: User, tuesday: datetime, set_clock: Callable[[datetime], None]
) -> None:
    deadline = factories.deadline(factories.proposal(title="Truce"))
    row = f"due-{deadline.pk}"
    assert page.get("/").context["needs"].count == 2
    assert put(page, f"{row} tomorrow") == 302
    needs = page.get("/").context["needs"]
    assert (needs.count, [(later.key, later.name) for later in needs.later]) == (1, [(row, f"Truce: {deadline.title}")])
    assert needs.later[0].until == datetime(2025, 4, 16, 6, tzinfo=UTC)
    assert "1 snoozed" in plain(page.get("/"))
    put(page, f"{row} hour")
    set_clock(TUESDAY + timedelta(hours=2))
    page.force_login(reader)
    assert page.get("/").context["needs"].later == []
    set_clock(TUESDAY)
    page.force_login(reader)
    put(page, row)
    assert page.get("/").context["needs"].count == 2


def test_a_row_that_was_dealt_with_comes_back_when_it_is_there_for_another_reason(
    page: Client, tuesday: datetime
) -> None:
    held = factories.proposal(title="Truce", status=ProposalStatus.ON_HOLD, status_reason="They wait.")
    row = f"stuck-{held.reference}"
    sign = re.search(f'value="({row} dealt-[0-9a-f]{{8}})"', page.get("/").content.decode())
    assert sign
    assert put(page, sign[1]) == 302
    needs = page.get("/").context["needs"]
    assert ([line.name for line in needs.stuck], [each.key for each in needs.dealt_with]) == ([], [row])
    assert "1 dealt with" in plain(page.get("/"))
    factories.condition(held, text="Relief first", blocks=True)
    assert [line.name for line in page.get("/").context["needs"].stuck] == ["Truce"]
    put(page, row)
    assert page.cookies["parley_put_off"].value == ""


@pytest.mark.parametrize("what", ["due-1 dealt-xyz", "due-1 never", "due 1", "", "due-1_x.y tomorrow"])
def test_nothing_else_is_put_off(page: Client, tuesday: datetime, what: str) -> None:
    assert put(page, what) == 404
    page.cookies["parley_put_off"] = "due-1_x.._.due-2_99999999T999999"
    assert page.get("/").context["needs"].later == []


def test_what_moved_is_marked_as_read_until_something_is_recorded(
    page: Client, reader: User, tuesday: datetime, set_clock: Callable[[datetime], None]
) -> None:
    factories.proposal(title="Truce", stated=WorldMoment.day(date(2025, 4, 10), KYIV))
    assert [entry.title for entry in page.get("/").context["overview"].moved] == ["Truce"]
    page.post("/overview/read/")
    shown = page.get("/")
    assert shown.context["overview"].moved == []
    assert "Nothing has been recorded since you marked it as read." in plain(shown)
    later = datetime(2025, 4, 15, 12, tzinfo=UTC)
    set_clock(later)
    page.force_login(reader)
    long_ago = WorldMoment.day(date(2025, 1, 10), KYIV)
    factories.proposal(title="An old offer, known only now", stated=long_ago, now=later - timedelta(hours=1))
    assert [entry.title for entry in page.get("/").context["overview"].moved] == ["An old offer, known only now"]


def test_why_a_row_is_there_says_after_how_many_days(page: Client, tuesday: datetime) -> None:
    factories.negotiation(name="Talks on grain", stalled_after_days=30, unchecked_after_days=60)
    factories.negotiation(name="Talks on peace")
    text = plain(page.get("/"))
    assert '<li>14, 14: <span dir="auto">Talks on peace</span></li>' in text
    assert '<li>30, 60: <span dir="auto">Talks on grain</span></li>' in text


def test_newly_moved_is_newest_first_and_knows_spoken_words(page: Client, tuesday: datetime) -> None:
    home = factories.negotiation()
    proposal = factories.proposal(home, title="Truce", stated=WorldMoment.day(date(2025, 4, 10), KYIV))
    record_event(
        negotiation=home,
        title="A strike",
        category=EventCategory.ASSAULT,
        occurred=WorldMoment.day(date(2025, 4, 13), KYIV),
        claim=factories.claim(home, stated=WorldMoment.day(date(2025, 4, 13), KYIV)),
        killed=34,
        killed_children=2,
        injured=100,
        injured_at_least=True,
        actor=None,
        now=TUESDAY,
    )
    said = factories.claim(
        home,
        quotation="They have to move",
        asserted_by_person=factories.person(name="An Envoy"),
        stated=WorldMoment.day(date(2025, 4, 11), KYIV),
    )
    old = factories.claim(home, stated=WorldMoment.day(date(2025, 4, 1), KYIV))
    take_position(proposal=proposal, party=factories.party(), stance=Stance.ACCEPTS, claim=old, actor=None, now=TUESDAY)
    answer = page.get("/")
    moved = answer.context["overview"].moved
    assert [(entry.kind, entry.title) for entry in moved] == [
        ("event", "A strike"),
        ("statement", "An Envoy"),
        ("change", "Truce"),
    ]
    text = answer.content.decode()
    assert "34 people killed, 2 of them children; at least 100 injured." in text
    assert f'<blockquote dir="auto">{said.quotation}</blockquote>' in text


def test_a_deadline_that_moved_on_is_told_once(reader: User) -> None:
    deadline = factories.deadline(factories.proposal())
    claim = factories.claim(deadline.negotiation, stated=WorldMoment.day(date(2025, 4, 15), KYIV))
    extend_deadline(
        deadline=deadline, expression="30 April 2025", reason="They agreed.", claim=claim, actor=None, now=TUESDAY
    )
    kinds = [entry.value for entry in known_to(reader).moved if entry.kind == "outcome"]
    assert kinds == ["extended"]


def _record(number: int) -> None:
    home = factories.negotiation()
    for _n in range(number):
        proposal = factories.proposal(home)
        condition = factories.condition(proposal, blocks=True)
        factories.deadline(proposal)
        factories.event(home)
        for stance in (Stance.ACCEPTS, Stance.REJECTS):
            party, claim = (
                factories.party(),
                factories.claim(home, quotation="Yes", asserted_by_person=factories.person()),
            )
            take_position(condition=condition, party=party, stance=stance, claim=claim, actor=None, now=TUESDAY)


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_does_not_grow(
    page: Client, tuesday: datetime, number: int, django_assert_num_queries: Any
) -> None:
    _record(number)
    with django_assert_num_queries(35):
        assert page.get("/").status_code == 200


def test_a_restricted_negotiation_is_not_hinted_at(page: Client, tuesday: datetime) -> None:
    before = page.get("/").content.decode()
    hidden = factories.negotiation(restricted=True)
    factories.deadline(factories.proposal(hidden, title="Hidden truce"))
    factories.event(hidden, occurred=WorldMoment.day(date(2025, 4, 14), KYIV))
    after = page.get("/").content.decode()
    assert _steady(after) == _steady(before)


def _steady(text: str) -> str:
    """A page without its clock and the tokens of its forms."""
    lines = (line for line in text.splitlines() if "datetime=" not in line and "data-now" not in line)
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", "\n".join(lines))


def test_the_reader_sees_their_own_hour(page: Client, tuesday: datetime) -> None:
    text = " ".join(page.get("/").content.decode().split())
    assert "<span>12:40 Kyiv</span><span>09:40 UTC</span>" in text
    assert "Times in Europe/Kyiv (UTC+3)." in text
