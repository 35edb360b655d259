from __future__ import annotations

import re

import pytest
from django.test import Client

from negotiations.models import Proposal, User
from tests import factories as make
from tests.dashboard.conftest import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def truces(reader: User) -> list[Proposal]:
    home = make.negotiation()
    return [make.proposal(home, title=f"Élan truce {n}") for n in range(5)]


def test_the_best_three_then_all_of_a_kind_with_the_words_marked(page: Client, truces: list[Proposal]) -> None:
    text = page.get("/search/?q=elan").content.decode()
    assert text.count("<mark>Élan</mark>") == 3
    address = re.search(r'href="(\?q=elan[^"]*)"', text)
    assert address is not None
    whole = page.get(f"/search/{address[1].replace('&amp;', '&')}").content.decode()
    assert whole.count("<mark>Élan</mark>") == 5
    assert f'href="/proposals/{truces[0].reference}/"' in whole


def test_a_reference_goes_straight_to_its_page(page: Client, truces: list[Proposal]) -> None:
    reference = truces[0].reference
    answer = page.get("/search/", {"q": reference.lower()})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/proposals/{reference}/")
    condition = make.condition(truces[1])
    answer = page.get("/search/", {"q": condition.reference})
    assert answer.headers["Location"] == f"/proposals/{truces[1].reference}/#{condition.reference.lower()}"


def test_nothing_found_offers_near_spellings_and_to_add(page: Client, truces: list[Proposal]) -> None:
    text = page.get("/search/", {"q": "trucee"}).content.decode()
    assert 'href="?q=truce"' in text
    assert 'href="/add/"' in text[text.index("blank-t") :]


@pytest.mark.parametrize("asked", ["kind=war", "since=soon", "colour=red", "q=a%00b"])
def test_what_is_not_understood_is_told_and_nothing_shown(page: Client, truces: list[Proposal], asked: str) -> None:
    answer = page.get(f"/search/?{'' if 'q=' in asked else 'q=elan&'}{asked}")
    assert (answer.status_code, "<mark>" in answer.content.decode()) == (400, False)


def test_what_was_typed_stays_text(page: Client, reader: User) -> None:
    for address in ("/search/", "/search/offers/"):
        assert "<script>" not in page.get(address, {"q": "<script>x</script>"}).content.decode().replace(
            "<script src", ""
        )


def test_search_or_go_to_offers_what_is_found_then_pages(page: Client, truces: list[Proposal]) -> None:
    text = page.get("/search/offers/", {"q": "truce 4"}).content.decode()
    assert f'data-href="/proposals/{truces[4].reference}/"' in text
    assert 'data-href="/search/?q=truce%204"' in text
    assert 'data-href="/timeline/"' in page.get("/search/offers/", {"q": "time"}).content.decode()
    assert 'data-href="/add/"' in page.get("/search/offers/").content.decode()


def test_the_page_costs_the_same_for_one_and_for_many(page: Client, truces: list[Proposal]) -> None:
    assert statements(page, "/search/?q=elan+truce+1") == statements(page, "/search/?q=elan&kind=")


def test_statements_and_documents_lead_to_their_pages(page: Client, reader: User) -> None:
    claim = make.claim(make.negotiation(), assertion="Grain may pass", article=make.article(title="Grain talks"))
    text = page.get("/search/?q=grain").content.decode()
    for address in (f"/articles/{claim.article.reference}/", f"/claims/{claim.pk}/"):
        assert f'href="{address}"' in text
        assert page.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/search/?q=elan", "/proposals/?q=elan"])
def test_words_of_today_do_not_answer_for_what_was_known_then(
    page: Client, truces: list[Proposal], address: str
) -> None:
    answer = page.get(f"{address}&as_of=2025-04-14&known_at=2025-04-14")
    assert (answer.status_code, "Words are searched for as they stand today" in answer.content.decode()) == (400, True)
    assert page.get(f"{address}&as_of=2025-04-14").status_code == 200
    told = page.get("/api/v1/search/?q=elan&known_at=2025-04-14T09:00:00Z")
    assert (told.status_code, told.json()["errors"][0]["parameter"]) == (400, "known_at")
