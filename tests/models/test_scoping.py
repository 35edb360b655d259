"""A query over need-to-know rows that states no scope raises, whatever it is asked for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db.models import Count

from negotiations.actions.negotiations import add_member
from negotiations.enums import MemberRole
from negotiations.errors import UnscopedQueryError
from negotiations.models import Claim, Negotiation, Party, Proposal
from tests import factories as make

pytestmark = pytest.mark.django_db

ASKS: dict[str, Callable[[Any], Any]] = {
    "fetch": list,
    "get": lambda rows: rows.get(pk=1),
    "first": lambda rows: rows.first(),
    "index": lambda rows: rows[0],
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "contains": lambda rows: rows.contains(Proposal(pk=1)),
    "aggregate": lambda rows: rows.aggregate(Count("pk")),
    "iterate": lambda rows: list(rows.iterator()),
    "values": lambda rows: list(rows.values("pk")),
    "values_list": lambda rows: list(rows.values_list("pk")),
    "dates": lambda rows: list(rows.dates("opened_on", "day")),
    "in_bulk": lambda rows: rows.in_bulk(),
    "update": lambda rows: rows.update(title="x"),
    "delete": lambda rows: rows.delete(),
    "explain": lambda rows: rows.explain(),
    "subquery": lambda rows: list(Claim.objects.unscoped(reason="test").filter(pk__in=rows)),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
def test_a_query_without_a_scope_raises(ask: Callable[[Any], Any]) -> None:
    with pytest.raises(UnscopedQueryError):
        ask(Proposal.objects.all())


def test_related_rows_need_a_scope_too() -> None:
    proposal = make.proposal()
    with pytest.raises(UnscopedQueryError):
        list(proposal.conditions.all())


def test_unscoped_needs_a_reason() -> None:
    with pytest.raises(UnscopedQueryError):
        Proposal.objects.unscoped(reason=" ")


def test_staff_see_open_negotiations_and_members_see_theirs() -> None:
    open_one, closed_one = make.negotiation(), make.negotiation(restricted=True)
    staff, outsider, insider = make.user(), make.user(is_staff=False), make.user()
    make.member(closed_one, insider, MemberRole.READER)
    seen = {who: list(Negotiation.objects.visible_to(who).order_by("pk")) for who in (staff, outsider, insider)}
    assert seen == {staff: [open_one], outsider: [], insider: [open_one, closed_one]}


def test_a_team_opens_a_restricted_negotiation_to_its_members() -> None:
    closed_one = make.negotiation(restricted=True)
    team = Group.objects.create(name="Black Sea desk")
    inside, outside = make.user(), make.user()
    inside.groups.add(team)
    add_member(negotiation=closed_one, team=team, role=MemberRole.READER, actor=None, now=make.NOW)
    assert list(Negotiation.objects.visible_to(inside)) == [closed_one]
    assert list(Negotiation.objects.visible_to(outside)) == []


def test_shared_parties_are_seen_by_staff_and_those_of_a_restricted_negotiation_by_its_members() -> None:
    closed_one = make.negotiation(restricted=True)
    shared, own = make.party(), make.party(negotiation=closed_one)
    staff, outsider, insider = make.user(), make.user(is_staff=False), make.user()
    make.member(closed_one, insider)
    seen = {who: set(Party.objects.visible_to(who)) for who in (staff, outsider, insider)}
    assert seen == {staff: {shared}, outsider: set(), insider: {shared, own}}


def test_a_disabled_person_sees_nothing() -> None:
    make.proposal()
    gone = make.user()
    gone.is_active = False
    assert list(Proposal.objects.visible_to(gone)) == []
