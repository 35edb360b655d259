"""Deadlines as JSON lines: one object in, one object out, whatever the line holds."""

import json
from collections.abc import Mapping
from typing import Any

from negotiations.rules.deadlines.asked import InputError, question
from negotiations.rules.deadlines.result import Alternative, Refusal, Resolution


def answered_line(line: str | bytes) -> str:
    """The answer to one line as one line of JSON. A line that cannot be read is answered with its error."""
    request: Any = None
    try:
        request = json.loads(line)
        if not isinstance(request, dict):
            raise InputError("a line must hold one JSON object")
        answer = answered(request)
    except Exception as error:  # whatever one line holds, the next ones are still answered
        known = request.get("id") if isinstance(request, dict) else None
        answer = {"id": known, "result": None, "refusal": None, "error": str(error)[:300]}
    return json.dumps(answer)


def answered(request: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one request; its keys as in asked.question(), and id. Raises InputError for the first fault."""
    asked, faults = question(request)
    if asked is None:
        raise faults[0]
    return {"id": request.get("id"), **described(asked.answered())}


def described(outcome: Resolution | Refusal) -> dict[str, Any]:
    """A resolution or refusal as plain JSON values.

    result: YYYY-MM-DD for a day, ISO 8601 with offset for a moment, null when refused. instant: UTC, for a day
    its 24:00. alternatives: the other readings, or those to choose from when refused.
    """
    if isinstance(outcome, Refusal):
        return {
            "result": None,
            "precision": None,
            "zone": None,
            "instant": None,
            "rule": None,
            "warnings": [],
            "alternatives": [_alternative(reading) for reading in outcome.readings],
            "refusal": {"code": outcome.code.value, "sentence": outcome.sentence},
        }
    return {
        "result": outcome.instant.isoformat() if outcome.instant else outcome.day.isoformat(),
        "precision": outcome.precision.value,
        "zone": outcome.zone,
        "instant": outcome.utc.isoformat(),
        "rule": outcome.rule,
        "warnings": list(outcome.warnings),
        "alternatives": [_alternative(reading) for reading in outcome.alternatives],
        "refusal": None,
    }


def _alternative(reading: Alternative) -> dict[str, str]:
    when = reading.instant.isoformat() if reading.instant else reading.day.isoformat()
    return {"label": reading.label, "result": when}
