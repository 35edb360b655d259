"""Every case of the project's own case files, read through the JSON lines that other systems use."""

import json
from pathlib import Path
from typing import Any

import pytest

from negotiations.rules.deadlines.jsonl import answered

CASES = Path(__file__).parents[3] / "benchmarks" / "deadline_cases"
LINES = [json.loads(line) for path in sorted(CASES.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]


def test_there_are_cases_of_every_kind() -> None:
    kinds = {case["kind"] for case in LINES}
    assert kinds == {
        "absolute", "numeric", "weekday", "offset", "period", "range", "clock", "feast", "holiday", "anchored",
        "sentence", "refuse", "no_date", "no_deadline", "mixed",
    }  # fmt: skip
    assert len(LINES) >= 600


@pytest.mark.parametrize("case", LINES, ids=[case["id"] for case in LINES])
def test_case(case: dict[str, Any]) -> None:
    answer = answered(case)
    assert (answer["result"], case["text"]) == (case["expect"], case["text"])
    if "refusal" in case:
        assert answer["refusal"]["code"] == case["refusal"]
