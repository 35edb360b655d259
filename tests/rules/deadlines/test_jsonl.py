"""Deadlines as JSON lines: what goes in, what comes out, and lines that cannot be read."""

import json

import pytest

from negotiations.rules.deadlines.jsonl import answered_line

GRAIN = {
    "id": 7,
    "text": "120 days from signature",
    "reference": "2022-07-23T10:00",
    "tz": "Europe/Istanbul",
    "anchors": {"signature": "2022-07-22"},
}


def test_a_resolved_line() -> None:
    assert json.loads(answered_line(json.dumps(GRAIN))) == {
        "id": 7,
        "result": "2022-11-19",
        "precision": "day",
        "zone": "Europe/Istanbul",
        "instant": "2022-11-19T21:00:00+00:00",
        "rule": "120 days after signature on 22 July 2022, that day not counted: "
        "Saturday 19 November 2022, until 24:00 in Istanbul",
        "warnings": [],
        "alternatives": [],
        "refusal": None,
    }


def test_a_refused_line_offers_the_readings() -> None:
    answer = json.loads(answered_line(json.dumps(GRAIN | {"text": "by 04/05/2026"})))
    assert answer["result"] is None
    assert answer["refusal"] == {"code": "ambiguous_day_month", "sentence": "Is 04/05/2026 4 May 2026 or 5 April 2026?"}
    assert answer["alternatives"] == [
        {"label": "day first", "result": "2026-05-04"},
        {"label": "month first", "result": "2026-04-05"},
    ]


def test_a_sentence_is_read_in_its_mode() -> None:
    line = GRAIN | {"mode": "sentence", "text": "The deal, signed on Friday, lapses on 19 November, Kyiv said."}
    assert json.loads(answered_line(json.dumps(line)))["result"] == "2022-11-19"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"tz": "Nowhere/At_All"}, "tz: there is no time zone “Nowhere/At_All”; name one such as Europe/Kyiv"),
        ({"tz": None}, "tz: a string is needed"),
        ({"text": 5}, "text: a string is needed"),
        ({"reference": "yesterday"}, "reference: a local date-time such as 2025-04-14T09:00 is needed"),
        ({"mode": "poem"}, "mode: “poem” is none of expression, sentence"),
        ({"date_order": "YMD"}, "date_order: “YMD” is none of DMY, MDY"),
        ({"rule": "Roman"}, "rule: “Roman” is none of EU-1182/71"),
        ({"anchors": []}, "anchors: an object of event names and their ISO days or date-times is needed"),
        (
            {"anchors": {"signature": "soon"}},
            "anchors.signature: a day such as 2025-03-18 or a date-time such as 2025-03-18T09:00 is needed",
        ),
        ({"holidays": "2025-12-25"}, "holidays: a list of days such as 2025-12-25 is needed"),
    ],
)
def test_a_wrong_key_is_named_with_its_remedy(change: dict[str, object], error: str) -> None:
    assert json.loads(answered_line(json.dumps(GRAIN | change))) == {
        "id": 7,
        "result": None,
        "refusal": None,
        "error": error,
    }


@pytest.mark.parametrize("line", ["", "nonsense", "[1]", "null", "5", b"\xff\xfe", "[" * 100_000])
def test_a_line_that_is_no_object_is_answered_all_the_same(line: str | bytes) -> None:
    answer = json.loads(answered_line(line))
    assert (answer["result"], bool(answer["error"])) == (None, True)
