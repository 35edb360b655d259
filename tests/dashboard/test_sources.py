"""Sources, documents and claims: the lists, what a document says and cites, and what rests on it alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.claims import mark_claim
from negotiations.actions.people import hold_role
from negotiations.actions.positions import take_position
from negotiations.enums import ClaimStanding, Reliability, Stance
from negotiations.models import ReadRecord, User
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.dashboard.conftest import statements
from tests.dashboard.test_parties import plain

pytestmark = pytest.mark.django_db
ON: dict[str, Any] = {"actor": None, "now": make.NOW}


class Scene:
    """A gazette's report by way of an agency, kept in full, with two claims; another paper confirms one of them."""

    def __init__(self) -> None:
        self.home = make.negotiation(name="Talks")
        self.gazette, self.agency = make.source(name="The Gazette"), make.source(name="The Agency")
        self.report = make.article(
            source=self.gazette,
            cites=self.agency,
            title="They agreed",
            text="They agreed. “We stop on Friday,” she said.",
            retrieved_at=make.NOW,
            reliability=Reliability.B,
            reliability_reason="Mostly right so far.",
        )
        self.envoy = make.person(name="Vera Vale")
        hold_role(person=self.envoy, party=make.party(), title="Envoy", since_on=date(2025, 1, 1), **ON)
        day = WorldMoment.day(date(2025, 4, 10), make.KYIV)
        of_it = {"article": self.report, "stated": day}
        self.stop = make.claim(
            self.home, assertion="It stops", quotation="We stop on Friday", asserted_by_person=self.envoy, **of_it
        )
        self.deal = make.claim(self.home, assertion="There is a deal", **of_it)
        self.other = make.claim(self.home, assertion="A second paper says so", stated=day)
        self.truce = make.proposal(self.home, title="Truce", claim=self.deal, stated=day)
        self.north = make.party(name="Norland")
        for claim in (self.stop, self.other):
            take_position(proposal=self.truce, party=self.north, stance=Stance.ACCEPTS, claim=claim, **ON)


def test_a_document_with_its_text_its_claims_and_what_rests_on_it_alone(page: Client, scene: Scene) -> None:
    answer = page.get(f"/articles/{scene.report.reference}/")
    text, html = plain(answer), answer.content.decode()
    assert "The Gazette, citing The Agency" in text
    assert "B: usually reliable: Mostly right so far." in text
    assert f'<a href="#claim-{scene.stop.pk}"><mark>We stop on Friday</mark></a>' in html
    assert [claim.assertion for claim in answer.context["found"].claims] == ["There is a deal", "It stops"]
    assert [(row.noun, row.page) for row in answer.context["found"].alone] == [("status", scene.truce.reference)]


def test_once_the_other_claim_fell_the_position_rests_on_the_document_alone(page: Client, scene: Scene) -> None:
    mark_claim(claim=scene.other, standing=ClaimStanding.WITHDRAWN, reason="Never said.", **ON)
    found = page.get(f"/articles/{scene.report.reference}/").context["found"]
    assert [row.noun for row in found.alone] == ["status", "position"]


def test_a_claim_with_its_speaker_its_judgements_and_what_it_carries(page: Client, scene: Scene) -> None:
    mark_claim(claim=scene.stop, standing=ClaimStanding.DISPUTED, reason="Others deny it.", **ON)
    answer = page.get(f"/claims/{scene.stop.pk}/")
    text = plain(answer)
    assert "Vera Vale, Envoy, Thu 10 Apr" in text
    assert "Others deny it." in text
    assert "Mon 14 Apr 12:00, Parley" in text
    own = make.claim(scene.home, article=scene.report, actor=make.user(name="Rae Clerk"))
    assert "Mon 14 Apr 12:00, Rae Clerk" in plain(page.get(f"/claims/{own.pk}/"))
    assert ([row.noun for row in answer.context["also"]], answer.context["alone"]) == (["position"], [])
    assert f"/claims/{scene.stop.pk}/judge/" in answer.content.decode()


