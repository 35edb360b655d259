"""Writing over HTTP: a fact with its claim in one request, over the version that was read, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse

from negotiations.models import Article, Change, Claim, Position, Proposal
from negotiations.queries.audit import discrepancies, verify_chain
from tests import factories as make
from tests.api.conftest import ApiClient
from tests.world import World

JSON = "application/json"
NEW_CLAIM = {
    "article": {"source": {"name": "Outlet of tomorrow"}, "title": "Talks go on", "published": {"on": "2025-04-12"}},
    "assertion": "They go on.",
    "evidence": "report",
}


def post(api: ApiClient, address: str, body: Any, **headers: str) -> HttpResponse:
    return api.post(
        address, body, content_type=JSON, headers={name.replace("_", "-"): headers[name] for name in headers}
    )


def tag_of(api: ApiClient, address: str) -> str:
    return api.get(address).headers["ETag"]


@pytest.fixture
def offer(talks: World) -> str:
    return f"/api/v1/proposals/{talks.proposal.reference}/"


def test_a_position_is_taken_with_its_claim_article_and_outlet(api: ApiClient, talks: World, offer: str) -> None:
    body = {"party": talks.parties[0].pk, "stance": "considering", "claim": NEW_CLAIM}
    answer = post(api, f"{offer}positions/", body)
    assert answer.status_code == 201, answer.content
    taken = answer.json()
    assert (taken["stance"], taken["party"]["id"], taken["proposal"]["reference"]) == (
        "considering",
        talks.parties[0].pk,
        talks.proposal.reference,
    )
    # Stated when the claim was: on the day the article came out, in the zone of the talks.
    assert (taken["stated_on"], taken["stated_zone"]) == ("2025-04-12", make.KYIV)
    assert taken["claim"]["article"]["source"]["name"] == "Outlet of tomorrow"
    read = api.get(answer.headers["Location"])
    assert (read.content, read.headers["ETag"]) == (answer.content, answer.headers["ETag"])
    newest = Change.objects.unscoped(reason="test").latest("sequence")
    assert (newest.kind, newest.actor, newest.claim_id) == ("position.taken", talks.lead, taken["claim"]["id"])
    assert (list(discrepancies()), verify_chain().broken_at) == ([], None)


def test_what_a_refused_fact_rests_on_is_not_recorded_either(api: ApiClient, talks: World, offer: str) -> None:
    rows = verify_chain().rows, Claim.objects.unscoped(reason="test").count()
    body = {"party": talks.parties[0].pk, "stance": "accepts", "dissent": True, "claim": NEW_CLAIM}
    answer = post(api, f"{offer}positions/", body)
    assert (answer.status_code, [fault["pointer"] for fault in answer.json()["errors"]]) == (422, ["/person"])
    assert (verify_chain().rows, Claim.objects.unscoped(reason="test").count()) == rows


def test_a_proposal_is_opened_and_read_back(api: ApiClient, talks: World) -> None:
    body = {
        "negotiation": talks.negotiation.reference,
        "title": "A pause",
        "kind": "ceasefire",
        "status": "tabled",
        "status_reason": "It was handed over.",
        "opened": {"at": "2025-04-12T10:30:00+03:00"},
        "claim": NEW_CLAIM,
    }
    answer = post(api, "/api/v1/proposals/", body)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["title"], made["status"], made["opened_at"], made["opened_precision"]) == (
        "A pause",
        "tabled",
        "2025-04-12T07:30:00Z",
        "minute",
    )
    assert answer.headers["Location"].endswith(f"/api/v1/proposals/{made['reference']}/")


def test_a_revision_wants_the_version_that_was_read(api: ApiClient, talks: World, offer: str) -> None:
    body = {"title": "A better title", "stage": None, "reason": "The sides now call it so."}
    assert api.patch(offer, body, content_type=JSON).status_code == 428
    assert api.patch(offer, body, content_type=JSON, headers={"If-Match": "*"}).status_code == 428
    tag = tag_of(api, f"{offer}?fields=title")
    assert api.patch(offer, body, content_type=JSON, headers={"If-Match": f"W/{tag}"}).status_code == 412
    done = api.patch(offer, body, content_type="application/merge-patch+json", headers={"If-Match": tag})
    assert (done.status_code, done.json()["title"]) == (200, "A better title")
    assert done.headers["ETag"] == tag_of(api, offer)
    late = api.patch(offer, {**body, "title": "Too late"}, content_type=JSON, headers={"If-Match": tag})
    assert (late.status_code, late.json()["type"]) == (412, "urn:parley:problem:stale")
    assert Proposal.objects.unscoped(reason="test").get(pk=talks.proposal.pk).title == "A better title"


def test_a_status_follows_or_the_moves_allowed_are_named(api: ApiClient, talks: World, offer: str) -> None:
    claim = make.claim(talks.negotiation)
    body = {"status": "collapsed", "reason": "Fighting resumed.", "claim": claim.pk}
    done = post(api, f"{offer}status/", body, If_Match=tag_of(api, offer))
    assert (done.status_code, done.json()["status"]) == (200, "collapsed")
    assert done.json()["status_changes"][-1]["claim"]["id"] == claim.pk
    refused = post(api, f"{offer}status/", {**body, "status": "in force"}, If_Match=done.headers["ETag"])
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (409, "/status")
    assert "cannot become “in force”" in refused.json()["errors"][0]["detail"]


BODIES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({}, [("/party", "missing"), ("/stance", "missing"), ("/claim", "missing")]),
    (
        {"party": "UKRAINE", "stance": "loves", "claim": {"article": "X-1", "assertion": "", "evidenz": 1}},
        [
            ("/claim/evidenz", "unknown"),
            ("/party", "invalid"),
            ("/stance", "invalid"),
            ("/claim/article", "invalid"),
            ("/claim/assertion", "invalid"),
            ("/claim/evidence", "missing"),
        ],
    ),
    ({"party": 10**18, "stance": "accepts", "claim": 10**18}, [("/party", "unknown"), ("/claim", "unknown")]),
    ({"party": 2**63, "stance": "accepts", "claim": True}, [("/party", "invalid"), ("/claim", "invalid")]),
    (
        {"party": 1, "stance": "accepts", "claim": 1, "stated": {"on": "0001-01-01"}, "note": "nul \0"},
        [("/note", "invalid"), ("/stated/on", "invalid")],
    ),
    (
        {"party": 1, "stance": "accepts", "claim": 1, "stated": {"at": "2025-03-30T03:30:00"}},
        [("/stated/at", "invalid")],
    ),
    (
        {"party": 1, "stance": "accepts", "claim": 1, "stated": {"on": "2025-04-14", "zone": "Mars/Olympus"}},
        [("/stated/zone", "invalid")],
    ),
]


@pytest.mark.parametrize(("body", "faults"), BODIES)
def test_every_fault_of_a_body_is_told_with_its_place(
    api: ApiClient, offer: str, body: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    answer = post(api, f"{offer}positions/", body)
    assert answer.status_code in {400, 422}
    assert sorted((fault["pointer"], fault["code"]) for fault in answer.json()["errors"]) == sorted(faults)


UNREADABLE: list[tuple[bytes, str, int]] = [
    (b'{"party": "\\ud800"}', JSON, 400),
    (b'{"party": 1e999}', JSON, 400),
    (b"[" * 50_000, JSON, 400),
    (b'{"a":' * 41 + b"1" + b"}" * 41, JSON, 400),
    (b"\xff\xfe", JSON, 400),
    (b"[]", JSON, 400),
    (b'"' + b"x" * 3_000_000 + b'"', JSON, 413),
    (b"party: 1", "text/yaml", 415),
]


@pytest.mark.parametrize(("body", "kind", "status"), UNREADABLE, ids=[str(each[0][:20]) for each in UNREADABLE])
def test_a_body_that_cannot_be_read_is_refused(api: ApiClient, offer: str, body: bytes, kind: str, status: int) -> None:
    assert api.generic("POST", f"{offer}positions/", body, content_type=kind).status_code == status


def test_nothing_is_written_on_another_day(api: ApiClient, offer: str) -> None:
    answer = post(api, f"{offer}positions/?as_of=2025-04-01T00:00:00Z", {})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "as_of")


def test_whoever_may_not_write_is_told_so_and_what_is_hidden_is_absent(talks: World, offer: str) -> None:
    hidden = make.proposal(make.negotiation(restricted=True))
    reader, staff = ApiClient(), ApiClient()
    outsider = make.user(is_staff=False)
    make.member(talks.negotiation, outsider, role="reader")
    reader.force_login(outsider)
    staff.force_login(make.user())
    body = {"party": talks.parties[0].pk, "stance": "accepts", "claim": make.claim(talks.negotiation).pk}
    assert post(reader, f"{offer}positions/", {**body, "party": 1}).status_code in {403, 422}
    shut, missing = (
        post(staff, f"/api/v1/proposals/{reference}/positions/", body) for reference in (hidden.reference, "P-999")
    )
    assert shut.status_code == missing.status_code == 404
    bodies = [{**body, "claim": key} for key in (make.claim(hidden.negotiation).pk, 10**15)]
    answers = [post(staff, f"{offer}positions/", each).json()["errors"] for each in bodies]
    assert answers[0] == answers[1]


def test_articles_of_a_restricted_negotiation_stay_within_it(talks: World) -> None:
    home = make.negotiation(restricted=True)
    make.member(home, talks.lead)
    api = ApiClient()
    api.force_login(talks.lead)
    address = f"/api/v1/proposals/{make.proposal(home).reference}/positions/"
    answer = post(api, address, {"party": make.party(negotiation=home).pk, "stance": "accepts", "claim": NEW_CLAIM})
    assert answer.status_code == 201
    article = Article.objects.unscoped(reason="test").get(title="Talks go on")
    assert (article.negotiation, article.source.negotiation) == (home, home)
    assert Position.objects.unscoped(reason="test").get(pk=answer.json()["id"]).negotiation == home
