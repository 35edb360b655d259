"""Deadlines as JSON lines: one object in, one object out, whatever the line holds."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from negotiations.rules.deadlines.eu_periods import EU_RULE
from negotiations.rules.deadlines.resolve import resolve, the_one
from negotiations.rules.deadlines.result import Alternative, Policy, Refusal, Resolution

_MODES = {"expression": resolve, "sentence": the_one}


class InputError(ValueError):
    """A key of the request is missing or wrong; the message names it and says what it takes."""


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
    """The answer to one request.

    request: text, reference (local ISO date-time in tz), tz (IANA), and perhaps id, mode ("expression" or
    "sentence"), date_order, anchors ({name: ISO}), rule, calendar, holidays ([ISO days]), feasts, country.
    Raises InputError that names the key at fault.
    """
    zone = _zone(request)
    mode = request.get("mode") or "expression"
    if mode not in _MODES:
        raise InputError(f"mode: “{mode}” is none of {', '.join(_MODES)}")
    outcome = _MODES[mode](
        _text(request, "text"),
        reference=moment_of("reference", request.get("reference"), zone),
        zone=zone,
        anchors=anchors_of(request.get("anchors")),
        policy=policy_of(request),
    )
    return {"id": request.get("id"), **described(outcome)}


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


def policy_of(request: Mapping[str, Any]) -> Policy:
    """The policy that the keys of a request set. Raises InputError."""
    order, rule, feasts = (_choice(request, key, values) for key, values in _CHOICES.items())
    return Policy(
        date_order=order,
        rule=rule,
        feasts=feasts,
        calendar=_optional(request, "calendar"),
        country=_optional(request, "country"),
        holidays=frozenset(_days(request.get("holidays"))),
    )


_CHOICES = {"date_order": ("DMY", "MDY"), "rule": (EU_RULE,), "feasts": ("western", "orthodox")}


def _choice(request: Mapping[str, Any], key: str, values: tuple[str, ...]) -> str | None:
    value = _optional(request, key)
    if value is not None and value not in values:
        raise InputError(f"{key}: “{value}” is none of {', '.join(values)}")
    return value


def _optional(request: Mapping[str, Any], key: str) -> str | None:
    return _text(request, key) if request.get(key) else None


def _text(request: Mapping[str, Any], key: str) -> str:
    value = request.get(key)
    if not isinstance(value, str):
        raise InputError(f"{key}: a string is needed")
    return value


def _zone(request: Mapping[str, Any]) -> str:
    zone = _text(request, "tz")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(f"tz: there is no time zone “{zone}”; name one such as Europe/Kyiv") from None
    return zone


def moment_of(key: str, value: object, zone: str) -> datetime:
    """An ISO date-time, local in zone if it names no offset. Raises InputError that names the key."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise InputError(f"{key}: a local date-time such as 2025-04-14T09:00 is needed")
    try:
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(f"zone: there is no time zone “{zone}”; name one such as Europe/Kyiv") from None


def anchors_of(value: object) -> dict[str, date | datetime]:
    """Event names with their days or moments. Raises InputError."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError("anchors: an object of event names and their ISO days or date-times is needed")
    return {str(name): _day_or_moment(f"anchors.{name}", when) for name, when in value.items()}


def _day_or_moment(key: str, value: object) -> date | datetime:
    try:
        if isinstance(value, str):
            return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    except ValueError:
        pass
    raise InputError(f"{key}: a day such as 2025-03-18 or a date-time such as 2025-03-18T09:00 is needed")


def _days(value: object) -> list[date]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise InputError("holidays: a list of days such as 2025-12-25 is needed")
    days = [_day_or_moment(f"holidays[{index}]", day) for index, day in enumerate(value)]
    return [day.date() if isinstance(day, datetime) else day for day in days]


def _alternative(reading: Alternative) -> dict[str, str]:
    when = reading.instant.isoformat() if reading.instant else reading.day.isoformat()
    return {"label": reading.label, "result": when}
