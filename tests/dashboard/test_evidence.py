"""The claim that a fact rests on, looked for by its words: what was typed stays, and nothing is saved meanwhile."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from negotiations.models import Change, Claim, Proposal, User
from tests import factories as make
from tests.dashboard.forms import NEW_CLAIM, faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def truce(reader: User) -> Proposal:
    proposal = make.proposal()
    for words in ("Observers were turned away.", "The road is open.", "Obsérvers came back."):
        make.claim(proposal.negotiation, assertion=words)
    return proposal


def offered(body: str) -> dict[str, bool]:
    """The claims that the form offers, and whether each is the one chosen."""
    choices = re.search(r'<select name="claim".*?</select>', body, re.DOTALL)
    assert choices is not None
    found = re.findall(r'<option value="\d+"( selected)?>(.*?)</option>', choices[0])
    return {words.split(": ", 1)[1].split(" (")[0]: bool(selected) for selected, words in found}


@pytest.mark.parametrize(
    ("page_of", "typed"),
    [
        ("status/", {"status": "tabled", "reason": "As was said"}),
        ("deadlines/add/", {"title": "A reply", "expression": "25 April 2025"}),
    ],
)
def test_a_claim_is_looked_for_by_its_words(page: Client, truce: Proposal, page_of: str, typed: dict[str, str]) -> None:
    address = f"/proposals/{truce.reference}/{page_of}"
    assert len(offered(page.get(address).content.decode())) == 4
    before = Change.objects.unscoped(reason="test").count()
    road = Claim.objects.unscoped(reason="test").get(assertion="The road is open.")
    asked = {**typed, "rests_on": "known", "claim_words": "obser", "look_up": "claim"}
    answer = page.post(address, asked)
    assert (answer.status_code, answer.context["form"].errors) == (200, {})
    assert offered(answer.content.decode()) == {"Obsérvers came back.": False, "Observers were turned away.": False}
    again = page.post(address, {**asked, "claim": str(road.pk)}).content.decode()
    assert offered(again) == {
        "Obsérvers came back.": False,
        "Observers were turned away.": False,
        "The road is open.": True,
    }
    assert [words for words in (*typed.values(), "obser") if words not in again] == []
    assert Change.objects.unscoped(reason="test").count() == before


def test_a_script_gets_only_what_was_found_and_a_document_is_looked_for_too(page: Client, truce: Proposal) -> None:
    address = f"/proposals/{truce.reference}/status/"
    report = make.article(title="Réport of the observers")
    chosen = make.article(title="Minutes")
    asked = {"rests_on": "new", "article_words": "report obs", "article": str(chosen.pk), "look_up": "article"}
    found = page.post(address, asked, headers={"HX-Request": "true"})
    body = found.content.decode()
    assert (found.status_code, body.lstrip().startswith("<select")) == (200, True)
    assert re.findall(r'<option value="(?:\d+)?"( selected)?>([^<]*)<', body) == [
        ("", "a new document"),
        ("", f"{report.reference} Réport of the observers"),
        (" selected", f"{chosen.reference} Minutes"),
    ]
    assert "2 found" in body
    # Without script the same button draws the whole page.
    whole = page.post(address, asked).content.decode()
    assert ("<html" in whole, "Réport of the observers" in whole, 'value="report obs"' in whole) == (True, True, True)


def test_an_outlet_that_is_on_record_is_chosen_and_not_named_anew(page: Client, truce: Proposal) -> None:
    make.source(name=NEW_CLAIM["source_name"])
    typed = {"party": make.party().pk, "attribute": "ends", "value": "On Friday", **NEW_CLAIM}
    answer = page.post(f"/proposals/{truce.reference}/accounts/add/", typed)
    assert faults(answer) == {"source_name": ["“Ministry” is on record already; choose it."]}
