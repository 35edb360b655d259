"""Where two people are asked for, no action and no front sets a status or a deadline alone."""

from __future__ import annotations

import copy
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

import negotiations.actions
from config.request_id import request_id
from negotiations.actions.deadlines import settle_deadline
from negotiations.actions.events import record_event
from negotiations.actions.negotiations import revise_negotiation
from negotiations.actions.proposals import change_status
from negotiations.actions.reviewing import confirm_change, may_wait
from negotiations.actions.seeding import load_file_sets
from negotiations.actions.undoing import undo
from negotiations.enums import (
    AccountAttribute,
    CeasefireClass,
    CeasefireExtent,
    CeasefireSide,
    ClaimStanding,
    ConditionRole,
    DeadlineKind,
    DeadlineStatus,
    EventCategory,
    InvolvementRole,
    LineageKind,
    Progress,
    ProposalKind,
    ProposalStatus,
    Stance,
    TreatyAct,
    Trend,
)
from negotiations.errors import ActionRefusedError, InvalidValueError
from negotiations.ingest.seeds import Draft, FileSet, FilesRefusedError, Reference
from negotiations.models import (
    Account,
    ConditionDependency,
    Deadline,
    DeadlineOutcome,
    DeadlineReading,
    Proposal,
    ProposedChange,
    SeedKey,
    StatusChange,
)
from negotiations.queries.audit import discrepancies
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests import world
from tests.kept import kept

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(minutes=5)
OWN = {"reason": "test"}
DAY = WorldMoment.day(date(2025, 4, 13), make.KYIV)


class Scene:
    """A negotiation with every noun, two editors, and a deadline that waits for a signature."""

    def __init__(self) -> None:
        built = world.build()
        self.home, self.one, self.truce = built.negotiation, built.lead, built.proposal
        self.north, self.south = built.parties
        self.two = make.user()
        make.member(self.home, self.two)
        self.claim = make.claim(self.home)
        self.relief, self.silence = (make.condition(self.truce, claim=self.claim) for _ in range(2))
        self.other = make.proposal(self.home, claim=self.claim)
        self.deadline = make.deadline(self.truce, claim=self.claim)
        self.formula = make.deadline(self.truce, expression="30 days after signature", claim=self.claim)
        self.signed = make.event(self.home, treaty_act=TreatyAct.SIGNATURE, expected=True, claim=self.claim)
        revise_negotiation(negotiation=self.home, two_person_review=True, reason="Two.", actor=None, now=make.NOW)
        for row in (self.home, self.truce, self.deadline, self.formula, self.signed, self.other):
            row.refresh_from_db()

    @property
    def on(self) -> dict[str, Any]:
        return {"claim": self.claim, "actor": self.one, "now": LATER}

    def standing(self) -> list[Any]:
        """Every status and every deadline, and the dated rows they come from."""
        dated = (StatusChange, DeadlineReading, DeadlineOutcome)
        return [
            list(Proposal.objects.unscoped(**OWN).order_by("pk").values_list("pk", "status")),
            list(Deadline.objects.unscoped(**OWN).order_by("pk").values_list("pk", "status", "due_at", "expression")),
            *(model.objects.unscoped(**OWN).filter(retracted_at=None).count() for model in dated),
        ]

    def waiting(self) -> list[ProposedChange]:
        return list(ProposedChange.objects.unscoped(**OWN).waiting().filter(recorded_at=LATER).order_by("pk"))


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with kept(Scene, django_db_blocker) as scene:
        yield scene


@pytest.fixture
def scene(db: None, built: Scene) -> Scene:
    return copy.deepcopy(built)


def first(model: Any) -> Any:
    return model.objects.unscoped(**OWN).first()


