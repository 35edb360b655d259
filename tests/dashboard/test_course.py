"""The way a proposal has come, and the clock of the deadline that stands first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.accounts import give_account
from negotiations.actions.deadlines import add_reading, settle_deadline
from negotiations.actions.proposals import change_status, code_ceasefire
from negotiations.enums import (
    AccountAttribute,
    CeasefireClass,
    CeasefireExtent,
    CeasefireSide,
    DeadlineStatus,
    ProposalStatus,
)
from negotiations.rules.moments import WorldMoment
from tests import factories
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.reading import words

KYIV = factories.KYIV
WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}
pytestmark = pytest.mark.django_db


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
