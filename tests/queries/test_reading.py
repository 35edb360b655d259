"""The one read path: how many statements it takes, and that it never reads past the reader's scope."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from negotiations import models
from negotiations.actions.parties import register_party
from negotiations.enums import ActorType
from negotiations.queries.conditions import CONDITION
from negotiations.queries.deadlines import DEADLINE
from negotiations.queries.positions import POSITION
from negotiations.queries.proposals import PROPOSAL_DETAIL
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader, Then
from tests import factories as make
from tests import world


@pytest.mark.django_db
def test_a_field_that_is_not_asked_for_is_not_read(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    talks = world.build()
    reader = Reader(talks.lead, make.NOW)
    rows = models.Proposal.objects.visible_to(talks.lead).order_by("pk")
    with django_assert_num_queries(1):
        found = read(rows, PROPOSAL_DETAIL.only(frozenset({"title", "status"})), reader)
    assert [(each.id, each.title) for each in found] == [(row.pk, row.title) for row in rows]
    assert found[0].__struct_fields__ == ("id", "title", "status")


@pytest.mark.django_db
def test_a_hidden_party_shows_nowhere_beside_a_visible_row() -> None:
    """Actions refuse a party of another negotiation; a row that has one all the same must not give it away."""
    talks = world.build()
    other = make.negotiation(restricted=True)
    hidden = register_party(
        name="Nobody outside knows", actor_type=ActorType.STATE, negotiation=other, actor=None, now=make.NOW
    )
    proposal = talks.proposal
    models.Involvement.objects.unscoped(reason="test").filter(proposal=proposal, party__isnull=False).update(
        party=hidden
    )
    models.Position.objects.unscoped(reason="test").filter(proposal=proposal).update(party=hidden)
    outsider = Reader(make.user(), make.NOW)
    rows = models.Proposal.objects.visible_to(outsider.user).filter(pk=proposal.pk)
    (seen,) = read(rows, PROPOSAL_DETAIL, outsider)
    assert [(seat.party, seat.person is None) for seat in seen.involvements] == [(None, False)]
    positions = models.Position.objects.visible_to(outsider.user).filter(proposal=proposal)
    assert [position.party for position in read(positions, POSITION, outsider)] == [None]


@pytest.mark.django_db
def test_another_day_is_read_as_it_stood() -> None:
    talks = world.build()
    before = Then(make.NOW - timedelta(days=1))
    on_the_day = Then(make.NOW)
    rows = models.Deadline.objects.visible_to(talks.lead)

    def seen(then: Then | None) -> list[tuple[str, str]]:
        found = read(DEADLINE.standing(rows, then).order_by("pk"), DEADLINE, Reader(talks.lead, make.NOW, then))
        return [(each.title.strip(), each.status) for each in found]

    assert seen(before) == []
    assert seen(on_the_day) == seen(None) == [("Ends", "extended"), ("Ends", "pending"), ("Reply", "met")]


ASKED: list[dict[str, Any]] = [
    {"is_active": False},
    {"is_staff": False},
    {"confined_to": frozenset()},
    {"confined_to": frozenset({-1})},
]


@pytest.mark.django_db
@pytest.mark.parametrize("changed", ASKED, ids=[str(each) for each in ASKED])
def test_a_kept_statement_serves_nobody_of_whom_scope_asks_otherwise(changed: dict[str, Any]) -> None:
    """One and the same person, before and after: what is kept for the one is not used for the other."""
    talks = world.build()
    person = make.user()
    page = models.Condition.objects.unscoped(reason="the page is the test's; what stands beside it is judged")

    def parties() -> set[str]:
        found = read(page.order_by("pk"), CONDITION, Reader(person, make.NOW))
        return {each.demanded_by.name.strip() for each in found if each.demanded_by}

    models.Party.objects.unscoped(reason="test").update(negotiation=talks.negotiation)
    assert parties() == {"Russia"}
    for name, value in changed.items():
        setattr(person, name, value)
    assert parties() == set()
    talks.negotiation.__class__.objects.unscoped(reason="test").update(restricted=True)
    person.refresh_from_db()
    person.confined_to = None
    assert parties() == set()
    make.member(talks.negotiation, person)
    assert parties() == {"Russia"}
