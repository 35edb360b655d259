"""Where two people are asked for, no action sets a status or a deadline alone."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest

from negotiations.actions.deadlines import settle_deadline
from negotiations.actions.events import record_event
from negotiations.actions.reviewing import confirm_change, may_wait
from negotiations.actions.seeding import load_file_sets
from negotiations.enums import (
    DeadlineStatus,
)
from negotiations.errors import InvalidValueError
from negotiations.ingest.seeds import Draft, FileSet, FilesRefusedError, Reference
from negotiations.models import (
    Deadline,
    ProposedChange,
    SeedKey,
)
from negotiations.queries.audit import discrepancies
from tests import factories as make
from tests.actions.reviewing.scene import BY_EVENT, CALLS, LATER, OWN, Scene, actions

pytestmark = pytest.mark.django_db


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
