"""One search over the whole record, on either engine: asked through the API, answered by the query module."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from negotiations.actions.conditions import revise_condition
from negotiations.actions.people import hold_role
from negotiations.actions.sources import record_article
from negotiations.enums import NameKind
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.kept import kept

ADDRESS = "/api/v1/search/"


def build() -> dict[str, Any]:
    home = make.negotiation()
    kyiv = make.party(name="Ukraine", iso_alpha3="UKR", names=[("Україна", "uk", NameKind.ALTERNATIVE)])
    leader = make.person(name="Volodymyr Zelenskyy", names=[("Володимир Зеленський", "uk", NameKind.TRANSLITERATION)])
    hold_role(person=leader, party=kyiv, title="President", actor=None, now=make.NOW)
    article = record_article(
        source=make.source(name="Élan News"),
        title="Talks go on",
        published=WorldMoment.day(date(2025, 4, 14), make.KYIV),
        text="The envoys met. A corridor for grain was spoken of at length.",
        actor=None,
        now=make.NOW,
    )
    truce = make.proposal(home, title="Easter truce", short_title="Easter")
    make.proposal(home, title="Talks about a truce at Easter")
    make.condition(truce, text="Silence of the guns", demanded_by=kyiv)
    make.claim(home, article=article, assertion="Grain ships may pass", quotation="let them pass")
    make.event(home, title="Third round of talks", place="Istanbul", proposals=[truce])
    return {"truce": truce, "kyiv": kyiv, "article": article, "leader": leader, "user": make.user()}


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    with kept(build, django_db_blocker) as built:
        yield built


@pytest.fixture
def client(scene: dict[str, Any], db: None) -> Client:
    signed_in = Client()
    signed_in.force_login(scene["user"])
    return signed_in


def titles(client: Client, **asked: object) -> dict[str, list[str]]:
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == 200, answer.content
    return {group["kind"]: [hit["title"] for hit in group["hits"]] for group in answer.json()["groups"]}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("easter truce", {"proposals": ["Easter truce", "Talks about a truce at Easter"]}),
        ("EAST", {"proposals": ["Easter truce", "Talks about a truce at Easter"]}),
        ("ЗЕЛЕНСЬ", {"people": ["Volodymyr Zelenskyy"]}),
        ("zelenskyy volod", {"people": ["Volodymyr Zelenskyy"]}),
        ("україна", {"parties": ["Ukraine"]}),
        ("ukr", {"parties": ["Ukraine"]}),
        ("guns", {"conditions": ["Silence of the guns"]}),
        ("istanbul", {"events": ["Third round of talks"]}),
        ("let-them", {"claims": ["Grain ships may pass"]}),
        ("elan", {"articles": ["Talks go on"]}),
        ("grain", {"claims": ["Grain ships may pass"], "articles": ["Talks go on"]}),
        ("rain", {}),
        ("%", {}),
        ("'", {}),
        ("grain | truce", {}),
    ],
)
def test_every_word_begins_a_word_of_what_is_found(client: Client, words: str, found: dict[str, list[str]]) -> None:
    assert titles(client, q=words) == found


def test_what_is_called_so_stands_before_what_mentions_it_and_the_rest_is_told(client: Client) -> None:
    answer = client.get(ADDRESS, {"q": "talks", "size": 1}).json()
    assert [(group["kind"], [hit["title"] for hit in group["hits"]], group["more"]) for group in answer["groups"]] == [
        ("proposals", ["Talks about a truce at Easter"], False),
        ("events", ["Third round of talks"], False),
        ("articles", ["Talks go on"], False),
    ]
    assert client.get(ADDRESS, {"q": "truce", "size": 1}).json()["groups"][0]["more"] is True


def test_the_words_are_shown_where_the_title_does_not_have_them(client: Client, scene: dict[str, Any]) -> None:
    hits = {hit["kind"]: hit for group in client.get(ADDRESS, {"q": "grain"}).json()["groups"] for hit in group["hits"]}
    assert hits["articles"]["excerpt"] == "The envoys met. A corridor for grain was spoken of at length."
    assert (hits["claims"]["excerpt"], hits["claims"]["reference"]) == ("", scene["article"].reference)
    person = client.get(ADDRESS, {"q": "зелен"}).json()["groups"][0]["hits"][0]
    assert person["excerpt"] == "Володимир Зеленський"
    event = client.get(ADDRESS, {"q": "third"}).json()["groups"][0]["hits"][0]
    assert event["proposal"] == scene["truce"].reference


def test_kind_party_and_days_narrow_it(client: Client, scene: dict[str, Any]) -> None:
    assert titles(client, q="talks", kind="events") == {"events": ["Third round of talks"]}
    party = scene["kyiv"].pk
    assert titles(client, q="silence", party=party) == {"conditions": ["Silence of the guns"]}
    assert titles(client, q="volodymyr", party=party) == {"people": ["Volodymyr Zelenskyy"]}
    assert titles(client, q="talks", party=party) == {}
    assert titles(client, q="talks", party=987_654_321) == {}
    assert titles(client, q="talks", since="2025-04-14", until="2025-04-14", kind="articles") == {
        "articles": ["Talks go on"]
    }
    assert titles(client, q="talks", since="2025-04-15", kind="articles") == {}
    assert titles(client, q="ukraine", since="1900-01-01") == {}


@pytest.mark.parametrize("written", ["{}", " {} "])
def test_a_reference_is_answered_as_such(client: Client, scene: dict[str, Any], written: str) -> None:
    reference = scene["truce"].reference
    for asked in (written.format(reference), reference.lower(), reference.replace("-", "")):
        assert client.get(ADDRESS, {"q": asked}).json()["exact"]["title"] == "Easter truce"
    assert client.get(ADDRESS, {"q": "P-999999"}).json()["exact"] is None


def test_near_spellings_are_offered_only_where_nothing_is_found(client: Client) -> None:
    assert client.get(ADDRESS, {"q": "zelensky"}).json()["near"] == []
    assert client.get(ADDRESS, {"q": "zelinskyy"}).json()["near"] == ["zelenskyy"]
    assert client.get(ADDRESS, {"q": "eastir truse"}).json()["near"] == ["easter truce"]
    assert client.get(ADDRESS, {"q": "qqqqqq"}).json()["near"] == []


def test_a_revision_and_its_undoing_are_found_by_the_words_that_hold(client: Client, scene: dict[str, Any]) -> None:
    condition = scene["truce"].conditions.unscoped(reason="test").get()
    revise_condition(condition=condition, text="Cannons rest", reason="clearer", actor=None, now=make.NOW)
    assert (titles(client, q="guns"), titles(client, q="cannons")) == ({}, {"conditions": ["Cannons rest"]})


def test_the_kept_text_is_hashed(scene: dict[str, Any]) -> None:
    assert scene["article"].content_hash == "3f4bd136139bd4248daa1c40c4032fba3dd46bf75e17cce8973fe2e3170035fe"


def test_the_number_of_statements_is_the_same_however_much_is_found(client: Client) -> None:
    def statements(words: str) -> int:
        with CaptureQueriesContext(connection) as run:
            client.get(ADDRESS, {"q": words})
        return len(run)

    statements("talks")
    assert statements("grain") == statements("truce")


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({}, "q"),
        ({"q": "x", "kind": "nothing"}, "kind"),
        ({"q": "x", "size": "0"}, "size"),
        ({"q": "x", "since": "yesterday"}, "since"),
        ({"q": "a\x00b"}, "q"),
        ({"q": "x", "page": "2"}, "page"),
    ],
)
def test_what_cannot_be_asked_is_told(client: Client, asked: dict[str, str], parameter: str) -> None:
    answer = client.get(ADDRESS, asked)
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, parameter)


def test_on_a_past_day_only_what_stood_then(client: Client) -> None:
    assert titles(client, q="truce", as_of="2025-01-01T00:00:00Z") == {}
