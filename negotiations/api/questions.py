"""The questions in a body, held to their description and put against the negotiation they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from negotiations.actions.deadline_counting import by_name, moment_of, policy_of, timeline
from negotiations.api.problems import MOST_ERRORS, Fault, Path, pointer
from negotiations.filters.fields import nearest
from negotiations.models import Negotiation, User
from negotiations.rules.deadlines import Policy
from negotiations.rules.deadlines.asked import CHOICES, KEYS, MODES, POLICY_KEYS, Question, question
from negotiations.rules.deadlines.lexer import LONGEST_TEXT

_MOST_HOLIDAYS = 400
_MOST_EVENTS = 50
_WHEN = {"type": "string", "maxLength": 40}


def _or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {**schema, "type": [schema["type"], "null"]}


def _one_of(values: Iterable[str]) -> dict[str, Any]:
    return {"type": ["string", "null"], "enum": [*values, None]}


QUESTION: dict[str, Any] = {
    "type": "object",
    "title": "DeadlineQuestion",
    "properties": {
        "id": {"type": ["string", "integer", "null"], "maxLength": 200, "description": "Repeated in the answer."},
        "text": {"type": "string", "maxLength": LONGEST_TEXT, "examples": ["within 30 days of signature"]},
        "mode": {**_one_of(MODES), "description": "`sentence` finds the one deadline that running text states."},
        "reference": {**_WHEN, "description": "When it was said: ISO 8601, local in `tz` unless it names an offset."},
        "tz": {"type": "string", "maxLength": 64, "description": "Where it was said: an IANA time zone."},
        "anchors": {
            **_or_null({"type": "object"}),
            "maxProperties": _MOST_EVENTS,
            "propertyNames": {"maxLength": 100},
            "additionalProperties": _WHEN,
            "description": "Known events, each with its day or moment.",
        },
        **{key: _one_of(values) for key, values in CHOICES.items()},
        "calendar": _or_null({"type": "string", "maxLength": 40}),
        "country": _or_null({"type": "string", "maxLength": 2, "description": "ISO 3166 alpha-2."}),
        "holidays": {**_or_null({"type": "array"}), "items": _WHEN, "maxItems": _MOST_HOLIDAYS},
        "negotiation": _or_null({"type": "string", "maxLength": 12, "description": "A reference such as N-1."}),
    },
    "required": ["text", "reference", "tz"],
    "additionalProperties": False,
}
assert set(QUESTION["properties"]) == {*KEYS, "negotiation"}  # noqa: S101 - one list of keys for every front


@dataclass(frozen=True, slots=True)
class Batch:
    """What a body asks: its items, and where each stands in it."""

    items: list[Any]
    root: Path
    single: bool = False

    @classmethod
    def of(cls, body: Any) -> Batch:
        if isinstance(body, list):
            return cls(body, ())
        if isinstance(body, dict) and isinstance(body.get("items"), list) and len(body) == 1:
            return cls(body["items"], ("items",))
        return cls([body], (), single=True)

    def place(self, index: int, path: Path) -> str:
        """The place of a fault in the body."""
        return pointer((*self.root, *(() if self.single else (index,)), *path))

    def questions(self, user: User) -> tuple[list[Question], list[Fault]]:
        """Each item as a question; or the faults, no more of them than an answer holds."""
        known = _Negotiations(user)
        asked, faults = [], []
        for index, item in enumerate(self.items):
            found, wrong = _question(item, known)
            if found is not None:
                asked.append(found)
            faults += [Fault(each.code, each.detail, pointer=self.place(index, each.path)) for each in wrong]
            if len(faults) >= MOST_ERRORS:
                break
        return asked, faults


@dataclass(frozen=True, slots=True)
class _Wrong:
    code: str
    detail: str
    path: Path


class _Negotiations:
    """What negotiations lend to questions: their events and their policy, each read once, as this person may know."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.lent: dict[str, tuple[dict[str, date | datetime], Policy] | None] = {}

    def lending(self, reference: str, asked: Question, given: Mapping[str, Any]) -> Question | None:
        """The question with what it is lent beside what it gives itself; None where this person knows of none."""
        if reference not in self.lent:
            self.lent[reference] = self._read(reference)
        lent = self.lent[reference]
        if lent is None:
            return None
        anchors, policy = lent
        own = {key: getattr(asked.policy, key) for key in POLICY_KEYS if given.get(key)}
        return replace(asked, anchors={**anchors, **asked.anchors}, policy=replace(policy, **own))

    def _read(self, reference: str) -> tuple[dict[str, date | datetime], Policy] | None:
        if not reference.isprintable():
            return None
        found = Negotiation.objects.visible_to(self.user).filter(reference=reference).first()
        if found is None:
            return None
        events = by_name(timeline(found))
        return {name: moment_of(event) for name, event in events.items()}, policy_of(found)


def _question(item: Any, known: _Negotiations) -> tuple[Question | None, list[_Wrong]]:
    if wrong := list(islice(_misshapen(item), MOST_ERRORS)):
        return None, wrong
    asked, faults = question(item)
    if asked is None:
        return None, [_Wrong("invalid", fault.reason[:500], fault.path) for fault in faults]
    if reference := item.get("negotiation"):
        asked = known.lending(reference, asked, item)
        if asked is None:
            return None, [_Wrong("unknown", "There is no such negotiation, or none you may know of.", ("negotiation",))]
    return asked, []


def _misshapen(item: Any) -> Iterator[_Wrong]:
    """How the item differs from its description; a list or an object that is too long is not looked through."""
    if isinstance(item, dict):
        for key, most in (("anchors", _MOST_EVENTS), ("holidays", _MOST_HOLIDAYS)):
            if isinstance(item.get(key), dict | list) and len(item[key]) > most:
                yield _Wrong("invalid", f"Give {most} at most.", (key,))
                return
    for error in _validator().iter_errors(item):
        yield from _put(error)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(QUESTION)


def _put(error: ValidationError) -> Iterator[_Wrong]:
    """A difference in our own words, which repeat nothing of the input."""
    path = tuple(error.absolute_path)
    rule: Any = error.validator_value
    if error.validator == "additionalProperties":
        unknown = (str(key) for key in cast("dict[str, Any]", error.instance) if key not in QUESTION["properties"])
        for name in islice(unknown, 20):
            yield _Wrong("unknown", f"There is no such key here.{nearest(name[:60], QUESTION['properties'])}", (name,))
    elif error.validator == "required":
        name = error.message.split("'")[1]
        yield _Wrong("missing", "This key is needed.", (name,))
    elif error.validator in ("maxLength", "maxItems", "maxProperties"):
        yield _Wrong("invalid", f"It is longer than {rule}.", path)
    elif error.validator == "enum":
        yield _Wrong("invalid", f"It is none of {', '.join(str(value) for value in rule if value)}.", path)
    else:
        kinds = rule if isinstance(rule, str) else " or ".join(rule)
        yield _Wrong("invalid", f"It must be of type {kinds}.", path)
