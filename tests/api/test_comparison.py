"""Two proposals side by side and the family of one: the API and the page say the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from negotiations.actions.conditions import drop_condition
from negotiations.actions.proposals import link_proposals
from negotiations.enums import LineageKind
from negotiations.models import Negotiation, Proposal
from tests import factories as make
from tests.api.conftest import ApiClient

LATER = make.NOW + timedelta(days=3)


def link(proposal: Proposal, other: Proposal, kind: LineageKind) -> None:
    claim = make.claim(proposal.negotiation)
    link_proposals(proposal=proposal, other=other, kind=kind, claim=claim, actor=None, now=make.NOW)


@pytest.fixture
def drafts(db: None) -> list[Proposal]:
    """Three terms, each renewing the one before, and a rival of the second."""
    home = make.negotiation()
    terms = [make.proposal(home, title=f"Term {n}") for n in (1, 2, 3)]
    rival = make.proposal(home, title="Rival")
    link(terms[1], terms[0], LineageKind.RENEWS)
    link(terms[2], terms[1], LineageKind.RENEWS)
    link(rival, terms[1], LineageKind.RIVAL_OF)
    asked = {"issue_code": "XSanc", "demanded_by": make.party(name="Russia")}
    make.condition(terms[0], text="Lift sanctions on banks", **asked)
    make.condition(terms[1], text="Lift sanctions on all banks", **asked)
    gone = make.condition(terms[1], text="Ships are searched", issue_code="XMaritime")
    claim = make.claim(home)
    drop_condition(condition=gone, dropped_on=LATER.date(), reason="Dropped.", claim=claim, actor=None, now=LATER)
    return [*terms, rival]


def signed_in(**given: Any) -> ApiClient:
    client = ApiClient()
    client.force_login(make.user(**given))
    return client


def test_two_drafts_point_by_point(drafts: list[Proposal]) -> None:
    client = signed_in()
    address = f"/api/v1/proposals/{drafts[0].reference}/compare/{drafts[1].reference}/"
    now = client.get(address).json()
    (point,) = now["points"]
    assert (point["outcome"], point["differing"]) == ("changed", [])
    assert [(run["where"], run["text"]) for run in point["words"]] == [
        ("same", "Lift sanctions on"),
        ("only there", "all"),
        ("same", "banks"),
    ]
    then = client.get(address, {"as_of": (make.NOW + timedelta(days=1)).isoformat()}).json()
    assert [each["outcome"] for each in then["points"]] == ["changed", "only there"]
    page = client.get(f"/proposals/{drafts[0].reference}/compare/{drafts[1].reference}/").content.decode()
    assert "<mark>all</mark>" in page
    assert "Ships are searched" not in page


def test_a_family_is_walked_in_both_directions(drafts: list[Proposal]) -> None:
    client = signed_in()
    for start in drafts:
        found = client.get(f"/api/v1/proposals/{start.reference}/lineage/").json()
        told = {(tie["proposal"]["title"], tie["kind"], tie["other"]["title"]) for tie in found["ties"]}
        assert told == {
            ("Term 2", "renews", "Term 1"),
            ("Term 3", "renews", "Term 2"),
            ("Rival", "rival of", "Term 2"),
        }
    page = client.get(f"/proposals/{drafts[0].reference}/").content.decode()
    for other in drafts[1:]:
        assert f'href="/proposals/{drafts[0].reference}/compare/{other.reference}/"' in page


def test_neither_leads_to_what_is_hidden(drafts: list[Proposal]) -> None:
    client, hidden = signed_in(), make.negotiation(restricted=True)
    secret = make.proposal(hidden, title="Secret")
    row = make.proposal(drafts[0].negotiation).lineage.model(
        negotiation=drafts[0].negotiation,
        proposal=secret,
        other=drafts[0],
        kind=LineageKind.RIVAL_OF,
        claim=make.claim(drafts[0].negotiation),
        recorded_at=make.NOW,
    )
    row.save()
    first, nobody = drafts[0].reference, "P-999999"
    assert "Secret" not in client.get(f"/api/v1/proposals/{first}/lineage/").content.decode()
    for front in ("/api/v1/proposals", "/proposals"):
        found = client.get(f"{front}/{first}/compare/{secret.reference}/")
        missing = client.get(f"{front}/{first}/compare/{nobody}/")
        assert found.status_code == missing.status_code == 404
    for query in ({"as_of": "yesterday"}, {"as": "2025-04-14T00:00:00Z"}):
        assert client.get(f"/api/v1/proposals/{first}/lineage/", query).status_code == 400


def test_a_comparison_takes_as_many_statements_for_three_conditions_as_for_one(db: None) -> None:
    client, home = signed_in(), make.negotiation()
    client.get("/api/v1/proposals/")
    counts = []
    for number in (1, 3):
        one, other = alike(home, number), alike(home, number)
        with CaptureQueriesContext(connection) as statements:
            found = client.get(f"/api/v1/proposals/{one.reference}/compare/{other.reference}/").json()
        assert len(found["points"]) == number
        counts.append(len(statements))
    assert counts[0] == counts[1]


def alike(home: Negotiation, conditions: int) -> Proposal:
    proposal = make.proposal(home)
    for number in range(conditions):
        make.condition(proposal, text=f"Asked {number}", issue_code="XSanc", demanded_by=make.party())
    return proposal
