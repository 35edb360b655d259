"""What descriptions of routes are made of: parameters, answers and problems, in the words of OpenAPI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest

from negotiations.api.asking import LARGEST_PAGE, PAGE_SIZE
from negotiations.api.problems import MEDIA_TYPE
from negotiations.filters.fields import InstantField, ValueField

JsonSchema = dict[str, Any]
JSON = "application/json"
_WORDS = {
    "cursor": "A place in the list, taken from `next` or `previous` of an earlier answer.",
    "page_size": f"Rows on a page; {PAGE_SIZE} unless told, {LARGEST_PAGE} at most.",
    "ordering": "Columns to order by, `-` before one for descending. Rows that tie are ordered by id.",
    "due_by": "Something open falls on this day or before, and has not passed; an hour counts in the reader's zone.",
    "count": "`exact` adds the number of all rows that the filters leave.",
    "fields": "Only these fields (and `id`). What is not asked for is not read.",
    "omit": "All but these fields.",
    "expand": "The records in these fields in full, as their own lists have them; fields only one record has else.",
    "format": "Another format; goes before Accept. A file has all rows, by id unless `ordering` says otherwise.",
    "as_of": "The record as it stood in the world at this moment. Fields that are kept for today only are left out.",
    "known_at": "Only what had been recorded by this moment; also the moment looked at where `as_of` is not given.",
}
PROBLEMS = {
    "400": "A parameter is unknown, repeated, empty or invalid.",
    "401": "Nobody is signed in, or the token is not valid.",
    "403": "The token has not the scope that this needs.",
    "404": "There is nothing at this address, or nothing that you may know of.",
    "405": "The method is not allowed here.",
    "406": "None of the media types in Accept is offered.",
    "429": "Too many requests; Retry-After says in how many seconds to come back.",
}
PROBLEMS_OF_BODIES = PROBLEMS | {
    "400": "The body cannot be read, or something in it is missing, unknown or invalid.",
    "403": "The token has not the scope that this needs, or the request did not come from a page of Parley (CSRF).",
    "413": "The body is too large.",
    "415": "The body is not of a media type that is read here.",
}


def address_of(request: HttpRequest) -> str:
    """The address of a request as the description writes it: "/api/v1/proposals/{reference}/"."""
    address = request.path
    for name, value in request.resolver_match.kwargs.items() if request.resolver_match else ():
        address = address.replace(f"/{value}/", f"/{{{name}}}/", 1)
    return address


def ref(name: str) -> JsonSchema:
    """A component of the description."""
    return {"$ref": f"#/components/schemas/{name}"}


def content(schema: JsonSchema, *media_types: str) -> JsonSchema:
    """A body of this schema, as JSON unless other media types are named."""
    return {kind: {"schema": schema} for kind in media_types or (JSON,)}


def problems(words: Mapping[str, str]) -> JsonSchema:
    """The answers that are problems, by status, and one for whatever else may go wrong."""
    every = {**words, "default": "Anything else that went wrong."}
    return {code: {"description": each, "content": content(ref("Problem"), MEDIA_TYPE)} for code, each in every.items()}


def path_parameter(name: str, pattern: str) -> JsonSchema:
    """A part of an address."""
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{pattern}$"}}


def reference_parameter(name: str) -> JsonSchema:
    """A part of an address that is a proposal's reference."""
    return path_parameter(name, "P-[1-9][0-9]{0,8}")


def day_parameters() -> list[JsonSchema]:
    """What `day_asked` reads."""
    return parameters_of({name: InstantField() for name in ("as_of", "known_at")})


def parameters_of(fields: Mapping[str, ValueField]) -> list[JsonSchema]:
    """What `values_asked` reads."""
    return [_parameter(name, field) for name, field in fields.items()]


def answers(words: str, schema: JsonSchema, media_type: str = JSON, files: Iterable[str] = ()) -> JsonSchema:
    """The answers of a route that reads: what it sends (`files` are whole lists), 304, and every problem."""
    return {
        "200": {
            "description": words,
            "headers": {"ETag": {"schema": {"type": "string"}, "description": "Strong; for If-None-Match."}},
            "content": {**content(schema, media_type), **{kind: {"schema": {"type": "string"}} for kind in files}},
        },
        "304": {"description": "Nothing changed since the answer with the ETag in If-None-Match."},
        **problems(PROBLEMS),
    }


def posted(words: str, schema: JsonSchema) -> JsonSchema:
    """The answers of a route that takes a body."""
    return {"200": {"description": words, "content": content(schema)}, **problems(PROBLEMS_OF_BODIES)}


def _parameter(name: str, field: ValueField) -> JsonSchema:
    schema = field.schema()
    described: JsonSchema = {"name": name, "in": "query", "schema": schema}
    if field.required:
        described["required"] = True
    if words := _WORDS.get(name):
        described["description"] = words
    elif isinstance(field, InstantField):
        described["description"] = "A moment with its offset, from 1900 to 2200."
    if schema.get("type") == "array":
        described |= {"explode": False, "style": "form"}
    return described
