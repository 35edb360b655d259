"""One restricted negotiation with a word of its own in every text: nobody outside it ever reads that word.

Whatever exists but is hidden answers exactly as what does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice

import pytest
from django.db.models import Model
from django.test import Client
from pytest_django import DjangoDbBlocker

from negotiations import models
from negotiations.api.nouns import router
from negotiations.filters.offers import Among
from tests import factories as make
from tests import world
from tests.addresses import pages
from tests.kept import kept

WORD = "quorvandel"
NEVER = 987_654_321


def an_open_and_a_restricted_one() -> world.World:
    world.build()
    return world.build(restricted=True, mark=WORD)


@pytest.fixture(scope="module")
def kept_hidden(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[world.World]:
    with kept(an_open_and_a_restricted_one, django_db_blocker) as built:
        yield built


@pytest.fixture
def hidden(kept_hidden: world.World, db: None) -> world.World:
    """A restricted negotiation beside an open one."""
    return deepcopy(kept_hidden)


@pytest.fixture(params=["staff", "member of nothing"])
def outsider(request: pytest.FixtureRequest, hidden: world.World) -> Client:
    client = Client()
    client.force_login(make.user(is_staff=request.param == "staff"))
    return client


def test_the_word_stands_in_every_text_there_is(hidden: world.World) -> None:
    """The proof below is worth what the word is in: each noun, as a member of the negotiation reads it."""
    member = Client()
    member.force_login(hidden.lead)
    silent = [
        noun
        for noun, _, _ in router.registry
        if WORD not in member.get(f"/api/v1/{noun}/?page_size=200").content.decode()
    ]
    # Nobody watches anything yet, no alert was raised, and no program was let in or told.
    assert silent == ["subscriptions", "alerts", "tokens", "webhooks", "webhook-messages"]


def test_no_list_shows_the_word(outsider: Client) -> None:
    for noun, view, _ in router.registry:
        dated = ["as_of=2025-04-15T00:00:00Z"] if view.dated else []
        for query in ("", "page_size=200&count=exact", *dated):
            assert WORD not in outsider.get(f"/api/v1/{noun}/?{query}").content.decode(), noun


def test_a_hidden_record_answers_as_an_absent_one(outsider: Client) -> None:
    for noun, view, _ in router.registry:
        for lookup in hidden_keys(view.shape.model, view.lookup_field):
            absent = "Z-987654321" if view.lookup_field == "reference" else NEVER
            found = outsider.get(f"/api/v1/{noun}/{lookup}/")
            missing = outsider.get(f"/api/v1/{noun}/{absent}/")
            assert found.status_code == missing.status_code == 404, (noun, lookup)
            assert plain(found.content) == plain(missing.content)


def test_a_filter_on_a_hidden_record_answers_as_on_an_absent_one(outsider: Client) -> None:
    for noun, view, _ in router.registry:
        for name, each in view.filters.get_filters().items():
            if not isinstance(each, Among) or each.many:
                continue
            absent = "Z-987654321" if each.key == "reference" else str(NEVER)
            for lookup in hidden_keys(each.target, each.key):
                found = outsider.get(f"/api/v1/{noun}/", {name: lookup})
                missing = outsider.get(f"/api/v1/{noun}/", {name: absent})
                assert found.status_code == 200, found.content
                assert found.json()["results"] == missing.json()["results"] == [], (noun, name)


def test_a_filter_on_a_hidden_party_leaves_nothing_even_where_a_visible_row_names_it(hidden: world.World) -> None:
    """Actions refuse such a row; were there one all the same, the filter must not confirm it."""
    visible = make.proposal()
    seat = models.Involvement(
        negotiation=visible.negotiation,
        proposal=visible,
        party=hidden.parties[0],
        role="mediator",
        claim=make.claim(visible.negotiation),
        status=visible.status,
        recorded_at=make.NOW,
    )
    seat.save()
    client = Client()
    client.force_login(make.user())
    assert client.get("/api/v1/proposals/", {"party": str(hidden.parties[0].pk)}).json()["results"] == []
    assert client.get("/api/v1/proposals/", {"party": "RUS"}).json()["results"] == []


def test_no_search_finds_the_word(outsider: Client) -> None:
    for noun, view, _ in router.registry:
        if "q" in view.filters.get_filters():
            assert outsider.get(f"/api/v1/{noun}/", {"q": WORD}).json()["results"] == []


def test_the_search_of_everything_finds_neither_the_word_nor_what_is_named(
    outsider: Client, hidden: world.World
) -> None:
    for asked in (WORD, WORD[:5], WORD.replace("v", "w")):
        assert outsider.get("/api/v1/search/", {"q": asked}).json() == {"exact": None, "groups": [], "near": []}
        page = outsider.get("/search/", {"q": asked})
        assert (page.status_code, 'class="card hits"' in page.content.decode()) == (200, False)
    for reference in (key for model in NOUNS for key in hidden_keys(model, "reference")):
        # As words it may stand in what is open: "C-2" begins the words of "Claim 25".
        found = outsider.get("/api/v1/search/", {"q": reference}).json()
        homes = {hit["negotiation"] for group in found["groups"] for hit in group["hits"]}
        assert (found["exact"], hidden.negotiation.reference in homes) == (None, False), reference
        assert WORD not in outsider.get("/search/", {"q": reference}).content.decode(), reference
    assert WORD[:5] not in outsider.get("/search/offers/", {"q": "Truce"}).content.decode()
    party = {"party": str(hidden.parties[0].pk)}
    assert outsider.get("/api/v1/search/", {"q": "Truce", **party}).json()["groups"] == []


def test_no_page_shows_the_word(outsider: Client, hidden: world.World) -> None:
    """Every address there is, filled in with a hidden row of each noun: what hides a row is its noun.

    Of what has a reference two, for addresses that name two.
    """
    references, ids = (
        sorted({key for model in NOUNS for key in islice(hidden_keys(model, field), most)})
        for field, most in (("reference", 2), ("pk", 1))
    )
    asked = list(pages(references, ids))
    assert len(asked) > 400
    for address in asked:
        answer = outsider.get(address, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert WORD not in body.decode(errors="replace"), address


def test_whoever_is_shut_out_reads_nothing_any_more(hidden: world.World) -> None:
    client = Client()
    member = make.user()
    make.member(hidden.negotiation, member)
    client.force_login(member)
    assert WORD in client.get("/api/v1/proposals/").content.decode()
    tag = client.get("/api/v1/parties/").headers["ETag"]
    membership = models.Membership.objects.unscoped(reason="test").filter(user=member)
    membership.delete()
    assert WORD not in client.get("/api/v1/proposals/").content.decode()
    again = client.get("/api/v1/parties/", headers={"If-None-Match": tag})
    assert (again.status_code, WORD in again.content.decode()) == (200, False)


NOUNS: list[type[Model]] = [
    models.Negotiation,
    models.Proposal,
    models.Condition,
    models.Article,
    models.Deadline,
    models.Event,
    models.Party,
    models.Person,
    models.Claim,
]


# Each person's own, in no negotiation: tests/api/test_tokens.py and test_webhooks.py hold them against others.
PERSONAL: list[type[Model]] = [models.ApiToken, models.Webhook, models.WebhookMessage]


def hidden_keys(model: type[Model], field: str) -> Iterator[str]:
    """The keys of every row of the restricted negotiation, among them those of rows that hold the word."""
    if (field == "reference" and not hasattr(model, "reference")) or model in PERSONAL:
        return
    rows = model.objects.unscoped(reason="test")  # type: ignore[attr-defined]
    within = "restricted" if model is models.Negotiation else f"{rows.scope_field()}__restricted"
    for key in rows.filter(**{within: True}).values_list(field, flat=True):
        yield str(key)


def plain(body: bytes) -> str:
    """A body without what differs from request to request."""
    return re.sub(r'"request_id":"[0-9a-f]*"', "", body.decode())