# Every action that rests on a claim or describes what does, and how it is called.
CALLS: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "give_account": lambda s: {
        "proposal": s.truce,
        "party": s.north,
        "attribute": AccountAttribute.STARTS,
        "value": "Now",
    },
    "record_text": lambda s: {"proposal": s.truce, "name": "Terms"},
    "withdraw_account": lambda s: {"account": Account.objects.unscoped(**OWN).live().first(), "reason": "-"},
    "mark_claim": lambda s: {"standing": ClaimStanding.WITHDRAWN, "reason": "-"},
    "attach_condition": lambda s: {"proposal": s.truce, "text": "More", "role": ConditionRole.PRECONDITION},
    "revise_condition": lambda s: {"condition": s.relief, "text": "Less", "reason": "-"},
    "drop_condition": lambda s: {"condition": s.relief, "dropped_on": date(2025, 4, 14), "reason": "-"},
    "make_depend": lambda s: {"condition": s.relief, "needs": s.silence},
    "clear_dependency": lambda s: {
        "dependency": first(ConditionDependency),
        "cleared_on": date(2025, 4, 14),
        "reason": "-",
    },
    "record_progress": lambda s: {"condition": s.relief, "progress": Progress.FULL},
    "follow_event": lambda s: {"deadline": s.deadline, "event": s.signed},
    "set_deadline": lambda s: {
        "negotiation": s.home,
        "proposal": s.truce,
        "kind": DeadlineKind.EXPIRY,
        "title": "Another",
        "expression": "in 10 days",
    },
    "add_reading": lambda s: {"deadline": s.deadline, "expression": "17 April 2025", "party": s.north},
    "decide_reading": lambda s: {
        "deadline": s.deadline,
        "reading": DeadlineReading.objects.unscoped(**OWN).filter(deadline=s.deadline).first(),
        "reason": "-",
    },
    "correct_deadline": lambda s: {"deadline": s.deadline, "expression": "25 April 2025", "reason": "-"},
    "extend_deadline": lambda s: {"deadline": s.deadline, "expression": "2 May 2025"},
    "settle_deadline": lambda s: {"deadline": s.deadline, "status": DeadlineStatus.MET},
    "record_event": lambda s: {
        "negotiation": s.home,
        "title": "Signed",
        "category": EventCategory.AGREE,
        "occurred": DAY,
        "treaty_act": TreatyAct.SIGNATURE,
    },
    "correct_event": lambda s: {"event": s.signed, "occurred": DAY, "reason": "-"},
    "revise_event": lambda s: {"event": s.signed, "title": "Signing", "reason": "-"},
    "take_position": lambda s: {"proposal": s.truce, "party": s.north, "stance": Stance.REJECTS},
    "open_proposal": lambda s: {
        "negotiation": s.home,
        "title": "A further truce",
        "kind": ProposalKind.CEASEFIRE,
        "status": ProposalStatus.AGREED,
        "status_reason": "-",
    },
    "revise_proposal": lambda s: {"proposal": s.truce, "title": "Otherwise", "reason": "-"},
    "change_status": lambda s: {"proposal": s.truce, "status": ProposalStatus.ON_HOLD, "reason": "-"},
    "involve": lambda s: {"proposal": s.other, "party": s.north, "role": InvolvementRole.MEDIATOR},
    "link_proposals": lambda s: {"proposal": s.other, "other": s.truce, "kind": LineageKind.SUPERSEDES},
    "assess_trend": lambda s: {"proposal": s.truce, "reason": "-", "trend": Trend.IMPROVED},
    "code_ceasefire": lambda s: {
        "proposal": s.truce,
        "side": CeasefireSide.BILATERAL,
        "extent": CeasefireExtent.FULL,
        "ceasefire_class": CeasefireClass.DEFINITIVE,
    },
}
# These move a deadline by way of an event, so that the move waits and the event does not.
BY_EVENT = {"record_event", "correct_event"}


def actions() -> dict[str, Callable[..., Any]]:
    """Every action on facts: it takes a claim, or revises what rests on one."""
    found = {}
    for module in pkgutil.iter_modules(negotiations.actions.__path__, "negotiations.actions."):
        for name, function in vars(importlib.import_module(module.name)).items():
            own = inspect.isfunction(function) and function.__module__ == module.name
            if own and hasattr(function, "__wrapped__") and not name.startswith("_"):
                takes = set(inspect.signature(function).parameters)
                if "actor" in takes and takes & {"claim", "condition", "deadline", "event", "proposal"}:
                    found[name] = function
    return found


# Addresses and watches that happen to be about a proposal.
NO_FACTS = {"make_feed", "watch"}


def test_the_list_is_whole() -> None:
    assert set(CALLS) | NO_FACTS == set(actions())


