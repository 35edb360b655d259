"""Everybody tries every door: each method of each route, of the pages and of the API, against one written rule.

What a door is follows from its address (tests/house.py); what somebody is answered follows from what they are in the
negotiation (`rank_of`) and from the table `RULES`. Nothing here names a route and its answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import dataclass
from itertools import cycle

import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker

from negotiations import models
from negotiations.enums import MemberRole
from negotiations.models import ChainHead, User
from tests.house import METHODS, WORD, Door, House, Kind, house
from tests.kept import kept, undone

RANKS = {role: rank for rank, role in enumerate(MemberRole)}
EDITOR, LEAD = RANKS[MemberRole.EDITOR], RANKS[MemberRole.LEAD]
OUTSIDE = ("outsider", "administrator")


@dataclass(frozen=True, slots=True)
class Rule:
    """The least rank that is let in; what is answered to whoever knows of nothing here, and to a rank below."""

    least: int
    unknown: int = 404
    below: int = 403


RULES = {
    Kind.READS: Rule(0),
    Kind.WRITES: Rule(EDITOR),
    Kind.NAMES: Rule(EDITOR, unknown=422),
    Kind.WATCHES: Rule(0, unknown=422),
    Kind.ASKS: Rule(0, unknown=400),
    Kind.DECIDES: Rule(LEAD),
}


def expected(who: str, person: User, rank: int | None, door: Door) -> int | None:
    """The refusal that is due, None where the door is open."""
    if door.kind is Kind.ADMINISTERS:
        return None if who == "administrator" else 404
    if door.kind is Kind.SETTLES:
        return None if who == "administrator" else 403
    if door.kind is Kind.ANOTHERS:
        return None if who == MemberRole.LEAD else 404
    if door.kind is Kind.SHARED:
        return None if person.is_staff else 403
    if door.kind is Kind.OWN:
        return None
    rule = RULES[door.kind]
    if rank is None:
        return rule.unknown
    return None if rank >= rule.least else rule.below


def rank_of(who: str, *, restricted: bool) -> int | None:
    """Members have their role. What is open, the staff may edit, and administrators may lead."""
    if who in RANKS:
        return RANKS[MemberRole(who)]
    if restricted:
        return None
    return LEAD if who == "administrator" else EDITOR


@pytest.fixture(scope="module")
def kept_house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with kept(house, django_db_blocker) as built:
        yield built


@pytest.fixture
def at_home(kept_house: House, db: None) -> Iterator[House]:
    yield deepcopy(kept_house)
    cache.clear()


def faults(found: House, who: str, doors: Iterable[Door], *, restricted: bool) -> Iterator[str]:
    """What the doors answered otherwise than the rule says, what they wrote all the same, and what they gave away."""
    person, rank = found.people[who], rank_of(who, restricted=restricted)
    client = found.client(who)
    begun = ChainHead.objects.get().hash
    for door in doors:
        due = expected(who, person, rank, door)
        if due is None and door.kind is Kind.ANOTHERS:
            continue  # the owner's own moves need a state of their own: tests of tokens, webhooks and alerts
        with undone() if due is None and door.method != "get" else nullcontext():
            answer = door.tried(client)
        told = f"{who}: {door.kind.name} {door.method} {door.address} answered {answer.status_code}"
        if due is None and not (answer.status_code < 400 or (answer.status_code in {404, 422} and is_form(door))):
            yield f"{told}: {answer.content[:200]!r}"
        if due is not None and answer.status_code != due:
            yield f"{told}, {due} was due"
        shown = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if restricted and rank is None and WORD in shown.decode(errors="replace"):
            yield f"{told} and gave the word away"
    if ChainHead.objects.get().hash != begun:
        yield f"{who} wrote what was refused, or by reading"


def is_form(door: Door) -> bool:
    """An empty form saves nothing: it is drawn again, or says that it named nothing."""
    return not door.address.startswith("/api/")


def told(found: Iterator[str]) -> str:
    return "\n".join(found)


def tried_by(who: str, doors: Iterable[Door]) -> Iterator[Door]:
    """Every door, but a form is looked at by an editor alone and sent by everybody: it begins alike either way.

    What is each person's own is the same for every role; an outsider tries it.
    """
    sent = {door.address for door in doors if door.method == "post"}
    for door in doors:
        looked_at = door.method == "get" and door.address in sent and is_form(door)
        if door.kind is Kind.OWN and who != "outsider":
            continue
        if not looked_at or who == MemberRole.EDITOR or door.kind is Kind.OWN:
            yield door


@pytest.mark.parametrize("who", [*OUTSIDE, *MemberRole])
def test_every_door_of_a_restricted_negotiation(at_home: House, who: str) -> None:
    assert told(faults(at_home, who, tried_by(who, at_home.doors), restricted=True)) == ""


@pytest.mark.parametrize("who", OUTSIDE)
def test_what_is_open_the_staff_may_edit_and_administrators_lead(at_home: House, who: str) -> None:
    models.Negotiation.objects.unscoped(reason="test").update(restricted=False)
    kinds = {"outsider": {Kind.WRITES, Kind.NAMES, Kind.DECIDES}, "administrator": {Kind.DECIDES}}[who]
    doors = [door for door in at_home.doors if door.kind in kinds and not is_form(door)]
    assert told(faults(at_home, who, doors, restricted=False)) == ""


def test_a_method_that_an_address_does_not_offer_is_refused(at_home: House) -> None:
    """As not allowed, or as if there were nothing; and nothing is written. The five take turns at the addresses."""
    offered: dict[str, set[str]] = {}
    for door in at_home.doors:
        offered.setdefault(door.address.partition("?")[0], {"get"}).add(door.method)
    others = [(address, method) for address in offered for method in METHODS if method not in offered[address]]
    begun = ChainHead.objects.get().hash
    turns = cycle((who, at_home.client(who)) for who in at_home.people)
    answers = {
        (who, method, address): Door(Kind.OWN, address, method, {}).tried(client).status_code
        for (address, method), (who, client) in zip(others, turns, strict=False)
    }
    assert {tried: status for tried, status in answers.items() if status not in {404, 405}} == {}
    methods = {*METHODS} - {"get"}
    assert {(who, method) for (who, method, _), status in answers.items() if status == 405} == {
        (who, method) for who in at_home.people for method in methods
    }
    assert ChainHead.objects.get().hash == begun


def test_the_house_has_doors_of_every_kind(at_home: House) -> None:
    assert {door.kind for door in at_home.doors} == set(Kind)
    assert len(at_home.doors) > 230
