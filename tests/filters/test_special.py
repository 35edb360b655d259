"""Filters that are more than a comparison, outside proposals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from negotiations.filters.accounts import AccountFilters
from negotiations.filters.deadlines import DeadlineFilters
from negotiations.models import Account, Deadline
from negotiations.queries.deadlines import DEADLINE
from negotiations.queries.shapes import Reader, Then
from tests import factories as make
from tests import world

LATER = make.NOW + timedelta(days=30)


def titles(talks: world.World, then: Then | None = None, now: Any = make.NOW, **query: str) -> list[str]:
    rows = DEADLINE.standing(Deadline.objects.visible_to(talks.lead), then)
    found = DeadlineFilters(query, rows, reader=Reader(talks.lead, now, then), only=query)
    return [deadline.expression for deadline in found.qs.order_by("pk")]


@pytest.mark.django_db
def test_overdue_deadlines_are_open_ones_that_have_passed() -> None:
    talks = world.build()
    assert titles(talks, overdue="true") == []
    assert titles(talks, now=LATER, overdue="true") == ["2 May 2025"]
    assert titles(talks, now=LATER, overdue="false") == ["ends Friday", "by 20 April 2025"]
    # Looked at from a later day, the clock of today plays no part.
    assert titles(talks, Then(LATER), overdue="true") == ["2 May 2025"]
    assert titles(talks, Then(make.NOW), now=LATER, overdue="true") == []


@pytest.mark.django_db
def test_deadlines_of_a_proposal_include_those_of_its_conditions() -> None:
    talks = world.build()
    condition = talks.proposal.conditions.visible_to(talks.lead).first()
    make.deadline(talks.proposal, proposal=None, condition=condition, expression="by 1 May 2025")
    assert titles(talks, proposal=talks.proposal.reference)[-1] == "by 1 May 2025"
    in_force = titles(talks, proposal__status="in force")
    assert in_force[-1] == "by 1 May 2025"
    assert titles(talks, proposal__status__not="in force") == [each for each in titles(talks) if each not in in_force]
    assert titles(talks, proposal__status__in="in force,agreed", proposal__kind="ceasefire") == in_force
    assert titles(talks, proposal__status__not_in="in force,agreed") == titles(talks, proposal__status__not="in force")


@pytest.mark.django_db
def test_how_a_hidden_proposal_stands_is_asked_in_vain() -> None:
    """Actions tie no row to a proposal of another negotiation; one that is tied all the same tells nothing of it."""
    talks, hidden = world.build(), make.proposal(make.negotiation(restricted=True), kind="summit")
    Deadline.objects.unscoped(reason="test").update(proposal=hidden, condition=None)
    assert titles(talks, proposal__kind="summit") == []
    assert titles(talks, proposal__kind__not="summit") == titles(talks) != []


@pytest.mark.django_db
def test_live_accounts_are_neither_replaced_nor_taken_back() -> None:
    talks = world.build()

    def kept(live: str) -> list[tuple[str, bool]]:
        rows = Account.objects.visible_to(talks.lead)
        found = AccountFilters({"live": live}, rows, reader=Reader(talks.lead, make.NOW), only=["live"])
        return [(account.value.strip(), account.withdrawn) for account in found.qs.order_by("pk")]

    assert kept("true") == [("Thursday", False)]
    assert kept("false") == [("Friday", False), ("Friday", True)]
