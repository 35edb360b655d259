"""Undo: the record reads as before, whatever was saved; and it is refused where it would take something from others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from config.request_id import request_id
from negotiations.actions.accounts import give_account, withdraw_account
from negotiations.actions.conditions import attach_condition, drop_condition, record_progress, revise_condition
from negotiations.actions.deadlines import add_reading, correct_deadline, extend_deadline, set_deadline, settle_deadline
from negotiations.actions.events import record_event
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import change_status, open_proposal, revise_proposal
from negotiations.actions.subscriptions import watch
from negotiations.actions.undoing import UNDO_WITHIN, undo
from negotiations.enums import (
    AccountAttribute,
    ConditionRole,
    DeadlineKind,
    DeadlineStatus,
    EventCategory,
    MemberRole,
    Progress,
    ProposalKind,
    ProposalStatus,
    Stance,
)
from negotiations.errors import ActionRefusedError
from negotiations.models import Account, Change, Claim, Condition, Deadline, Party, Position, Proposal, User
from negotiations.models.policy_book import PolicyBook
from negotiations.models.snapshots import snapshot
from negotiations.queries.audit import discrepancies, verify_chain
from negotiations.queries.planned_alerts import stages_of
from negotiations.queries.proposal_page import proposal_page, watching
from negotiations.queries.shapes import Reader
from negotiations.rules.moments import WorldMoment
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Scene:
    editor: User
    truce: Proposal
    relief: Condition
    ends: Deadline
    north: Party
    account: Account
    claim: Claim

    @property
    def who(self) -> dict[str, Any]:
        return {"actor": self.editor, "now": make.NOW}

    @property
    def on(self) -> dict[str, Any]:
        return {"claim": self.claim, **self.who}

    def read(self) -> dict[str, Any]:
        """All that the page of the proposal says, without the record of changes itself."""
        reader = Reader(self.editor, LATER)
        page = proposal_page(self.truce.reference, reader)
        assert page
        said = msgspec.to_builtins(page, enc_hook=str)
        said["watching"] = watching(self.truce.pk, page.home.pk, [self.north.pk], reader)
        planned = stages_of([each.id for each in page.deadlines], reader, PolicyBook({page.home.pk}))
        said["planned"] = [(str(row), row.state, at) for row, at in planned]
        kept = {name: value for name, value in said.items() if name not in {"changes", "alerts"}}
        return _without(kept, {"version", "changed_at"})


def _without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {name: _without(each, names) for name, each in value.items() if name not in names}
    return [_without(each, names) for each in value] if isinstance(value, list) else value


@pytest.fixture
def scene() -> Scene:
    editor, truce, north = make.user(), make.proposal(title="Truce"), make.party(name="North")
    claim = make.claim(truce.negotiation)
    who = {"actor": None, "now": make.NOW - timedelta(days=1)}
    relief = make.condition(truce, text="Relief", blocks=True)
    take_position(condition=relief, party=north, stance=Stance.DEMANDS, claim=claim, **who)
    ends = {"proposal": truce, "attribute": AccountAttribute.ENDS}
    account = give_account(party=north, value="Friday", claim=claim, **ends, **who)
    watch(user=editor, proposal=truce, **who)
    return Scene(editor, truce, relief, make.deadline(truce), north, account, claim)


@contextmanager
def saving(number: str) -> Iterator[None]:
    token = request_id.set(number)
    try:
        yield
    finally:
        request_id.reset(token)


def new_claim(scene: Scene) -> Claim:
    return make.claim(scene.truce.negotiation, actor=scene.editor)


def gone_wrong(scene: Scene) -> None:
    """Several facts at once, resting on one new claim."""
    on = {"claim": new_claim(scene), **scene.who}
    added = attach_condition(proposal=scene.truce, text="Ports", role=ConditionRole.GUARANTEE, **on)
    take_position(condition=added, party=scene.north, stance=Stance.REJECTS, **on)
    set_deadline(
        negotiation=scene.truce.negotiation,
        proposal=scene.truce,
        kind=DeadlineKind.REVIEW,
        title="Review",
        expression="25 April 2025",
        **on,
    )


SAVINGS: dict[str, Callable[[Scene], object]] = {
    "status": lambda s: change_status(proposal=s.truce, status=ProposalStatus.ON_HOLD, reason="Off", **s.on),
    "status of a day before": lambda s: change_status(
        proposal=s.truce,
        status=ProposalStatus.TABLED,
        reason="Then",
        stated=WorldMoment.day(date(2025, 4, 1), make.KYIV),
        **s.on,
    ),
    "description": lambda s: revise_proposal(
        proposal=s.truce, title="Other", owner=s.editor, kind=ProposalKind.SUMMIT, reason="So", **s.who
    ),
    "checked": lambda s: revise_proposal(proposal=s.truce, last_checked_at=LATER, reason="Checked", **s.who),
    "position": lambda s: take_position(condition=s.relief, party=s.north, stance=Stance.REJECTS, **s.on),
    "condition": lambda s: attach_condition(proposal=s.truce, text="Ports", role=ConditionRole.GUARANTEE, **s.on),
    "wording": lambda s: revise_condition(condition=s.relief, text="Other", blocks=False, reason="So", **s.who),
    "progress": lambda s: record_progress(condition=s.relief, progress=Progress.FULL, reason="Done", **s.on),
    "dropped": lambda s: drop_condition(condition=s.relief, dropped_on=date(2025, 4, 14), reason="Gone", **s.on),
    "account": lambda s: give_account(
        proposal=s.truce, party=s.north, attribute=AccountAttribute.STARTS, value="Monday", **s.on
    ),
    "revised account": lambda s: give_account(
        proposal=s.truce,
        party=s.north,
        attribute=AccountAttribute.ENDS,
        value="Sunday",
        replaces=s.account,
        **s.on,
    ),
    "withdrawn account": lambda s: withdraw_account(account=s.account, reason="Denied", **s.on),
    "deadline": lambda s: set_deadline(
        negotiation=s.truce.negotiation,
        proposal=s.truce,
        kind=DeadlineKind.REVIEW,
        title="Review",
        expression="25 April 2025",
        **s.on,
    ),
    "extended": lambda s: extend_deadline(deadline=s.ends, expression="2 May 2025", reason="Longer", **s.on),
    "corrected": lambda s: correct_deadline(deadline=s.ends, expression="19 April 2025", reason="Misread", **s.on),
    "party's reading": lambda s: add_reading(deadline=s.ends, expression="17 April 2025", party=s.north, **s.on),
    "met": lambda s: settle_deadline(deadline=s.ends, status=DeadlineStatus.MET, reason="Kept", **s.on),
    "event": lambda s: record_event(
        negotiation=s.truce.negotiation,
        title="Meeting",
        category=EventCategory.CONSULT,
        occurred=WorldMoment.day(date(2025, 4, 12), make.KYIV),
        proposals=[s.truce],
        **s.on,
    ),
    "several at once": gone_wrong,
}


@pytest.mark.parametrize("name", SAVINGS)
def test_the_page_reads_as_before_and_the_chain_holds(scene: Scene, name: str) -> None:
    before, known = scene.read(), Change.objects.unscoped(reason="test").count()
    with saving("one"):
        SAVINGS[name](scene)
    written = Change.objects.unscoped(reason="test").count() - known
    assert scene.read() != before
    undo(saving="one", actor=scene.editor, now=LATER)
    assert scene.read() == before
    # What was written stays on the chain, each reversal behind it, and every row stands as its last change says.
    kinds = list(Change.objects.unscoped(reason="test").order_by("sequence").values_list("kind", flat=True))[known:]
    assert (written, any(kind.endswith(".undone") for kind in kinds[:written])) == (written, False)
    assert kinds[written:]
    assert all(kind.endswith(".undone") for kind in kinds[written:])
    assert (verify_chain().broken_at, list(discrepancies())) == (None, [])


def test_what_was_undone_can_be_saved_again(scene: Scene) -> None:
    for number in ("one", "two"):
        with saving(number):
            SAVINGS["revised account"](scene)
        undo(saving=number, actor=scene.editor, now=LATER)
    assert len(Account.objects.unscoped(reason="test").live()) == 1


def test_an_opened_proposal_and_a_watch_are_taken_back(scene: Scene) -> None:
    other = make.user()
    with saving("one"):
        opened = open_proposal(
            negotiation=scene.truce.negotiation,
            title="Rival",
            kind=ProposalKind.CEASEFIRE,
            status=ProposalStatus.TABLED,
            status_reason="So",
            claim=scene.claim,
            actor=other,
            now=make.NOW,
        )
        running = watch(user=other, actor=other, proposal=scene.truce, now=make.NOW)
    undo(saving="one", actor=other, now=LATER)
    running.refresh_from_db()
    assert not Proposal.objects.visible_to(other).filter(pk=opened.pk).exists()
    assert running.ended_at == LATER


class TestRefused:
    def attempt(self, scene: Scene, number: str = "one", **given: Any) -> str:
        rows = {row.pk: snapshot(row) for row in Position._base_manager.all()}
        known = Change.objects.unscoped(reason="test").count()
        with pytest.raises(ActionRefusedError) as refused:
            undo(**{"saving": number, "actor": scene.editor, "now": LATER} | given)
        assert Change.objects.unscoped(reason="test").count() == known
        assert {row.pk: snapshot(row) for row in Position._base_manager.all()} == rows
        return refused.value.reason

    @pytest.fixture(autouse=True)
    def saved(self, scene: Scene) -> None:
        with saving("one"):
            SAVINGS["status"](scene)

    def test_after_ten_minutes(self, scene: Scene) -> None:
        late = make.NOW + UNDO_WITHIN + timedelta(seconds=1)
        assert "more than ten minutes ago" in self.attempt(scene, now=late)
        undo(saving="one", actor=scene.editor, now=make.NOW + UNDO_WITHIN)

    def test_what_somebody_else_saved_or_nobody(self, scene: Scene) -> None:
        assert "Nothing is on record that you saved" in self.attempt(scene, actor=make.user())
        assert "Nothing is on record that you saved" in self.attempt(scene, number="")

    def test_a_second_time(self, scene: Scene) -> None:
        undo(saving="one", actor=scene.editor, now=LATER)
        assert "undone already" in self.attempt(scene)

    def test_over_a_later_change_of_the_same_row(self, scene: Scene) -> None:
        revise_proposal(proposal=scene.truce, title="Newer", reason="So", actor=make.user(name="Bea"), now=LATER)
        assert "Bea has changed the proposal since" in self.attempt(scene)

    def test_from_under_what_rests_on_it(self, scene: Scene) -> None:
        with saving("two"):
            added = attach_condition(proposal=scene.truce, text="Ports", role=ConditionRole.GUARANTEE, **scene.on)
        take_position(condition=added, party=scene.north, stance=Stance.ACCEPTS, **scene.on)
        assert "On this condition rests a position recorded since" in self.attempt(scene, number="two")

    def test_once_one_may_no_longer_write_there(self, scene: Scene) -> None:
        home = scene.truce.negotiation
        make.member(home, scene.editor, MemberRole.READER)
        type(scene.editor).objects.filter(pk=scene.editor.pk).update(is_staff=False)
        scene.editor.refresh_from_db()
        assert "may not write" in self.attempt(scene)
