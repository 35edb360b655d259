"""Two people for one change: proposed by one, carried out when another confirms it, through every front."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.deadlines import correct_deadline, extend_deadline, settle_deadline
from negotiations.actions.negotiations import revise_negotiation
from negotiations.actions.proposals import change_status
from negotiations.actions.reviewing import confirm_change, decline_change
from negotiations.enums import DeadlineStatus, MemberRole, ProposalStatus, ReviewedMove
from negotiations.errors import ActionRefusedError, ForbiddenMoveError, NotPermittedError, StaleVersionError
from negotiations.models import Alert, Deadline, Proposal, ProposedChange, StatusChange, User
from tests import factories as make
from tests.alerts import Office, kyiv, subjects
from tests.mail_sink import MailSink

LATER = make.NOW + timedelta(hours=1)


class Scene:
    def __init__(self) -> None:
        self.home = make.negotiation(restricted=True)
        self.one, self.two, self.reader = make.user(), make.user(), make.user()
        for who, role in ((self.one, MemberRole.LEAD), (self.two, MemberRole.EDITOR), (self.reader, MemberRole.READER)):
            make.member(self.home, who, role)
        self.truce: Proposal = make.proposal(self.home, title="Truce")
        self.deadline: Deadline = make.deadline(self.truce)
        revise_negotiation(
            negotiation=self.home, two_person_review=True, reason="Four eyes.", actor=self.one, now=make.NOW
        )
        self.truce.refresh_from_db()
        self.deadline.refresh_from_db()

    def on(self, actor: User) -> dict[str, Any]:
        return {"claim": make.claim(self.home), "actor": actor, "now": LATER}

    def hold(self, actor: User | None = None, **given: Any) -> ProposedChange:
        what = {"status": ProposalStatus.ON_HOLD, "reason": "No answer."} | given
        change_status(proposal=self.truce, **what, **self.on(actor or self.one))
        return ProposedChange.objects.unscoped(reason="test").latest("pk")


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()


def test_nothing_counts_before_a_second_person_confirms(scene: Scene) -> None:
    proposed = scene.hold()
    assert Proposal.objects.unscoped(reason="test").get().status == "under discussion"
    assert StatusChange.objects.unscoped(reason="test").count() == 1
    with pytest.raises(NotPermittedError, match="Somebody else"):
        confirm_change(proposed=proposed, actor=scene.one, now=LATER)
    with pytest.raises(NotPermittedError):
        confirm_change(proposed=proposed, actor=scene.reader, now=LATER)
    confirm_change(proposed=proposed, actor=scene.two, now=LATER)
    assert Proposal.objects.unscoped(reason="test").get().status == "on hold"
    assert (proposed.state, proposed.decided_by) == ("confirmed", scene.two)
    with pytest.raises(ActionRefusedError, match="already confirmed"):
        decline_change(proposed=proposed, reason="Too late.", actor=scene.two, now=LATER)


MOVES: dict[ReviewedMove, tuple[Callable[..., Any], dict[str, Any], tuple[str, str]]] = {
    ReviewedMove.EXTEND: (
        extend_deadline,
        {"expression": "2 May 2025", "reason": "Longer."},
        ("extended", "2025-04-18"),
    ),
    ReviewedMove.CORRECT: (
        correct_deadline,
        {"expression": "25 April 2025", "reason": "Misread."},
        ("pending", "2025-04-25"),
    ),
    ReviewedMove.SETTLE: (settle_deadline, {"status": DeadlineStatus.MET, "reason": "Done."}, ("met", "2025-04-18")),
}


@pytest.mark.parametrize("move", MOVES)
def test_a_deadline_waits_too(scene: Scene, move: ReviewedMove) -> None:
    act, what, became = MOVES[move]
    act(deadline=scene.deadline, version=scene.deadline.version, **what, **scene.on(scene.one))
    deadlines = Deadline.objects.unscoped(reason="test")
    assert [(row.status, str(row.due_on)) for row in deadlines] == [("pending", "2025-04-18")]
    proposed = ProposedChange.objects.unscoped(reason="test").get()
    assert (proposed.move, proposed.proposal, proposed.deadline) == (move, scene.truce, scene.deadline)
    confirm_change(proposed=proposed, actor=scene.two, now=LATER)
    row = deadlines.get(pk=scene.deadline.pk)
    assert (row.status, str(row.due_on)) == became


def test_what_could_not_be_done_is_not_proposed(scene: Scene) -> None:
    with pytest.raises(ForbiddenMoveError):
        scene.hold(status=ProposalStatus.FULFILLED)
    with pytest.raises(StaleVersionError):
        scene.hold(version=scene.truce.version + 1)
    assert not ProposedChange.objects.unscoped(reason="test").exists()


def test_over_a_newer_version_it_is_refused_and_can_be_declined(scene: Scene) -> None:
    first, second = scene.hold(), scene.hold(status=ProposalStatus.COLLAPSED)
    confirm_change(proposed=first, actor=scene.two, now=LATER)
    with pytest.raises(StaleVersionError):
        confirm_change(proposed=second, actor=scene.two, now=LATER)
    second.refresh_from_db()
    assert second.state == "waiting"
    with pytest.raises(ActionRefusedError, match="declined"):
        decline_change(proposed=second, reason=" ", actor=scene.two, now=LATER)
    decline_change(proposed=second, reason="It is on hold.", actor=scene.one, now=LATER)
    assert Proposal.objects.unscoped(reason="test").get().status == "on hold"


def test_alerts_go_by_what_was_confirmed(office: Office, sink: MailSink, scene: Scene) -> None:
    reader = make.user()
    make.member(scene.home, reader, MemberRole.READER)
    from negotiations.actions.subscriptions import watch  # noqa: PLC0415

    watch(user=reader, negotiation=scene.home, actor=reader, now=make.NOW)
    proposed = scene.hold()
    office.work(kyiv(14, 13, 5))
    assert subjects(sink) == []
    confirm_change(proposed=proposed, actor=scene.two, now=kyiv(14, 13, 10))
    office.work(kyiv(14, 13, 11))
    assert subjects(sink) == ["Truce: under discussion → on hold"]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_page_and_the_api_show_it_as_proposed(scene: Scene) -> None:
    one, two = signed_in(scene.one), signed_in(scene.two)
    address = f"/proposals/{scene.truce.reference}/status/"
    sent = {
        "status": "on hold",
        "reason": "No answer.",
        "version": scene.truce.version,
        "rests_on": "known",
        "claim": scene.truce.status_changes.unscoped(reason="test").get().claim_id,
    }
    answer = one.post(address, sent, follow=True)
    page = answer.content.decode()
    assert "It is carried out once a second person confirms it." in page
    assert "Proposed, not confirmed" in page
    (row,) = two.get("/api/v1/proposed-changes/?state=waiting").json()["results"]
    assert (row["asked_for"], row["move"], row["recorded_by"]["id"]) == ("on hold", "status", scene.one.pk)
    decide = f"/proposed-changes/{row['id']}/"
    assert one.post(decide, {"decision": "confirm", "version": 1}).status_code == 403
    assert signed_in(scene.reader).get(decide).status_code == 403
    assert signed_in(make.user()).get(decide).status_code == 404
    assert two.post(decide, {"decision": "decline", "version": 1}).status_code == 422
    assert two.post(decide, {"decision": "confirm", "version": 1}).status_code == 302
    assert "Proposed, not confirmed" not in two.get(f"/proposals/{scene.truce.reference}/").content.decode()
    assert two.get(f"/api/v1/proposals/{scene.truce.reference}/").json()["status"] == "on hold"


def test_the_api_decides(scene: Scene) -> None:
    proposed, two = scene.hold(), signed_in(scene.two)
    address = f"/api/v1/proposed-changes/{proposed.pk}/"
    tag = two.get(address).headers["ETag"]
    held = {"If-Match": tag}

    def post(client: Client, decision: str, reason: str = "", **headers: str) -> int:
        body = {"decision": decision} | ({"reason": reason} if reason else {})
        return client.post(f"{address}decision/", body, content_type="application/json", headers=headers).status_code

    assert post(two, "confirm") == 428
    assert post(two, "decline", **held) == 422
    assert post(two, "decline", "Not so.", **held) == 200
    assert post(two, "confirm", **held) == 412
    assert Proposal.objects.unscoped(reason="test").get().status == "under discussion"


def test_leads_switch_it(scene: Scene) -> None:
    address = f"/negotiations/{scene.home.reference}/two-people/"
    version = {"version": scene.home.version}
    assert signed_in(scene.two).get(address).status_code == 403
    assert signed_in(scene.one).post(address, {"reason": "No need.", **version}).status_code == 302
    scene.home.refresh_from_db()
    assert scene.home.two_person_review is False
    assert not Alert.objects.unscoped(reason="test").exists()
