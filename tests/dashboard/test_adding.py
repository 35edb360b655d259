"""Add by hand: every kind with its own form, in a negotiation one may write to."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from negotiations.enums import MemberRole
from negotiations.models import Article, Claim, Event, EventPart, Negotiation, Proposal
from tests import factories as make
from tests.dashboard.forms import NEW_CLAIM, faults, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
KINDS = ("event", "meeting", "statement", "document", "proposal")


@pytest.fixture
def home(db: None) -> Negotiation:
    return make.negotiation(name="Talks")


def sent(page: Client, home: Negotiation, way: str, **given: Any) -> Any:
    return page.post(f"/add/{way}/?negotiation={home.reference}", {**NEW_CLAIM, **given})


def newest(model: Any) -> Any:
    return model.objects.unscoped(reason="test").latest("pk")


def test_the_page_leads_to_every_form_of_the_negotiation_chosen(page: Client, home: Negotiation) -> None:
    other = make.negotiation(name="Other talks")
    shown = plain(page.get("/add/", {"negotiation": home.reference}))
    for kind in KINDS:
        address = f"/add/{kind}/?negotiation={home.reference}"
        assert f'href="{address}"' in shown
        assert page.get(address).status_code == 200
    assert other.name in shown


def test_who_may_write_nowhere_is_told_so_and_given_no_form(home: Negotiation) -> None:
    client, guest = Client(), make.user(is_staff=False)
    make.member(home, guest, MemberRole.READER)
    client.force_login(guest)
    assert "There is no negotiation you may write to." in plain(client.get("/add/"))
    for kind in KINDS:
        assert client.get(f"/add/{kind}/?negotiation={home.reference}").status_code == 403
    hidden = make.negotiation(restricted=True)
    assert client.get(f"/add/event/?negotiation={hidden.reference}").status_code == 404


def test_an_event_with_its_day_and_its_proposals(page: Client, home: Negotiation) -> None:
    truce = make.proposal(home)
    given = {"category": "ASSAULT", "occurred_on": "2025-04-13", "where": "Sumy", "proposals": [truce.pk]}
    assert sent(page, home, "event", title="A strike", **given).status_code == 302
    event = newest(Event)
    assert (event.title, event.category, str(event.occurred_on), event.place) == (
        "A strike",
        "ASSAULT",
        "2025-04-13",
        "Sumy",
    )
    assert "A strike" in plain(page.get(f"/proposals/{truce.reference}/"))
    assert "occurred_on" in faults(sent(page, home, "event", title="T", category="AGREE", occurred_on="2025-04-20"))


def test_a_meeting_with_those_who_take_part_may_be_to_come(page: Client, home: Negotiation) -> None:
    north, south = make.party(name="North"), make.party(name="South")
    sent(page, home, "meeting", title="Round three", occurred_on="2025-04-20", with_parties=[north.pk, south.pk])
    event = newest(Event)
    parts = EventPart.objects.unscoped(reason="test").filter(event=event)
    assert (event.category, event.expected, {part.party for part in parts}) == ("CONSULT", True, {north, south})


def test_a_statement_is_a_claim_with_its_words_its_speaker_and_its_day(page: Client, home: Negotiation) -> None:
    north = make.party(name="North")
    sent(page, home, "statement", quotation="no way", asserted_by=north.pk, stated_on="2025-04-11")
    claim = newest(Claim)
    assert (claim.quotation, claim.asserted_by_party, str(claim.stated_on)) == ("no way", north, "2025-04-11")
    assert claim.article.title == NEW_CLAIM["article_title"]
    blank = dict.fromkeys(NEW_CLAIM, "")
    assert set(faults(sent(page, home, "statement", **blank))) >= {"assertion", "article_title", "source_name"}


def test_a_document_by_itself(page: Client, home: Negotiation) -> None:
    assert sent(page, home, "document", article_url="https://example.org/a").status_code == 302
    assert newest(Article).url == "https://example.org/a"
    assert not Claim.objects.unscoped(reason="test").exists()
    assert set(faults(sent(page, home, "document", article_title="", published_on=""))) == {
        "article_title",
        "published_on",
    }


def test_a_proposal_opens_on_its_own_page(page: Client, home: Negotiation) -> None:
    given = {"title": "Sea truce", "kind": "ceasefire", "status": "tabled", "status_reason": "Put on the table"}
    answer = sent(page, home, "proposal", **given)
    opened = newest(Proposal)
    assert (answer["Location"], opened.title, opened.status) == (
        f"/proposals/{opened.reference}/",
        "Sea truce",
        "tabled",
    )
    assert "Put on the table" in plain(page.get(answer["Location"]))
    assert set(faults(sent(page, home, "proposal"))) == {"title", "kind", "status", "status_reason"}
