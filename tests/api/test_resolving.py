"""Deadlines read through the API: one or many, against a negotiation, and whatever a body may hold."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse

from negotiations.actions.negotiations import revise_negotiation
from negotiations.enums import EventCategory, TreatyAct
from negotiations.models import Change, Deadline, Negotiation
from negotiations.rules.deadlines.jsonl import answered_line
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.api.conftest import ApiClient
from tests.world import World

HERE = "/api/v1/deadlines/resolve/"
FRIDAY = {"text": "ends Friday", "reference": "2025-04-14T12:00", "tz": "Europe/Kyiv"}


def asked(api: ApiClient, body: Any) -> HttpResponse:
    given = body if isinstance(body, bytes | str) else json.dumps(body)
    return api.post(HERE, given, content_type="application/json")


def faults(response: HttpResponse) -> list[tuple[str, str]]:
    assert response.status_code == 400, response.content
    return [(fault["pointer"], fault["code"]) for fault in response.json()["errors"]]  # type: ignore[attr-defined]


def signed(home: Negotiation, day: int, title: str = "Signing") -> None:
    make.event(
        home,
        title=title,
        category=EventCategory.AGREE,
        treaty_act=TreatyAct.SIGNATURE,
        occurred=WorldMoment.day(date(2025, 3, day), make.KYIV),
    )


def test_one_question_has_one_answer(api: ApiClient) -> None:
    answer = asked(api, {**FRIDAY, "id": "a"}).json()
    assert answer == {
        "id": "a",
        "result": "2025-04-18",
        "precision": "day",
        "zone": "Europe/Kyiv",
        "instant": "2025-04-18T21:00:00+00:00",
        "rule": "the first Friday after the day it was said: Friday 18 April 2025, until 24:00 in Kyiv",
        "warnings": [],
        "alternatives": [],
        "refusal": None,
    }


def test_a_question_that_a_careful_person_would_ask_back_is_answered_with_what_to_ask(api: ApiClient) -> None:
    answer = asked(api, {**FRIDAY, "text": "04/05/2025"}).json()
    assert (answer["result"], answer["refusal"]["code"]) == (None, "ambiguous_day_month")
    assert [other["result"] for other in answer["alternatives"]] == ["2025-05-04", "2025-04-05"]


@pytest.mark.parametrize("text", ["ends Friday", "04/05/2025", "30 days after signature", "18:00 UTC+3 on 18 April"])
def test_the_command_line_answers_the_same(api: ApiClient, text: str) -> None:
    question = {**FRIDAY, "id": 7, "text": text, "anchors": {"signature": "2025-03-18"}}
    assert asked(api, question).json() == json.loads(answered_line(json.dumps(question)))


@pytest.mark.parametrize("wrapped", [True, False])
def test_many_questions_are_answered_in_their_order(api: ApiClient, wrapped: bool) -> None:
    items = [{**FRIDAY, "id": number, "text": f"{number} April 2025"} for number in range(1, 29)]
    answer = asked(api, {"items": items} if wrapped else items).json()
    assert [each["id"] for each in answer["results"]] == list(range(1, 29))
    assert [each["result"] for each in answer["results"]] == [f"2025-04-{day:02}" for day in range(1, 29)]


def test_a_negotiation_lends_its_events_and_its_policy(api: ApiClient, talks: World) -> None:
    home = talks.negotiation
    signed(home, 18)
    revise_negotiation(negotiation=home, date_order="MDY", reason="US text", actor=None, now=make.NOW)
    among = {**FRIDAY, "negotiation": home.reference}
    items = [{**among, "text": "30 days after signature"}, {**among, "text": "04/05/2025"}]
    items += [{**items[0], "anchors": {"signature": "2025-03-19"}}, {**items[1], "date_order": "DMY"}]
    results = [each["result"] for each in asked(api, items).json()["results"]]
    assert results == ["2025-04-17", "2025-04-05", "2025-04-18", "2025-05-04"]


def test_two_events_that_fit_are_asked_about(api: ApiClient, talks: World) -> None:
    signed(talks.negotiation, 18, "The first text")
    signed(talks.negotiation, 25, "The second text")
    question = {**FRIDAY, "text": "30 days after signature", "negotiation": talks.negotiation.reference}
    refusal = asked(api, question).json()["refusal"]
    assert refusal["code"] == "missing_anchor"
    assert "“signature: The first text” or “signature: The second text”" in refusal["sentence"]


def test_a_hidden_negotiation_is_none(api: ApiClient) -> None:
    hidden = make.negotiation(restricted=True)
    signed(hidden, 18)
    question = {**FRIDAY, "text": "30 days after signature"}
    answers = [asked(api, {**question, "negotiation": name}) for name in (hidden.reference, "N-99999")]
    assert [faults(answer) for answer in answers] == [[("/negotiation", "unknown")]] * 2
    hidden_one, absent_one = ({**answer.json(), "request_id": ""} for answer in answers)  # type: ignore[attr-defined]
    assert hidden_one == absent_one


def test_every_fault_of_every_question_is_pointed_to(api: ApiClient) -> None:
    items = [
        FRIDAY,
        {**FRIDAY, "txt": "x", "tz": 5},
        {"text": "ends Friday"},
        "ends Friday",
        {**FRIDAY, "tz": "Kyiv", "reference": "Monday", "anchors": {"a/b~c": "soon"}},
        {**FRIDAY, "reference": "2025-03-30T03:30"},
    ]
    assert faults(asked(api, {"items": items})) == [
        ("/items/1/tz", "invalid"),
        ("/items/1/txt", "unknown"),
        ("/items/2/reference", "missing"),
        ("/items/2/tz", "missing"),
        ("/items/3", "invalid"),
        ("/items/4/tz", "invalid"),
        ("/items/4/reference", "invalid"),
        ("/items/4/anchors/a~1b~0c", "invalid"),
        ("/items/5/reference", "invalid"),
    ]


def test_an_unknown_key_is_named_with_the_nearest(api: ApiClient) -> None:
    response = asked(api, {**FRIDAY, "holiday": []})
    assert faults(response) == [("/holiday", "unknown")]
    assert response.json()["errors"][0]["detail"] == "There is no such key here. Did you mean “holidays”?"


def test_beside_items_there_is_nothing(api: ApiClient) -> None:
    assert ("/item", "unknown") in faults(asked(api, {"items": [FRIDAY], "item": 1}))


HOSTILE: dict[str, Any] = {
    "no JSON": b"{",
    "no text encoding": b'{"text": "\xff"}',
    "a lone surrogate": b'{"text": "\\ud800", "reference": "2025-04-14T12:00", "tz": "UTC"}',
    "deep nesting": b"[" * 100_000,
    "deep nesting of objects": b'{"anchors":' * 50_000,
    "a number without end": b'{"id": 1e999}',
    "a huge whole number": b'{"id": ' + b"9" * 5000 + b"}",
    "a key twice": b'{"text": "Friday", "tz": "UTC", "text": "Monday", "reference": "2025-04-14T12:00"}',
    "an empty list": [],
    "a long text": {**FRIDAY, "text": "x" * 4001},
    "a NUL in a reference": {**FRIDAY, "negotiation": "N-1\x00"},
    "a NUL in a zone": {**FRIDAY, "tz": "Europe/\x00"},
    "a zone that climbs": {**FRIDAY, "tz": "../../etc/passwd"},
    "the first year": {**FRIDAY, "reference": "0001-01-01T00:00+14:00"},
    "the last year": {**FRIDAY, "anchors": {"signature": "9999-12-31T23:59-12:00"}},
    "a folder as a zone": {**FRIDAY, "tz": "Europe"},
    "an object as a mode": {**FRIDAY, "mode": {}},
    "too many events": {**FRIDAY, "anchors": {f"event {number}": "2025-03-18" for number in range(51)}},
    "many unknown keys": {**FRIDAY, **{f"key{number}": 1 for number in range(10_000)}},
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_taken_is_refused_with_its_place(api: ApiClient, body: Any) -> None:
    response = asked(api, body)
    assert response.status_code == 400
    assert len(response.content) < 20_000


ODD = ["\x00", "30 days after \x00", "ends Friday\u202e", "٣ ٤ ٢٠٢٥", "99999999999999999999 days from now", "😀" * 999]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("mode", ["expression", "sentence"])
def test_odd_words_are_answered(api: ApiClient, text: str, mode: str) -> None:
    answer = asked(api, {**FRIDAY, "text": text, "mode": mode}).json()
    assert (answer["result"] is None) == (answer["refusal"] is not None)


@pytest.mark.parametrize("calendar", ["utils", "HolidayBase", "MON", "Atlantis"])
def test_a_calendar_that_is_none_is_asked_about(api: ApiClient, calendar: str) -> None:
    answer = asked(api, {**FRIDAY, "text": "within 5 working days", "calendar": calendar}).json()
    assert answer["refusal"]["code"] == "missing_calendar"


@pytest.mark.parametrize(
    "body",
    [
        [FRIDAY] * 501,
        [{**FRIDAY, "text": "by Friday " * 400}] * 13,
        {**FRIDAY, "text": "x" * 1_000_000},
        [{**FRIDAY, "anchors": {f"signature {number}": "2025-03-18" for number in range(50)}}] * 401,
    ],
    ids=["questions", "text", "bytes", "events"],
)
def test_too_much_at_once_is_too_large(api: ApiClient, body: Any) -> None:
    response = asked(api, body)
    assert (response.status_code, response.json()["type"]) == (413, "urn:parley:problem:too-large")


def test_only_json_from_whoever_has_signed_in(api: ApiClient) -> None:
    assert api.post(HERE, {"text": "ends Friday"}).status_code == 415
    assert api.get(HERE).status_code == 405
    assert asked(ApiClient(), FRIDAY).status_code == 401


def test_another_site_cannot_ask(talks: World) -> None:
    client = ApiClient(enforce_csrf_checks=True)
    client.force_login(talks.lead)
    assert asked(client, FRIDAY).status_code == 403


def test_nothing_is_written(api: ApiClient) -> None:
    before = (Change.objects.unscoped(reason="test").count(), Deadline.objects.unscoped(reason="test").count())
    asked(api, [FRIDAY] * 3)
    after = (Change.objects.unscoped(reason="test").count(), Deadline.objects.unscoped(reason="test").count())
    assert after == before
