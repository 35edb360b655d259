"""Bodies held to their description: every fault at once, each with its place; nothing ignored, nothing bent to fit."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec
from django.core.exceptions import ValidationError
from django.db.models import Choices
from msgspec import NODEFAULT, Meta, Struct, UnsetType

from negotiations.api.problems import MOST_ERRORS, Fault, Kind, Path, Refusal, pointer
from negotiations.filters.fields import nearest, shown
from negotiations.models.fields import validate_prose
from negotiations.rules.moments import EARLIEST, LATEST

Body = TypeVar("Body", bound=Struct)
OUT_OF_RANGE = "Moments on record lie from 1900 to 2200."


INVALID_BODY = Kind("invalid-body", "The body is not as described")


def taken(kind: type[Body], given: Any) -> Body:
    """The body as its Struct; raises a Refusal with every fault found."""
    faults: list[Fault] = []
    body = _struct(kind, given, (), faults)
    if faults:
        raise Refusal(400, faults, INVALID_BODY)
    return body  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body: its name, what it may hold, and whether it must be there."""

    name: str
    choices: tuple[Any, ...]
    required: bool
    nullable: bool
    meta: tuple[Meta, ...]

    @property
    def row(self) -> Any:
        """The model of the row that the field names, if it names one."""
        return next((meta.extra["row"] for meta in self.meta if meta.extra and "row" in meta.extra), None)


@cache
def fields_of(kind: type[Struct]) -> dict[str, Field]:
    found = {}
    for info in msgspec.structs.fields(kind):
        choices, meta = _opened(info.type)
        kept = tuple(choice for choice in choices if choice not in (types.NoneType, UnsetType))
        found[info.name] = Field(
            info.name,
            kept,
            info.default is NODEFAULT and info.default_factory is NODEFAULT,
            types.NoneType in choices,
            tuple(meta),
        )
    return found


def _opened(kind: Any) -> tuple[list[Any], list[Meta]]:
    """The members of a union, and what was said of any union among them as a whole."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        parts = [_opened(each) for each in get_args(kind)]
        return [choice for choices, _ in parts for choice in choices], [one for _, meta in parts for one in meta]
    if origin is Annotated:
        inner, *meta = get_args(kind)
        if get_origin(inner) in (Union, types.UnionType):
            choices, below = _opened(inner)
            return choices, [*meta, *below]
        return [kind], list(meta)
    return [kind], []


def _struct(kind: type[Struct], given: Any, path: Path, faults: list[Fault]) -> Any:
    fields = fields_of(kind)
    if not isinstance(given, dict):
        faults.append(Fault("invalid", "Give an object.", pointer=pointer(path)))
        return None
    for name in list(given)[: MOST_ERRORS * 2]:
        if name not in fields:
            near = nearest(name[:60], fields)
            faults.append(Fault("unknown", f"There is no such field here.{near}", pointer=pointer((*path, name[:60]))))
    values = {}
    for name, field in fields.items():
        if name in given:
            values[name] = _value(field, given[name], (*path, name), faults)
        elif field.required:
            faults.append(Fault("missing", "This field is needed.", pointer=pointer((*path, name))))
        if len(faults) >= MOST_ERRORS:
            return None
    return None if faults else kind(**values)


def _value(field: Field, given: Any, path: Path, faults: list[Fault]) -> Any:
    if given is None and field.nullable:
        return None
    structs = [choice for choice in field.choices if isinstance(choice, type) and issubclass(choice, Struct)]
    if isinstance(given, dict) and structs:
        return _struct(structs[0], given, path, faults)
    if isinstance(given, list) and (items := items_of(field)):
        most = next((meta.max_length for meta in _metas(field) if meta.max_length), None)
        if most is not None and len(given) > most:
            faults.append(Fault("invalid", f"Give {most} at most.", pointer=pointer(path)))
            return None
        if any(len(given) < meta.min_length for meta in _metas(field) if meta.min_length):
            faults.append(Fault("invalid", "Give at least one.", pointer=pointer(path)))
            return None
        return [_value(items, each, (*path, place), faults) for place, each in enumerate(given)]
    return _scalar(field, given, path, faults)


def items_of(field: Field) -> Field | None:
    """What the members of a list may be."""
    for choice in field.choices:
        plain = get_args(choice)[0] if get_origin(choice) is Annotated else choice
        if get_origin(plain) is list:
            choices, meta = _opened(get_args(plain)[0])
            return Field(field.name, tuple(choices), required=True, nullable=False, meta=tuple(meta))
    return None


def _scalar(field: Field, given: Any, path: Path, faults: list[Fault]) -> Any:
    for fault in _wrong_text(field, given):
        faults.append(Fault("invalid", fault, pointer=pointer(path)))
        return None
    try:
        value = msgspec.convert(given, Union[field.choices])  # noqa: UP007 - made at run time
    except msgspec.ValidationError as error:
        faults.append(Fault("invalid", _words(field, given, error), pointer=pointer(path)))
        return None
    if isinstance(value, date) and not _within(value):
        faults.append(Fault("invalid", OUT_OF_RANGE, pointer=pointer(path)))
    return value


def _wrong_text(field: Field, given: Any) -> Iterator[str]:
    """What is wrong with a text before anything is looked for in it."""
    if not isinstance(given, str):
        return
    most = max((meta.max_length for meta in _metas(field) if meta.max_length), default=300)
    if len(given) > most:
        yield f"Write at most {most} characters."
        return
    try:
        validate_prose(given)
        for check in (meta.extra["check"] for meta in _metas(field) if meta.extra and "check" in meta.extra):
            check(given)
    except ValidationError as error:
        yield str(error.messages[0])
        return
    forms = [meta for meta in _metas(field) if meta.pattern]
    if forms and not any(re.fullmatch(str(form.pattern), given) for form in forms):
        examples = forms[0].examples
        yield f"Write it as {examples[0]}." if examples else "Write this on one line, without direction marks."


def _metas(field: Field) -> Iterator[Meta]:
    yield from field.meta
    for choice in field.choices:
        if get_origin(choice) is Annotated:
            yield from get_args(choice)[1:]


def _words(field: Field, given: Any, error: msgspec.ValidationError) -> str:
    """The refusal in words that say what would be right."""
    listed = next((each for each in field.choices if isinstance(each, type) and issubclass(each, Choices)), None)
    if listed is not None:
        known = ", ".join(str(value) for value in listed.values)
        said = f"{shown(given)} is" if isinstance(given, str) else "This is"
        return f"{said} none of {known}."[:500]
    return str(error).replace("`", "").split(" - at ")[0][:500] + "."


def _within(value: date) -> bool:
    try:
        day = value.astimezone(UTC).date() if isinstance(value, datetime) else value
    except OverflowError:
        return False
    return EARLIEST <= day <= LATEST