@pytest.mark.parametrize("name", CALLS)
def test_no_action_moves_a_status_or_a_deadline_alone(scene: Scene, name: str) -> None:
    action, before = actions()[name], scene.standing()
    given = {**CALLS[name](scene), **scene.on}
    takes = inspect.signature(action).parameters
    answered = action(**{key: value for key, value in given.items() if key != "claim" or key in takes})
    assert scene.standing() == before
    proposed = scene.waiting()
    assert isinstance(answered, ProposedChange) == may_wait(action)
    assert [each.recorded_by for each in proposed] == [scene.one] * (may_wait(action) or name in BY_EVENT)
    for each in proposed:
        confirm_change(proposed=each, actor=scene.two, now=LATER + timedelta(hours=1))
    assert (scene.standing() != before) == bool(proposed)
    assert list(discrepancies()) == []


def test_what_is_confirmed_is_what_was_shown(scene: Scene) -> None:
    """The words come to another day once the signature is on record: nobody has confirmed that."""
    set_up = {**CALLS["set_deadline"](scene), "expression": "10 days after signature"}
    actions()["set_deadline"](**set_up, **scene.on)
    (proposed,) = scene.waiting()
    assert proposed.asked_for == "Another: 10 days after signature"
    record_event(**CALLS["record_event"](scene), claim=scene.claim, actor=None, now=make.NOW)
    with pytest.raises(InvalidValueError, match="no longer come to"):
        confirm_change(proposed=proposed, actor=scene.two, now=LATER)
    proposed.refresh_from_db()
    assert proposed.state == "waiting"


def test_words_count_from_when_they_were_proposed(scene: Scene) -> None:
    actions()["set_deadline"](**CALLS["set_deadline"](scene), **scene.on)
    (proposed,) = scene.waiting()
    assert proposed.asked_for == "Another: in 10 days → 2025-04-24"
    confirm_change(proposed=proposed, actor=scene.two, now=LATER + timedelta(days=3))
    assert str(Deadline.objects.unscoped(**OWN).latest("pk").due_on) == "2025-04-24"


def test_parley_itself_waits_too(scene: Scene) -> None:
    before = scene.standing()
    settle_deadline(deadline=scene.deadline, status=DeadlineStatus.MET, **{**scene.on, "actor": None})
    assert scene.standing() == before
    confirm_change(proposed=scene.waiting()[0], actor=scene.two, now=LATER)
    assert scene.standing() != before


def test_seeds_are_told_to_record_it_there(scene: Scene) -> None:
    for key, noun, row in (("truce", "proposal", scene.truce), ("said", "claim", scene.claim)):
        SeedKey.objects.create(
            file_set="later", key=key, noun=noun, object_id=row.pk, digest="x" * 64, loaded_at=make.NOW
        )
    values = {
        "proposal": Reference("later", "truce"),
        "claim": Reference("later", "said"),
        "status": "on hold",
        "reason": "-",
    }
    draft = Draft(file_set="later", key="hold", noun="status", values=values, file="later.yaml", line=3)
    with pytest.raises(FilesRefusedError, match="two people"):
        load_file_sets(file_sets=[FileSet("later", (draft,))], actor=None, now=LATER)
    assert scene.waiting() == []


@pytest.fixture
def saving() -> Iterator[str]:
    token = request_id.set("a-saving")
    yield "a-saving"
    request_id.reset(token)


def switch(scene: Scene, on: bool) -> None:
    revise_negotiation(negotiation=scene.home, two_person_review=on, reason="-", actor=None, now=make.NOW)


@pytest.mark.parametrize("name", sorted(name for name in CALLS if may_wait(actions()[name])))
def test_one_person_does_not_undo_what_two_decide(scene: Scene, saving: str, name: str) -> None:
    """Neither what was recorded before two were asked for, nor what was confirmed, even once one is enough again."""
    switch(scene, on=False)
    actions()[name](**CALLS[name](scene), **scene.on)
    switch(scene, on=True)
    before = scene.standing()
    with pytest.raises(ActionRefusedError, match="Two people decide"):
        undo(saving=saving, actor=scene.one, now=LATER)
    assert scene.standing() == before


def test_a_confirmation_is_not_undone(scene: Scene, saving: str) -> None:
    request_id.set("proposed")
    change_status(**CALLS["change_status"](scene), **scene.on)
    request_id.set(saving)
    confirm_change(proposed=scene.waiting()[0], actor=scene.two, now=LATER)
    switch(scene, on=False)
    with pytest.raises(ActionRefusedError, match="Two people decide"):
        undo(saving=saving, actor=scene.two, now=LATER)