def test_chips_of_a_proposal_lead_to_the_claim_in_its_document(page: Client, scene: Scene) -> None:
    html = page.get(f"/proposals/{scene.truce.reference}/").content.decode()
    assert f'href="/articles/{scene.report.reference}/#claim-{scene.deal.pk}"' in html


def test_a_source_lists_its_own_documents_and_those_that_cite_it(page: Client, scene: Scene) -> None:
    own = page.get(f"/sources/{scene.gazette.pk}/").context["found"]
    citing = page.get(f"/sources/{scene.agency.pk}/").context["found"]
    assert [(row.article.title, row.claims, row.kept) for row in own.articles] == [("They agreed", 2, True)]
    assert "Yes Last looked at Mon 14 Apr" in plain(page.get("/articles/"))
    assert ([row.article.title for row in citing.citing], citing.articles, own.citing) == (["They agreed"], [], [])


def test_a_past_day(page: Client, scene: Scene) -> None:
    address = f"/articles/{scene.report.reference}/"
    early = page.get(f"{address}?as_of=2025-04-09").context["found"]
    assert (early.claims, early.alone) == ([], None)
    assert page.get(f"{address}?known_at=2025-04-10").status_code == 404
    assert "judge/" not in page.get(f"/claims/{scene.stop.pk}/?as_of=2025-04-14").content.decode()


@pytest.mark.parametrize(
    ("noun", "query"),
    [
        ("sources", "ownership=unknown&ordering=-name"),
        ("articles", "cites={agency}"),
        ("articles", "q=agreed&ordering=title"),
        ("claims", "article={report}&ordering=-stated_at"),
        ("claims", "standing__in=supported,disputed&ordering=id"),
    ],
)
def test_page_and_api_list_the_same(page: Client, scene: Scene, noun: str, query: str) -> None:
    asked = query.format(agency=scene.agency.pk, report=scene.report.reference)
    api = page.get(f"/api/v1/{noun}/?{asked}&page_size=50").json()["results"]
    listed = page.get(f"/{noun}/?{asked}").context["records"]
    assert [getattr(row, "article", row).id if noun == "articles" else row.id for row in listed] == [
        row["id"] for row in api
    ]
    assert listed


def test_reading_a_restricted_document_is_kept_and_nobody_else_reads_it(
    page: Client, reader: User, scene: Scene
) -> None:
    closed = make.negotiation(restricted=True)
    hidden = make.article(negotiation=closed, title="Quorvandel", cites=scene.agency)
    claim = make.claim(closed, article=scene.report, assertion="Quorvandel")
    for address in (f"/articles/{hidden.reference}/", f"/claims/{claim.pk}/", f"/sources/{hidden.source_id}/"):
        assert page.get(address).status_code == 404
    for address in ("/articles/", "/claims/", "/sources/", f"/articles/{scene.report.reference}/"):
        assert "Quorvandel" not in page.get(address).content.decode()
    make.member(closed, reader)
    assert page.get(f"/articles/{hidden.reference}/").status_code == 200
    reads = ReadRecord.objects.unscoped(reason="test").filter(negotiation=closed)
    assert list(reads.values_list("what", flat=True)) == [f"article {hidden.reference}"]


def test_three_rows_cost_as_many_statements_as_one(page: Client, scene: Scene) -> None:
    addresses = (
        "/sources/",
        "/articles/",
        "/claims/",
        f"/sources/{scene.gazette.pk}/",
        f"/articles/{scene.report.reference}/",
        f"/claims/{scene.stop.pk}/",
    )
    before = [statements(page, address) for address in addresses]
    for _n in range(2):
        make.article(source=scene.gazette, cites=scene.agency)
        more = make.claim(scene.home, article=scene.report, asserted_by_person=scene.envoy)
        take_position(proposal=scene.truce, party=scene.north, stance=Stance.ACCEPTS, claim=more, **ON)
        take_position(proposal=scene.truce, party=scene.north, stance=Stance.REJECTS, claim=scene.stop, **ON)
    assert [statements(page, address) for address in addresses] == before
