"""Holding a document to the JSON Schema of seed files, and saying what is wrong in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from negotiations.ingest.seeds.documents import Document
from negotiations.ingest.seeds.problems import Problem


def schema_problems(document: Document, schema: Mapping[str, Any]) -> Iterator[Problem]:
    """Every place where the document departs from the schema."""
    for error in Draft202012Validator(schema).iter_errors(document.data):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            known = sorted(_schema(error)["properties"])
            for key in (key for key in error.instance if key not in known):
                reason = f"The key “{key[:60]}” is not known here; known: {', '.join(known)}."
                yield document.problem((*path, key), reason)
        elif "propertyNames" in error.absolute_schema_path:
            yield document.problem((*path, str(error.instance)), _reason(error, "key"))
        else:
            yield document.problem(path, _reason(error, _name(error)))


def _reason(error: ValidationError, name: str) -> str:
    words = _WORDS.get(str(error.validator))
    return f"{name}: {words(error.instance, error.validator_value, _schema(error)) if words else error.message[:200]}."


def _name(error: ValidationError) -> str:
    return next((step for step in reversed(error.absolute_path) if isinstance(step, str)), "the file")


def _schema(error: ValidationError) -> Mapping[str, Any]:
    return error.schema if isinstance(error.schema, Mapping) else {}


def _missing(instance: Any, required: Any, _: Mapping[str, Any]) -> str:
    return f"{', '.join(key for key in required if key not in instance)} is missing; add it"


def _unlisted(instance: Any, allowed: Any, _: Mapping[str, Any]) -> str:
    return f"“{str(instance)[:60]}” is not on the list; choose from {', '.join(str(each) for each in allowed)}"


def _mistyped(_: Any, allowed: Any, __: Mapping[str, Any]) -> str:
    kinds = allowed if isinstance(allowed, list) else [allowed]
    return f"expected {' or '.join(_KINDS[kind] for kind in kinds)}"


def _misspelt(instance: Any, pattern: Any, schema: Mapping[str, Any]) -> str:
    return f"“{str(instance)[:60]}” is not written as expected; {schema.get('description', f'it must match {pattern}')}"


def _empty(*_: object) -> str:
    return "this is empty; fill it in or take it out"


def _too_long(instance: Any, most: Any, _: Mapping[str, Any]) -> str:
    return f"{len(instance)} are more than {most}; shorten it"


def _out_of_bounds(instance: Any, bound: Any, _: Mapping[str, Any]) -> str:
    return f"{instance} is out of bounds; the bound is {bound}"


def _not_exactly_one(_: Any, options: Any, __: Mapping[str, Any]) -> str:
    return f"give exactly one of {', '.join(key for option in options for key in option.get('required', []))}"


def _clashing(instance: Any, forbidden: Any, _: Mapping[str, Any]) -> str:
    options = forbidden.get("anyOf", [forbidden])
    clashing = [key for option in options for key in option["required"] if key in instance]
    return f"{', '.join(clashing)} cannot stand with what is beside it; take out what does not belong"


_KINDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
}
_WORDS: dict[str, Callable[[Any, Any, Mapping[str, Any]], str]] = {
    "required": _missing,
    "enum": _unlisted,
    "type": _mistyped,
    "pattern": _misspelt,
    "minLength": _empty,
    "minItems": _empty,
    "minProperties": _empty,
    "maxLength": _too_long,
    "maxItems": _too_long,
    "maxProperties": _too_long,
    "minimum": _out_of_bounds,
    "maximum": _out_of_bounds,
    "oneOf": _not_exactly_one,
    "not": _clashing,
}