def test_undoing_a_proposed_change_takes_it_back(scene: Scene, saving: str) -> None:
    change_status(**CALLS["change_status"](scene), **scene.on)
    (proposed,) = scene.waiting()
    undo(saving=saving, actor=scene.one, now=LATER, reason="Too early")
    proposed.refresh_from_db()
    assert (proposed.state, proposed.decided_by, proposed.decision_reason) == ("declined", scene.one, "Too early")
    assert list(discrepancies()) == []


def signed_in(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.one)
    return client


def test_the_api_answers_with_what_waits(scene: Scene) -> None:
    client, before = signed_in(scene), scene.standing()
    new = {"kind": "expiry", "title": "Another", "expression": "2 May 2025", "claim": scene.claim.pk}
    address = "/api/v1/deadlines/"
    of_it = {**new, "proposal": scene.truce.reference}

    def post(at: str, body: dict[str, Any]) -> Any:
        return client.post(at, body, content_type="application/json")

    answer = post(address, of_it)
    assert (answer.status_code, answer.json()["move"], answer.json()["state"]) == (202, "set", "waiting")
    assert answer.json()["asked_for"] == "Another: 2 May 2025 → 2025-05-02"
    assert client.get(answer["Location"]).json() == answer.json()
    many = post(f"{address}bulk/", {"items": [of_it, of_it]})
    assert (many.status_code, [row["move"] for row in many.json()["results"]]) == (202, ["set", "set"])
    free = make.proposal(make.negotiation())
    apart = {**new, "proposal": free.reference, "claim": make.claim(free.negotiation).pk}
    assert post(f"{address}bulk/", {"items": [of_it, apart]}).status_code == 422
    claim = {"assertion": "It is said.", "evidence": "report"}
    offer = {"title": "Offer", "kind": "ceasefire", "status": "agreed", "status_reason": "-"}
    report = {"negotiation": scene.home.reference, "article": make.article().reference}
    told = post("/api/v1/reports/", {**report, "claims": [{**claim, "proposals": [offer]}]})
    assert [fact["noun"] for fact in told.json()["claims"][0]["facts"]] == ["proposedchange"]
    hung = {**offer, "deadlines": [{name: new[name] for name in ("kind", "title", "expression")}]}
    refused = post("/api/v1/reports/", {**report, "claims": [{**claim, "proposals": [hung]}]})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/claims/0/proposals/0/deadlines"
    assert [row for row in scene.standing()[1] if row[0] not in {each[0] for each in before[1]}] == []
    assert scene.standing()[0][: len(before[0])] == before[0]


def test_the_pages_say_that_it_waits(scene: Scene) -> None:
    client, before = signed_in(scene), scene.standing()
    on_claim = {"rests_on": "known", "claim": scene.claim.pk}
    new = {"title": "Another", "kind": "expiry", "expression": "2 May 2025", "seen": "2 May 2025", **on_claim}
    form = f"/proposals/{scene.truce.reference}/deadlines/add/"
    drawn = client.post(form, {**new, "do": "read"}).content.decode()
    new["seen"] = drawn.split('name="seen" value="')[1].split('"')[0]
    assert "It is carried out once" in client.post(form, new, follow=True).content.decode()
    offer = {"title": "Offer", "kind": "ceasefire", "status": "agreed", "status_reason": "-", **on_claim}
    asked = client.post(f"/add/proposal/?negotiation={scene.home.reference}", offer, follow=True).content.decode()
    assert "Offer → agreed" in asked
    assert "It is carried out once" in asked
    several = {"versions": str(scene.truce.version), "reason": "-", **on_claim}
    client.post(f"/bulk/status/?ref={scene.truce.reference}&to=on+hold", several)
    assert scene.standing() == before
    moves = {row.move for row in ProposedChange.objects.unscoped(**OWN).waiting()}
    assert moves >= {"open", "set", "status"}
    second = Client()
    second.force_login(scene.two)
    overview = second.get("/").content.decode()
    assert "Offer → agreed" in overview
    assert "Offer → agreed" not in client.get("/").content.decode()
