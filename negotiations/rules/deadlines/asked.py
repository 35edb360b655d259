"""What a program asks: the keys of one request, checked all at once, each fault with its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from negotiations.rules.deadlines.eu_periods import EU_RULE
from negotiations.rules.deadlines.reading import FIRST_YEAR, LAST_YEAR
from negotiations.rules.deadlines.resolve import resolve, the_one
from negotiations.rules.deadlines.result import Policy, Refusal, Resolution

Value = TypeVar("Value")

MODES = {"expression": resolve, "sentence": the_one}
CHOICES = {"date_order": ("DMY", "MDY"), "rule": (EU_RULE,), "feasts": ("western", "orthodox")}
POLICY_KEYS = (*CHOICES, "calendar", "country", "holidays")
KEYS = ("id", "text", "mode", "reference", "tz", "anchors", *POLICY_KEYS)


class InputError(ValueError):
    """A key of a request is missing or wrong: `path` leads to it, `reason` says what it takes."""

    def __init__(self, reason: str, *path: str | int) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{_written(path)}: {reason}" if path else reason)


@dataclass(frozen=True, slots=True)
class Question:
    """One deadline to read: its words, and everything they are read against."""

    text: str
    mode: str
    reference: datetime
    zone: str
    anchors: Mapping[str, date | datetime]
    policy: Policy

    def answered(self) -> Resolution | Refusal:
        return MODES[self.mode](
            self.text, reference=self.reference, zone=self.zone, anchors=self.anchors, policy=self.policy
        )


def question(request: Mapping[str, Any]) -> tuple[Question | None, list[InputError]]:
    """The question that a request puts, or None and everything that is wrong with it.

    request: text, reference (ISO date-time, local in tz unless it names an offset), tz (IANA), and perhaps mode
    ("expression" or "sentence"), anchors ({name: ISO}) and the policy: date_order, calendar, rule, holidays
    ([ISO days]), feasts, country.
    """
    faults: list[InputError] = []

    def read(part: Callable[[], Value]) -> Value | None:
        try:
            return part()
        except InputError as fault:
            faults.append(fault)
            return None

    text = read(lambda: _text(request, "text"))
    mode = read(lambda: _mode(request))
    zone = read(lambda: _zone(request))
    reference = read(lambda: moment_of("reference", request.get("reference"), zone or "UTC"))
    anchors = read(lambda: anchors_of(request.get("anchors")))
    policy = read(lambda: policy_of(request))
    if text is None or mode is None or zone is None or reference is None or anchors is None or policy is None:
        return None, faults
    return Question(text, mode, reference, zone, anchors, policy), faults


def policy_of(request: Mapping[str, Any]) -> Policy:
    """The policy that the keys of a request set. Raises InputError."""
    order, rule, feasts = (_choice(request, key) for key in CHOICES)
    return Policy(
        date_order=order,
        rule=rule,
        feasts=feasts,
        calendar=_optional(request, "calendar"),
        country=_optional(request, "country"),
        holidays=frozenset(_days(request.get("holidays"))),
    )


def moment_of(key: str, value: object, zone: str) -> datetime:
    """An ISO date-time, local in zone if it names no offset. Raises InputError that names the key."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise InputError("a local date-time such as 2025-04-14T09:00 is needed", key)
    _require_year(moment.year, key)
    try:
        info = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(f"there is no time zone “{zone}”; name one such as Europe/Kyiv", "zone") from None
    if moment.tzinfo is not None:
        return moment
    local = moment.replace(tzinfo=info)
    if local.astimezone(ZoneInfo("UTC")).astimezone(info).replace(tzinfo=None) != moment:
        raise InputError(f"the clocks in {zone} were put forward over that hour; name another or an offset", key)
    return local


def anchors_of(value: object) -> dict[str, date | datetime]:
    """Event names with their days or moments. Raises InputError."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError("an object of event names and their ISO days or date-times is needed", "anchors")
    return {str(name): _day_or_moment(when, "anchors", str(name)) for name, when in value.items()}


def _mode(request: Mapping[str, Any]) -> str:
    mode = request.get("mode") or "expression"
    if mode not in tuple(MODES):
        raise InputError(f"“{mode}” is none of {', '.join(MODES)}", "mode")
    return str(mode)


def _zone(request: Mapping[str, Any]) -> str:
    zone = _text(request, "tz")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(f"there is no time zone “{zone}”; name one such as Europe/Kyiv", "tz") from None
    return zone


def _choice(request: Mapping[str, Any], key: str) -> str | None:
    value = _optional(request, key)
    if value is not None and value not in CHOICES[key]:
        raise InputError(f"“{value}” is none of {', '.join(CHOICES[key])}", key)
    return value


def _optional(request: Mapping[str, Any], key: str) -> str | None:
    return _text(request, key) if request.get(key) else None


def _text(request: Mapping[str, Any], key: str) -> str:
    value = request.get(key)
    if not isinstance(value, str):
        raise InputError("a string is needed", key)
    return value


def _days(value: object) -> list[date]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise InputError("a list of days such as 2025-12-25 is needed", "holidays")
    days = [_day_or_moment(day, "holidays", index) for index, day in enumerate(value)]
    return [day.date() if isinstance(day, datetime) else day for day in days]


def _day_or_moment(value: object, *path: str | int) -> date | datetime:
    try:
        found = None
        if isinstance(value, str):
            found = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    except ValueError:
        pass
    if found is None:
        raise InputError("a day such as 2025-03-18 or a date-time such as 2025-03-18T09:00 is needed", *path)
    _require_year(found.year, *path)
    return found


def _require_year(year: int, *path: str | int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError(f"the year {year} lies outside {FIRST_YEAR}–{LAST_YEAR}", *path)


def _written(path: tuple[str | int, ...]) -> str:
    """The path as a person writes it: anchors.signature, holidays[2]."""
    first, *rest = path
    return str(first) + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in rest)
