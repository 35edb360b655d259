"""Judging a claim anew: what rests on it is listed before, marked everywhere after, and nothing is erased."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from negotiations.actions.positions import take_position
from negotiations.enums import MemberRole, Stance
from negotiations.models import Claim, ClaimMark, Position, Proposal, StatusChange
from tests import factories as make


class Scene:
    """A truce whose status and one position rest on a claim; another claim says the same of the position."""

    def __init__(self) -> None:
        self.home = make.negotiation(restricted=True)
        self.editor = make.user()
        make.member(self.home, self.editor)
        self.claim = make.claim(self.home, assertion="They agreed by telephone")
        self.truce: Proposal = make.proposal(self.home, title="Truce", claim=self.claim)
        self.other = make.claim(self.home, assertion="Both sides confirm it")
        russia = make.party(name="Russia")
        for claim in (self.claim, self.other):
            on = {"claim": claim, "actor": None, "now": make.NOW}
            take_position(proposal=self.truce, party=russia, stance=Stance.ACCEPTS, **on)  # type: ignore[arg-type]
        self.address = f"/claims/{self.claim.pk}/judge/"

    def client(self, role: MemberRole | None = None) -> Client:
        client, user = Client(), self.editor
        if role:
            user = make.user()
            make.member(self.home, user, role)
        client.force_login(user)
        return client

    def judge(self, **given: Any) -> Any:
        sent = {"standing": "withdrawn", "reason": "The agency took it back.", "version": self.claim.version}
        return self.client().post(self.address, sent | given)


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()


def test_what_rests_on_it_alone_is_listed_before(scene: Scene) -> None:
    found = scene.client().get(f"/api/v1/claims/{scene.claim.pk}/resting/").json()["results"]
    told = [(row["noun"], row["alone"], row["page"]) for row in found]
    assert told == [("status", True, scene.truce.reference), ("position", False, scene.truce.reference)]
    page = scene.client().get(scene.address).content.decode()
    alone, also = page.split("Other claims say the same")
    assert "under discussion: Both sides talk about it." in alone
    assert "Russia: accepts" in also


def test_after_the_other_claim_falls_the_position_rests_on_it_alone(scene: Scene) -> None:
    address = f"/claims/{scene.other.pk}/judge/"
    sent = {"standing": "withdrawn", "reason": "Never said.", "version": 1}
    assert scene.client().post(address, sent).status_code == 302
    found = scene.client().get(f"/api/v1/claims/{scene.claim.pk}/resting/").json()["results"]
    assert [row["alone"] for row in found] == [True, True]


def test_it_is_marked_everywhere_and_nothing_is_gone(scene: Scene) -> None:
    assert scene.judge().status_code == 302
    page = scene.client().get(f"/proposals/{scene.truce.reference}/").content.decode()
    assert page.count("Withdrawn</a>") >= 1
    assert "Both sides talk about it." in page
    listed = scene.client().get("/corrections/").content.decode()
    assert "They agreed by telephone" in listed
    assert "The agency took it back." in listed
    (row,) = scene.client().get("/api/v1/corrections/?standing=withdrawn").json()["results"]
    assert (row["claim"]["assertion"], row["reason"]) == ("They agreed by telephone", "The agency took it back.")
    rows = (StatusChange, 1), (Position, 2), (Claim, 2)
    for model, count in rows:
        assert model.objects.unscoped(reason="test").filter(negotiation=scene.home).count() == count


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        ({"reason": ""}, 422, "This field is required."),
        ({"standing": "corrected"}, 422, "Name the claim that corrects this one, and only then."),
        ({"standing": "wrong"}, 422, "Select a valid choice."),
        ({"version": 7}, 409, ""),
    ],
)
def test_a_bad_judgement_is_refused_and_nothing_is_written(
    scene: Scene, given: dict[str, Any], status: int, told: str
) -> None:
    answer = scene.judge(**given)
    assert answer.status_code == status
    assert told in answer.content.decode()
    assert not ClaimMark.objects.unscoped(reason="test").exists()


def test_a_correction_names_the_claim_that_takes_its_place(scene: Scene) -> None:
    assert scene.judge(standing="corrected", corrected_by=scene.other.pk).status_code == 302
    listed = scene.client().get("/corrections/").content.decode()
    assert "Both sides confirm it" in listed


def test_who_may(scene: Scene) -> None:
    assert scene.client(MemberRole.READER).get(scene.address).status_code == 403
    outsider = Client()
    outsider.force_login(make.user())
    assert outsider.get(scene.address).status_code == 404
    assert outsider.get(f"/api/v1/claims/{scene.claim.pk}/resting/").status_code == 404
    scene.judge()
    assert "telephone" not in outsider.get("/corrections/").content.decode()
