"""Withdrawing a document: what would lose its only support is listed first; then all its claims fall, or none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.claims import mark_claim
from negotiations.actions.positions import take_position
from negotiations.enums import ClaimStanding, MemberRole, Stance
from negotiations.models import Article, Claim, ClaimMark, Negotiation, User
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
ON: dict[str, Any] = {"actor": None, "now": make.NOW}
WHY = "The agency took it back."


class Scene:
    """A report with two claims, on which a status rests alone and a position that another report bears out."""

    def __init__(self) -> None:
        self.home: Negotiation = make.negotiation()
        self.report: Article = make.article(title="They agreed")
        self.deal, self.line = (make.claim(self.home, article=self.report) for _ in range(2))
        self.disputed = make.claim(self.home, article=self.report)
        mark_claim(claim=self.disputed, standing=ClaimStanding.DISPUTED, reason="Denied.", **ON)
        self.truce = make.proposal(self.home, title="Truce", claim=self.deal)
        party = make.party(name="Norland")
        for claim in (self.line, make.claim(self.home)):
            take_position(proposal=self.truce, party=party, stance=Stance.ACCEPTS, claim=claim, **ON)
        hidden = make.negotiation(restricted=True)
        self.elsewhere = make.claim(hidden, article=self.report, assertion="Quorvandel")
        self.address = f"/articles/{self.report.reference}/withdraw/"

    def standings(self) -> list[str]:
        rows = Claim.objects.unscoped(reason="test").filter(article=self.report).order_by("pk")
        return list(rows.values_list("standing", flat=True))


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_it_is_listed_before_withdrawn_as_one_and_undone_as_one(page: Client, reader: User, scene: Scene) -> None:
    assert scene.address in page.get(f"/articles/{scene.report.reference}/").content.decode()
    shown = page.get(scene.address)
    assert [[row.noun for row in shown.context[name]] for name in ("alone", "also")] == [["status"], ["position"]]
    assert ([claim.id for claim in shown.context["claims"]], "Quorvandel" in shown.content.decode()) == (
        [scene.deal.pk, scene.line.pk, scene.disputed.pk],
        False,
    )
    answer = page.post(scene.address, {"reason": WHY, "seen": shown.context["seen"]})
    assert answer["Location"] == f"/articles/{scene.report.reference}/"
    assert scene.standings() == ["withdrawn"] * 3 + ["supported"]
    marks = ClaimMark.objects.visible_to(reader).filter(standing="withdrawn")
    assert {mark.reason for mark in marks} == {WHY}
    after = page.get(answer["Location"]).content.decode()
    assert ("3 claims withdrawn." in after, scene.address in after, page.get(scene.address).status_code) == (
        True,
        False,
        404,
    )
    undo = re.search(r'action="(/undo/[^"]+)"', after)
    assert undo
    page.post(undo[1])
    assert scene.standings() == ["supported", "supported", "disputed", "supported"]
    # Nothing of it is erased: the page of corrections has both the withdrawal and its undoing.
    told = [each.standing for each in page.get("/corrections/").context["corrections"]]
    assert sorted(told) == ["disputed", "disputed", "supported", "supported", "withdrawn", "withdrawn", "withdrawn"]


def test_nothing_is_withdrawn_unseen_unexplained_or_by_whoever_may_not(
    page: Client, reader: User, scene: Scene
) -> None:
    seen = page.get(scene.address).context["seen"]
    assert page.post(scene.address, {"reason": "", "seen": seen}).status_code == 422
    make.claim(scene.home, article=scene.report)
    again = page.post(scene.address, {"reason": WHY, "seen": seen})
    assert (again.status_code, len(again.context["claims"])) == (422, 4)
    assert "changed since you looked" in again.content.decode()
    other = make.negotiation(name="Closed talks", restricted=True)
    make.member(other, reader, MemberRole.READER)
    make.claim(other, article=scene.report)
    refused = page.post(scene.address, {"reason": WHY, "seen": again.context["seen"] + ",0"})
    assert refused.status_code == 422
    now = page.get(scene.address).context["seen"]
    assert page.post(scene.address, {"reason": WHY, "seen": now}).status_code == 403
    assert "withdrawn" not in scene.standings()


def test_the_same_over_the_api(page: Client, scene: Scene) -> None:
    address = f"/api/v1/articles/{scene.report.reference}/withdrawal/"
    claims = [scene.deal.pk, scene.line.pk, scene.disputed.pk]
    sent = {"content_type": "application/json"}
    refused = page.post(address, {"reason": WHY, "claims": claims[:2]}, **sent)
    told = refused.json()["errors"][0]
    assert (refused.status_code, told["pointer"], scene.standings()[0]) == (422, "/claims", "supported")
    assert f"{claims[0]}, {claims[1]}, {claims[2]}" in told["detail"]
    answer = page.post(address, {"reason": WHY, "claims": claims}, **sent)
    assert (answer.status_code, answer.json()["reference"]) == (200, scene.report.reference)
    assert scene.standings() == ["withdrawn"] * 3 + ["supported"]
