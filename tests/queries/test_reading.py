"""The one read path: how many statements it takes, and that it never reads past the reader's scope."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from negotiations import models
from negotiations.actions.parties import register_party
from negotiations.enums import ActorType
from negotiations.queries.accounts import ACCOUNT
from negotiations.queries.articles import ARTICLE
from negotiations.queries.changes import CHANGE
from negotiations.queries.claims import CLAIM
from negotiations.queries.conditions import CONDITION
from negotiations.queries.deadlines import DEADLINE
from negotiations.queries.events import EVENT
from negotiations.queries.expansion import expanded, expansions
from negotiations.queries.negotiations import NEGOTIATION
from negotiations.queries.parties import PARTY
from negotiations.queries.people import PERSON
from negotiations.queries.positions import POSITION
from negotiations.queries.proposals import PROPOSAL, PROPOSAL_DETAIL
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader, Shape, Then
from negotiations.queries.sources import SOURCE
from tests import factories as make
from tests import world

# A statement for the page, and one for each kind of row beside it.
STATEMENTS: list[tuple[str, Shape[Any], int]] = [
    ("negotiations", NEGOTIATION, 1),
    ("proposals", PROPOSAL, 6),
    ("conditions", CONDITION, 7),
    ("positions", POSITION, 7),
    ("accounts", ACCOUNT, 7),
    ("deadlines", DEADLINE, 6),
    ("events", EVENT, 8),
    ("parties", PARTY, 5),
    ("people", PERSON, 4),
    ("sources", SOURCE, 1),
    ("articles", ARTICLE, 2),
    ("claims", CLAIM, 5),
    ("changes", CHANGE, 6),
]


def copies(row: Any, number: int, **changed: Any) -> list[Any]:
    """So many more rows like this one, written straight: what is counted is reading."""
    model: type[Model] = type(row)
    made = []
    for each in range(number):
        copy = model(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"})
        for name, value in changed.items():
            setattr(copy, name, value(each))
        made.append(copy)
    return list(model._default_manager.bulk_create(made))


def first(model: Any, **where: Any) -> Any:
    return model.objects.unscoped(reason="test").filter(**where).order_by("pk").first()


def hundredfold(shape: Shape[Any], row: Any) -> None:
    """A hundred rows more like the first, each with the same rows hanging on it."""
    unique: dict[str, Any] = {"reference": lambda each: f"X-{each + 1}"} if hasattr(row, "reference") else {}
    if shape is ACCOUNT:
        unique["replaces_id"] = lambda each: None
    if shape is SOURCE:
        unique["name"] = lambda each: f"Outlet like it {each}"
    if shape is CHANGE:
        unique = {"sequence": lambda each: 100_000 + each, "hash": lambda each: f"{each:064}"}
    made = copies(row, 100, **unique)
    for child in shape.children.values():
        link = child.column.split("__")[0]
        through = child.shape.model if "__" not in child.column else models.EventProposal
        owner = link.removesuffix("_id") if "__" not in child.column else "event"
        for hanging in through._default_manager.all().unscoped(reason="test").filter(**{owner: row}):  # type: ignore[attr-defined]
            extra: dict[str, Any] = {f"{owner}_id": lambda each: made[each].pk}
            copies(hanging, 100, **extra)


@pytest.mark.django_db
@pytest.mark.parametrize(("noun", "shape", "statements"), STATEMENTS, ids=[noun for noun, _, _ in STATEMENTS])
def test_a_page_takes_as_many_statements_for_a_hundred_rows_as_for_one(
    noun: str, shape: Shape[Any], statements: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    talks = world.build()
    reader = Reader(talks.lead, make.NOW)
    row = shape.scoped(talks.lead).filter(pk=fullest(shape, talks.lead)).get()
    hundredfold(shape, row)
    alike = shape.scoped(talks.lead).order_by("-pk")
    for number in (1, 3, 100):
        with django_assert_num_queries(statements):
            assert len(read(alike[:number], shape, reader)) == number
    full = expanded(shape, frozenset(expansions(shape, shape)), then=False)
    taken = []
    for number in (1, 3, 100):
        with CaptureQueriesContext(connection) as statements_taken:
            assert len(read(alike[:number], full, reader)) == number
        taken.append(len(statements_taken))
    assert taken == taken[:1] * 3
    assert taken[0] >= statements


def fullest(shape: Shape[Any], user: models.User) -> int:
    """The row that has most beside it, so that every kind of row is wanted."""
    path = {CLAIM: "asserted_by_person", CHANGE: "claim__asserted_by_person"}.get(shape)
    rows = shape.scoped(user).filter(**({f"{path}__isnull": False} if path else {}))
    found = {record.id: repr(record) for record in read(rows, shape, Reader(user, make.NOW))}
    return max(found, key=lambda key: found[key].count("("))


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
