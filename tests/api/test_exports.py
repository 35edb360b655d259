"""Lists as files: the same rows as the pages, the same scope, whatever the format."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.http import HttpResponse
from icalendar import Calendar

from config import clock
from negotiations.actions.proposals import revise_proposal
from negotiations.actions.tokens import make_token
from negotiations.api.nouns import router
from negotiations.enums import TokenScope
from negotiations.exports.csv_table import safe
from tests import factories as make
from tests import world
from tests.api.conftest import ApiClient

NOUNS = [noun for noun, _, _ in router.registry]


def body(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def lines(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in body(answer).splitlines()]


def cells(answer: Any) -> list[dict[str, str]]:
    _, *rest = csv.reader(io.StringIO(body(answer).decode("utf-8-sig"), newline=""))
    return [dict(zip(rest[0], row, strict=True)) for row in rest[1:]]


@pytest.mark.parametrize("noun", NOUNS)
def test_each_list_is_the_same_as_lines_and_as_a_table(api: ApiClient, noun: str) -> None:
    pages = api.get(f"/api/v1/{noun}/?page_size=200&ordering=id").json()["results"]
    assert lines(api.get(f"/api/v1/{noun}/?format=ndjson")) == pages
    table = cells(api.get(f"/api/v1/{noun}/", headers={"Accept": "text/csv"}))
    assert [row["id"] for row in table] == [str(row["id"]) for row in pages]


def test_a_table_says_what_was_asked_and_has_a_column_for_each_value(api: ApiClient) -> None:
    address = "/api/v1/positions/?fields=stance,party,claim&format=csv"
    answer = api.get(address)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="parley-position-' in answer.headers["Content-Disposition"]
    content = body(answer).decode("utf-8-sig")
    assert content.startswith(f'"# Parley, {address}, 20')
    (row, *_) = cells(api.get(address))
    (given, *_) = api.get("/api/v1/positions/?fields=stance,party,claim&ordering=id").json()["results"]
    assert row["party.name"] == given["party"]["name"]
    assert row["claim.article.title"] == given["claim"]["article"]["title"]
    assert "claim.article.source.name" in row


def test_no_cell_starts_a_formula(talks: world.World, api: ApiClient) -> None:
    make.proposal(talks.negotiation, title="=HYPERLINK(1)", short_title="+1", summary=" @SUM(A1)", scope="\t=1")
    row = cells(api.get("/api/v1/proposals/?format=csv&ordering=-id"))[0]
    shown = [row[name] for name in ("title", "short_title", "summary", "scope")]
    assert shown == ["'=HYPERLINK(1)", "'+1", "' @SUM(A1)", "'\t=1"]
    for cell in (
        cell for noun in NOUNS for row in cells(api.get(f"/api/v1/{noun}/?format=csv")) for cell in row.values()
    ):
        assert cell == "" or safe(cell) == cell


def test_the_same_filters_and_the_same_refusals(api: ApiClient) -> None:
    question = "status__not=under%20discussion&negotiation=N-1"
    pages = api.get(f"/api/v1/proposals/?{question}&ordering=id").json()["results"]
    assert lines(api.get(f"/api/v1/proposals/?{question}&format=ndjson")) == pages
    for wrong in ("format=xml", "format=csv&cursor=x", "format=csv&page_size=3", "format=csv&stauts=agreed", "format="):
        assert api.get(f"/api/v1/proposals/?{wrong}").status_code == 400, wrong
    assert api.get("/api/v1/proposals/?format=ics").status_code == 400
    assert api.get("/api/v1/proposals/P-1/?format=csv").status_code == 400
    assert api.get("/api/v1/proposals/P-1/", headers={"Accept": "text/csv"}).status_code == 406


def test_a_file_is_read_in_chunks_and_each_costs_the_same(
    talks: world.World, api: ApiClient, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        make.source(name=f"Outlet {number:02}")
    whole = lines(api.get("/api/v1/sources/?format=ndjson&ordering=-name"))
    monkeypatch.setattr("negotiations.queries.keyset.chunks.__defaults__", (2,))
    answer = api.get("/api/v1/sources/?format=ndjson&ordering=-name")
    first = next(iter(answer.streaming_content))
    assert len(first.splitlines()) == 2
    with django_assert_max_num_queries(len(whole)):
        rest = b"".join(answer.streaming_content)
    assert [json.loads(line) for line in (first + rest).splitlines()] == whole


def test_an_unchanged_file_is_not_sent_again(api: ApiClient, talks: world.World) -> None:
    for address in ("/api/v1/parties/?format=csv", "/api/v1/changes/?format=atom", "/api/v1/deadlines/?format=ics"):
        tag = api.get(address).headers["ETag"]
        assert tag.startswith('W/"')
        assert api.get(address, headers={"If-None-Match": tag}).status_code == 304
    revise_proposal(proposal=talks.proposal, summary="Another", reason="It changed.", actor=None, now=make.NOW)
    assert api.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_head_tells_of_the_file_without_reading_it(api: ApiClient, django_assert_num_queries: Any) -> None:
    api.get("/api/v1/parties/")
    with django_assert_num_queries(3):  # session, person, revision
        answer = api.head("/api/v1/parties/?format=csv")
    assert (answer.status_code, answer.content, "ETag" in answer.headers) == (200, b"", True)


def test_deadlines_are_a_calendar(api: ApiClient) -> None:
    dated = api.get("/api/v1/deadlines/?due_at__isnull=false&page_size=200").json()["results"]
    calendar = Calendar.from_ical(body(api.get("/api/v1/deadlines/?format=ics")))
    assert sorted(str(entry["SUMMARY"]) for entry in calendar.walk("VEVENT")) == sorted(row["title"] for row in dated)


def test_of_events_the_meetings_are_a_calendar(api: ApiClient) -> None:
    dated = api.get("/api/v1/events/?category=CONSULT&occurred_at__isnull=false&page_size=200").json()["results"]
    calendar = Calendar.from_ical(body(api.get("/api/v1/events/?format=ics")))
    assert sorted(str(entry["SUMMARY"]) for entry in calendar.walk("VEVENT")) == sorted(row["title"] for row in dated)


def test_changes_are_a_feed_newest_first(api: ApiClient) -> None:
    feed = ElementTree.fromstring(body(api.get("/api/v1/changes/?format=atom&noun=proposal")))  # noqa: S314
    space = "{http://www.w3.org/2005/Atom}"
    ids = [int(entry.findtext(f"{space}id", "").rpartition("/")[2]) for entry in feed.iter(f"{space}entry")]
    listed = [row["id"] for row in api.get("/api/v1/changes/?noun=proposal").json()["results"]]
    assert ids == listed[::-1]


@pytest.mark.parametrize("scope", TokenScope)
def test_a_token_takes_files_with_its_own_scope_only(talks: world.World, scope: TokenScope) -> None:
    now = clock.now()
    token = make_token(name="x", scopes=[scope], expires_at=now + timedelta(days=1), actor=talks.lead, now=now)
    client = ApiClient(headers={"Authorization": f"Bearer {token.shown_once['token']}"})
    found: HttpResponse = client.get("/api/v1/proposals/?format=csv")
    assert found.status_code == (200 if scope == TokenScope.EXPORT else 403)


def test_what_is_hidden_is_in_no_file(db: None) -> None:
    world.build(restricted=True, mark="quorvandel")
    client = ApiClient()
    client.force_login(make.user())
    for noun, view, _ in router.registry:
        for format_ in (each.format for each in view.formats[1:]):
            assert b"quorvandel" not in body(client.get(f"/api/v1/{noun}/?format={format_}")), (noun, format_)
