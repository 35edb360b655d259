"""Where two people are asked for, neither the API nor a page sets a status or a deadline alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from negotiations.models import (
    ProposedChange,
)
from tests import factories as make
from tests.actions.reviewing.scene import OWN, Scene

pytestmark = pytest.mark.django_db


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
