"""One person does not undo what two decide."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from config.request_id import request_id
from negotiations.actions.negotiations import revise_negotiation
from negotiations.actions.proposals import change_status
from negotiations.actions.reviewing import confirm_change, may_wait
from negotiations.actions.undoing import undo
from negotiations.errors import ActionRefusedError
from negotiations.queries.audit import discrepancies
from tests import factories as make
from tests.actions.reviewing.scene import CALLS, LATER, Scene, actions

pytestmark = pytest.mark.django_db


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
