"""Two records made one: all that pointed to the one points to the other, and Undo puts every row back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from config.request_id import request_id
from negotiations.actions.accounts import give_account
from negotiations.actions.merging import may_merge, merge_parties, merge_people
from negotiations.actions.parties import join_group
from negotiations.actions.people import hold_role
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import involve
from negotiations.actions.subscriptions import watch
from negotiations.actions.undoing import undo
from negotiations.enums import (
    AccountAttribute,
    ActorType,
    EventRole,
    InvolvementRole,
    MemberRole,
    NameKind,
    Stance,
)
from negotiations.errors import ActionRefusedError
from negotiations.models import Party, Person, Subscription, User
from negotiations.models.snapshots import snapshot
from negotiations.queries.audit import discrepancies, verify_chain
from negotiations.queries.merged import kept_record, may_be_the_same
from tests import factories as make

pytestmark = pytest.mark.django_db
WHY = "One ministry under two spellings."


@contextmanager
def saving(name: str) -> Iterator[None]:
    token = request_id.set(name)
    try:
        yield
    finally:
        request_id.reset(token)


class Scene:
    """A party and a person recorded twice; everything that can point to either points to the second record."""

    def __init__(self) -> None:
        self.home = make.negotiation(restricted=True)
        self.lead = make.user()
        make.member(self.home, self.lead, MemberRole.LEAD)
        own: dict[str, Any] = {"negotiation": self.home}
        self.kept = make.party(name="Norland", **own)
        self.double = make.party(
            name="Kingdom of Norland",
            names=[("Норландія", "uk", NameKind.SHORT), ("Norlande", "fr", NameKind.ALTERNATIVE)],
            **own,
        )
        self.group = make.party(name="The North", actor_type=ActorType.COALITION, **own)
        self.envoy, self.envoy_again = make.person(name="Vera Vale", **own), make.person(name="V. Vale", **own)
        self.claim = make.claim(self.home, asserted_by_party=self.double)
        self.words = make.claim(self.home, asserted_by_person=self.envoy_again)
        self.truce = make.proposal(self.home, claim=self.claim)
        who: dict[str, Any] = {"actor": None, "now": make.NOW}
        self.on = {"claim": self.claim, **who}
        self.relief = make.condition(self.truce, demanded_by=self.double, owed_by=self.double, claim=self.claim)
        self.ends = make.deadline(self.truce, said_by=self.double, claim=self.claim)
        involve(proposal=self.truce, party=self.double, role=InvolvementRole.PROPOSER, **self.on)
        involve(proposal=self.truce, person=self.envoy_again, role=InvolvementRole.MEDIATOR, **self.on)
        stance = {"party": self.double, "person": self.envoy_again, "stance": Stance.ACCEPTS}
        take_position(condition=self.relief, **stance, **self.on)  # type: ignore[arg-type]
        give_account(proposal=self.truce, party=self.double, attribute=AccountAttribute.ENDS, value="Soon", **self.on)
        join_group(party=self.double, group=self.group, **who)
        hold_role(person=self.envoy_again, party=self.double, title="Envoy", **who)
        parts = [(self.double, EventRole.HOST), (self.envoy_again, EventRole.PARTICIPANT)]
        make.event(self.home, parts=parts, claim=self.claim)
        for party in (self.kept, self.double):
            watch(party=party, user=self.lead, actor=self.lead, now=make.NOW)

    def merge(self) -> None:
        who: dict[str, Any] = {"reason": WHY, "actor": self.lead, "now": make.NOW}
        merge_parties(party=self.double, into=self.kept, **who)
        merge_people(person=self.envoy_again, into=self.envoy, **who)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def pointing(row: Party | Person) -> dict[str, int]:
    """How many rows point to a record, by noun and column."""
    found = {}
    for relation in row._meta.related_objects:
        model: Any = relation.related_model
        if not relation.many_to_many:
            number = model._base_manager.filter(**{relation.field.name: row}).count()
            found |= {f"{model._meta.model_name}.{relation.field.name}": number} if number else {}
    return found


def everything() -> dict[str, dict[str, Any]]:
    rows = (row for model in (Party, Person) for row in model._base_manager.all())
    state = {f"{row._meta.model_name} {row.pk}": snapshot(row) for row in rows}
    for row in [*Party._base_manager.all(), *Person._base_manager.all()]:
        for relation in row._meta.related_objects:
            model: Any = relation.related_model
            if not relation.many_to_many:
                for each in model._base_manager.filter(**{relation.field.name: row}):
                    state[f"{model._meta.model_name} {each.pk}"] = snapshot(each)
    return {name: {k: v for k, v in held.items() if k != "version"} for name, held in state.items()}


def test_all_that_pointed_to_the_one_points_to_the_other_and_undo_puts_it_back(scene: Scene) -> None:
    before, pointed = everything(), (pointing(scene.double), pointing(scene.envoy_again))
    with saving("merging"):
        scene.merge()
    assert pointing(scene.envoy_again) == {}
    # A watch that would be held twice ends instead.
    assert pointing(scene.double) == {"subscription.party": 1}
    assert Subscription.objects.unscoped(reason="test").get(party=scene.double).ended_at == make.NOW
    moved = {**pointed[0], "subscription.party": 1, "party.merged_into": 1}
    assert pointing(scene.kept) == moved
    assert pointing(scene.envoy) == {**pointed[1], "person.merged_into": 1}
    assert list(Party.objects.visible_to(scene.lead).order_by("pk")) == [scene.kept, scene.group]
    assert list(Person.objects.visible_to(scene.lead)) == [scene.envoy]
    found = Party.objects.visible_to(scene.lead).filter(search_text__contains="kingdom")
    assert (found.get(), list(discrepancies()), verify_chain().broken_at) == (scene.kept, [], None)
    undo(saving="merging", actor=scene.lead, now=make.NOW)
    assert everything() == before
    assert Party.objects.visible_to(scene.lead).get(search_text__contains="kingdom") == scene.double
    assert (list(discrepancies()), verify_chain().broken_at) == ([], None)


def test_what_was_merged_leads_to_what_was_kept_for_whoever_may_know_of_both(scene: Scene) -> None:
    scene.merge()
    again = make.party(name="Norland, once more", negotiation=scene.home)
    merge_parties(party=scene.kept, into=again, reason=WHY, actor=scene.lead, now=make.NOW)
    assert kept_record(Party, scene.double.pk, scene.lead) == again
    assert kept_record(Person, scene.envoy_again.pk, scene.lead) == scene.envoy
    assert kept_record(Party, again.pk, scene.lead) is None
    assert kept_record(Party, scene.double.pk, make.user()) is None


def test_may_be_the_same_goes_by_any_name_and_by_codes(scene: Scene) -> None:
    make.party(name="Norland elsewhere")
    by_code = make.party(name="Other", wikidata_id="Q7", negotiation=scene.home)
    scene.kept.wikidata_id = "Q7"
    assert may_be_the_same(scene.kept, ["Norlande"], scene.lead) == [
        scene.double,
        Party.objects.visible_to(scene.lead).get(name="Norland elsewhere"),
        by_code,
    ]
    stranger: User = make.user(is_staff=False)
    assert may_be_the_same(scene.kept, [], stranger) == []


@pytest.mark.parametrize(
    ("clash", "told"),
    [
        ("itself", "A record cannot be merged into itself"),
        ("member", "One of the two belongs to the other"),
        ("account", "Both have given an account of the same proposal (ends)"),
        ("seat", "Both stand in the same place: involvement “proposer”"),
        ("narrow", "known only within a negotiation and the other is not"),
        ("hidden", "This is not on record"),
        ("reason", "Say in one line why"),
        ("editor", "Only a lead of its negotiation merges this"),
    ],
)
def test_it_is_refused_with_the_reason_and_nothing_is_written(scene: Scene, clash: str, told: str) -> None:
    party, into, actor, reason = scene.double, scene.kept, scene.lead, WHY
    if clash == "itself":
        into = party
    elif clash == "member":
        into = scene.group
    elif clash == "account":
        give_account(proposal=scene.truce, party=into, attribute=AccountAttribute.ENDS, value="Late", **scene.on)
    elif clash == "seat":
        involve(proposal=scene.truce, party=into, role=InvolvementRole.PROPOSER, **scene.on)
    elif clash == "narrow":
        party = make.party(name="Norland")
    elif clash == "hidden":
        into = make.party(negotiation=make.negotiation(restricted=True))
    elif clash == "reason":
        reason = " "
    elif clash == "editor":
        actor = make.user()
        make.member(scene.home, actor)
    rows = verify_chain().rows
    with pytest.raises(ActionRefusedError, match=told.replace("(", r"\(").replace(")", r"\)")):
        merge_parties(party=party, into=into, reason=reason, actor=actor, now=make.NOW)
    assert verify_chain().rows == rows


def test_what_all_share_is_merged_by_whoever_administers_parley() -> None:
    shared = make.party()
    assert [may_merge(make.user(is_superuser=each), shared) for each in (True, False)] == [True, False]
