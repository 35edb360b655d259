from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client

from negotiations.actions.deadlines import add_reading, settle_deadline
from negotiations.actions.positions import take_position
from negotiations.dashboard.needs import Section
from negotiations.enums import DeadlineStatus, ProposalStatus, Stance
from negotiations.models import Condition, Proposal, User
from negotiations.queries.needing import COUNTED, found_among
from negotiations.queries.overview import overview
from negotiations.queries.shapes import Reader
from negotiations.rules.moments import WorldMoment
from tests import factories
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.forms import plain

KYIV = factories.KYIV


def test_what_is_in_force_is_never_stuck(reader: User) -> None:
    long_ago = WorldMoment.day(date(2025, 1, 10), KYIV)
    for status in (ProposalStatus.IN_FORCE, ProposalStatus.TABLED):
        factories.proposal(status=status, title=str(status), stated=long_ago)
    known = overview(Reader(reader, TUESDAY))
    assert [(line.title, line.momentum) for line in known.lines] == [("in force", "stalled"), ("tabled", "stalled")]
    assert [line.title for line in known.stuck.rows] == ["tabled"]


def test_a_settled_deadline_needs_nobody(reader: User) -> None:
    deadline = factories.deadline(factories.proposal(), expression="14 April 2025")
    claim = factories.claim(deadline.negotiation)
    settle_deadline(deadline=deadline, status=DeadlineStatus.LAPSED, claim=claim, actor=None, now=TUESDAY)
    assert overview(Reader(reader, TUESDAY)).deadlines == []


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
    home, owner = factories.negotiation(), factories.user()

    def offer(title: str, **given: Any) -> Proposal:
        return factories.proposal(home, **{"title": title, "owner": owner, **given})

    claim = factories.claim(home)
    factories.deadline(offer("On one source", claim=claim), claim=claim)
    via = factories.article(cites=factories.source())
    factories.deadline(offer("Its date is cited"), claim=factories.claim(home, article=via))
    told, asked = offer("Said by another"), factories.condition(offer("Said by themselves"))
    for condition, by_proxy in ((factories.condition(told), (True,)), (asked, (True, False))):
        party = factories.party()
        factories.deadline(condition.proposal)
        for day, proxy in enumerate(by_proxy, start=10):
            said = factories.claim(home, stated=WorldMoment.day(date(2025, 4, day), KYIV))
            given = {"stance": Stance.ACCEPTS, "by_proxy": proxy, "claim": said, "actor": None, "now": TUESDAY}
            take_position(condition=condition, party=party, **given)
    far = offer("Cited, and far")
    factories.deadline(far, claim=factories.claim(home, article=via), expression="9 May 2025")
    late = factories.condition(offer("Dated by a condition, and cited"))
    of_it = {"proposal": None, "condition": late, "claim": factories.claim(home, article=via)}
    factories.deadline(late.proposal, **of_it)
    dropped = offer("On one source but for what was dropped", claim=claim)
    factories.deadline(dropped, claim=claim)
    asked_once = factories.condition(dropped)
    Condition.objects.unscoped(reason="test").filter(pk=asked_once.pk).update(dropped_on=date(2025, 4, 1))
    two = offer("On two sources", claim=claim)
    factories.deadline(two, claim=claim)
    factories.condition(two)
    offer("Nobody's", owner=None)
    offer("Long unchecked", now=TUESDAY - timedelta(days=15))
    checks = page.get("/").context["needs"].checks.rows
    hand = "Its date, or where a party stands, is known at second hand only, and its deadline is near."
    assert {check.line.title: check.reasons for check in checks} == {
        "On one source": ["Everything here rests on one source, and its deadline is near."],
        "On one source but for what was dropped": ["Everything here rests on one source, and its deadline is near."],
        "Its date is cited": [hand],
        "Dated by a condition, and cited": [hand],
        "Said by another": [hand],
        "Nobody's": ["Nobody owns it."],
        "Long unchecked": ["Nobody has checked it for 14 days."],
    }
    kept = {told: page.get("/proposals/", {"to_check": told}).context["lines"] for told in ("true", "false")}
    assert {line.title for line in kept["true"]} == {check.line.title for check in checks}
    assert {line.title for line in kept["false"]} == {"Said by themselves", "Cited, and far", "On two sources"}


def test_what_needs_the_reader_is_found_beyond_the_soonest_and_counted(page: Client, tuesday: datetime) -> None:
    """Sixty with a date come first; of thirty on hold without one twenty have a row, and the list has them all."""
    home, owner = factories.negotiation(), factories.user()
    given = {"negotiation": home, "kind": "ceasefire", "owner": owner, "recorded_at": TUESDAY, "changed_at": TUESDAY}
    dated = [
        Proposal(reference=f"P-{n}", next_due_at=TUESDAY + timedelta(9), status="in force", **given) for n in range(60)
    ]
    held = [Proposal(reference=f"P-{n}", title=f"Held {n}", status="on hold", **given) for n in range(60, 90)]
    Proposal.objects.unscoped(reason="test").bulk_create(dated + held)
    shown = page.get("/")
    stuck = shown.context["needs"].stuck
    first = [f"P-{n}" for n in range(60, 80)]
    assert ([line.reference for line in stuck.rows], stuck.count, shown.context["needs"].count) == (first, 30, 30)
    assert '>30 proposals are <a href="/proposals/?stuck=true">stuck</a>.' in plain(shown)
    assert '<a href="/proposals/?stuck=true">and 10 more' in plain(shown)
    assert page.get("/proposals/", {"stuck": "true"}).context["page"].paginator.count == 30
    for reference in ("P-61", "P-85"):
        page.post("/overview/put-off/", {"put": f"stuck-{reference} tomorrow"})
    needs = page.get("/").context["needs"]
    assert [line.reference for line in needs.stuck.rows] == [*(f"P-{n}" for n in range(60, 81) if n != 61)]
    assert ([row.name for row in needs.later], needs.stuck.count, needs.stuck.more) == (["Held 61", "Held 85"], 28, 8)


def test_what_nobody_counted_further_is_said_to_be_more() -> None:
    found = found_among(((n, n) for n in range(COUNTED + 1)), {999})
    assert (found.rows, found.count, found.capped) == ([*range(20), 999], 1000, True)
    section = Section(found.rows[:20], found.count, capped=True)
    assert (section.said, section.more_said) == ("more than 1000", "and more than 980 more")


def test_why_a_row_is_there_says_after_how_many_days(page: Client, tuesday: datetime) -> None:
    factories.negotiation(name="Talks on grain", stalled_after_days=30, unchecked_after_days=60)
    factories.negotiation(name="Talks on peace")
    text = plain(page.get("/"))
    assert '<li>14, 14: <span dir="auto">Talks on peace</span></li>' in text
    assert '<li>30, 60: <span dir="auto">Talks on grain</span></li>' in text
