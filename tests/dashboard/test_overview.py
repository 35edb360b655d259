from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from negotiations.actions.deadlines import extend_deadline
from negotiations.actions.events import record_event
from negotiations.actions.positions import take_position
from negotiations.dashboard.needs import needs_of
from negotiations.dashboard.overview import sentence
from negotiations.enums import EventCategory, ProposalStatus, Stance
from negotiations.models import Proposal, User
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


def said_to(reader: User, *, today: bool = True) -> str:
    known = known_to(reader)
    return sentence(known, needs_of(known, TUESDAY, today=today, put_off={}), TUESDAY)


def test_an_empty_record_needs_nobody(page: Client, tuesday: datetime) -> None:
    answer = page.get("/")
    assert answer.status_code == 200
    assert answer.context["sentence"] == "Nothing needs you, and nothing is dated."
    assert "No open proposals are on record." in answer.content.decode()


def test_a_far_deadline_is_named_when_nothing_needs_anybody(reader: User) -> None:
    factories.deadline(factories.proposal(), expression="9 May 2025")
    assert said_to(reader) == "Nothing needs you. The next deadline is in 24 days."


def test_one_near_deadline_is_named_by_its_day(reader: User) -> None:
    factories.deadline(factories.proposal())
    week = "/proposals/?overdue=false&amp;next_due_at__lte=2025-04-22T09%3A40%3A20%2B00%3A00"
    assert said_to(reader) == f'One deadline falls on <a href="{week}">Friday</a>.'


def test_the_sentence_begins_with_what_presses_most(page: Client, reader: User, tuesday: datetime) -> None:
    factories.deadline(factories.proposal(status=ProposalStatus.ON_HOLD), expression="14 April 2025")
    factories.deadline(factories.proposal(status=ProposalStatus.ON_HOLD))
    factories.deadline(factories.proposal())
    said = said_to(reader)
    assert re.sub(r"<.*?>", "", said) == (
        "One deadline is overdue, two deadlines fall within 7 days, and two proposals are stuck."
    )
    with translation.override("uk"):
        assert re.sub(r"<.*?>", "", said_to(reader)).startswith("Прострочено ")
    page.force_login(reader)
    lists = re.findall(r'href="(.*?)"', said)
    assert [len(page.get(unescape(address)).context["lines"]) for address in lists] == [1, 2, 2]


def test_a_deadline_of_a_negotiation_stands_in_no_list_of_proposals(reader: User) -> None:
    home = factories.negotiation()
    factories.deadline(factories.proposal(home), proposal=None)
    assert 'href="#deadlines"' in said_to(reader)


def test_a_past_day_leads_to_the_sections_of_the_page(reader: User) -> None:
    factories.deadline(factories.proposal(status=ProposalStatus.ON_HOLD))
    said = said_to(reader, today=False)
    assert re.findall(r'href="(.*?)"', said) == ["#deadlines", "#stuck"]


def test_what_waits_to_be_confirmed_or_read_is_in_the_sentence(page: Client, reader: User) -> None:
    for title in ("One text", "Another", "Read"):
        factories.article(title=title, text="They met.", to_be_read=title != "Read")
    address = "/articles/?to_be_read=true"
    assert said_to(reader) == f'Two suggestions <a href="{address}">wait</a>.'
    assert {each.article.title for each in page.get(address).context["records"]} == {"One text", "Another"}


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


def test_what_finds_no_row_in_the_strip_is_in_the_list_it_leads_to(page: Client, tuesday: datetime) -> None:
    """Also what is overdue beside; but nothing that has passed, ended or comes later, and no hour of the next day."""
    home = factories.negotiation()

    def offer(title: str, *expressions: str, **given: Any) -> Proposal:
        proposal = factories.proposal(home, title=title, **given)
        for expression in expressions:
            factories.deadline(proposal, expression=expression)
        return proposal

    for day in range(17, 24):
        offer(f"Due on {day} April", f"{day} April 2025")
    offer("Due again", "14 April 2025", "24 April 2025")
    condition = factories.condition(offer("Through its condition"))
    factories.deadline(condition.proposal, proposal=None, condition=condition, expression="28 April 2025")
    offer("Later", "29 April 2025")
    offer("Passed", "14 April 2025")
    offer("Over", "20 April 2025", status=ProposalStatus.EXPIRED)
    offer("At midnight", "29 April 2025 at 00:00")
    offer("At the last hour", "28 April 2025 at 23:00")
    shown = page.get("/")
    assert (len(shown.context["horizon"].bars), shown.context["horizon"].more) == (6, 4)
    found = re.search(r'<a href="([^"]*)">and 4 more</a>', plain(shown))
    assert found
    listed = page.get(unescape(found[1]))
    assert listed.status_code == 200
    assert [line.title for line in listed.context["lines"]] == [
        *("Due again", *(f"Due on {day} April" for day in range(17, 24)), "At the last hour", "Through its condition"),
    ]
    assert {bar.line.name for bar in shown.context["horizon"].bars} <= {line.title for line in listed.context["lines"]}


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
    with django_assert_num_queries(43):
        assert page.get("/").status_code == 200


def test_a_restricted_negotiation_is_not_hinted_at(page: Client, tuesday: datetime) -> None:
    before = page.get("/").content.decode()
    hidden = factories.negotiation(restricted=True)
    factories.deadline(factories.proposal(hidden, title="Hidden truce"))
    factories.event(hidden, occurred=WorldMoment.day(date(2025, 4, 14), KYIV))
    after = page.get("/").content.decode()
    assert _steady(after) == _steady(before)


def test_what_is_kept_of_a_statement_knows_nothing_of_who_belongs_where(
    page: Client, reader: User, tuesday: datetime
) -> None:
    """The same texts are run before, while and after somebody belongs to the negotiation."""
    held = factories.proposal(factories.negotiation(restricted=True), title="Hidden", status=ProposalStatus.ON_HOLD)
    factories.deadline(held)

    def seen() -> tuple[int, int, int, int]:
        known, needs = known_to(reader), page.get("/").context["needs"]
        return len(known.lines), known.near.count, len(known.moved), needs.stuck.count

    before = seen()
    joined = factories.member(held.negotiation, reader)
    during = seen()
    type(joined).objects.unscoped(reason="test").filter(pk=joined.pk).delete()
    assert (before, during, seen()) == ((0, 0, 0, 0), (1, 1, 1, 1), (0, 0, 0, 0))


def _steady(text: str) -> str:
    """A page without its clock and the tokens of its forms."""
    lines = (line for line in text.splitlines() if "datetime=" not in line and "data-now" not in line)
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", "\n".join(lines))


def test_the_reader_sees_their_own_hour(page: Client, tuesday: datetime) -> None:
    text = " ".join(page.get("/").content.decode().split())
    assert "<span>12:40 Kyiv</span><span>09:40 UTC</span>" in text
    assert "Times in Europe/Kyiv (UTC+3)." in text
