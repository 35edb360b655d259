"""The OpenAPI description, made from the Structs that are sent and the fields that are read."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.db.models import Choices
from drf_spectacular.openapi import AutoSchema

from negotiations.api.asking import LARGEST_PAGE, PAGE_SIZE, shared_fields
from negotiations.api.authentication import security_of
from negotiations.api.problems import MEDIA_TYPE, Problem
from negotiations.api.records import Records
from negotiations.api.writes.described import links_of, operation_of, operations_of, written_operation
from negotiations.filters.fields import InstantField, ValueField
from negotiations.queries.expansion import expansions, heavier, in_full, inside, wider

JsonSchema = dict[str, Any]
_WORDS = {
    "cursor": "A place in the list, taken from `next` or `previous` of an earlier answer.",
    "page_size": f"Rows on a page; {PAGE_SIZE} unless told, {LARGEST_PAGE} at most.",
    "ordering": "Columns to order by, `-` before one for descending. Rows that tie are ordered by id.",
    "count": "`exact` adds the number of all rows that the filters leave.",
    "fields": "Only these fields (and `id`). What is not asked for is not read.",
    "omit": "All but these fields.",
    "expand": "The records in these fields in full, as their own lists have them; fields only one record has else.",
    "format": "Another format; goes before Accept. A file has all rows, by id unless `ordering` says otherwise.",
    "as_of": "The record as it stood in the world at this moment. Fields that are kept for today only are left out.",
    "known_at": "Only what had been recorded by this moment; also the moment looked at where `as_of` is not given.",
}
_PROBLEMS = {
    "400": "A parameter is unknown, repeated, empty or invalid.",
    "401": "Nobody is signed in, or the token is not valid.",
    "403": "The token has not the scope that this needs.",
    "404": "There is nothing at this address, or nothing that you may know of.",
    "405": "The method is not allowed here.",
    "406": "None of the media types in Accept is offered.",
    "429": "Too many requests; Retry-After says in how many seconds to come back.",
}
_PROBLEMS_OF_BODIES = {
    "400": "The body cannot be read, or something in it is missing, unknown or invalid.",
    "403": "The token has not the scope that this needs, or the request did not come from a page of Parley (CSRF).",
    "413": "The body is too large.",
    "415": "The body is not of a media type that is read here.",
}


class RecordSchema(AutoSchema):
    """Describes the routes of a Records view; any other view says its `operation` itself."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> JsonSchema | None:
        view = self.view
        if not isinstance(view, Records):
            described: JsonSchema = view.operation  # type: ignore[attr-defined]  # docs.py sets it
            return described
        if written := operation_of(view):
            return written_operation(view, written, path)
        listed = view.action == "list"
        noun = view.basename.replace("-", "_")
        files = [each.media_type for each in view.formats[1:]] if listed else []
        answer = f"{_name(view, listed=True)}Page" if listed else _name(view, listed=False)
        found = answers("The page." if listed else "The record.", _ref(answer), files=files)
        found["200"]["links"] = links_of(view, view.basename, "/results/0" if listed else "")
        return {
            "operationId": f"{noun}_{'list' if listed else 'retrieve'}",
            "summary": (inspect.getdoc(type(view)) or "").split("\n")[0] if listed else f"One {view.basename}.",
            "tags": [path.split("/")[3]],
            "parameters": _parameters(view, listed=listed),
            "security": security_of(view),
            "responses": found,
        }


def reference_parameter(name: str) -> JsonSchema:
    """A part of an address that is a proposal's reference."""
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^P-[1-9][0-9]{0,8}$"},
    }


def day_parameters() -> list[JsonSchema]:
    """What `day_asked` reads."""
    return parameters_of({name: InstantField() for name in ("as_of", "known_at")})


def parameters_of(fields: Mapping[str, ValueField]) -> list[JsonSchema]:
    """What `values_asked` reads."""
    return [_parameter(name, field) for name, field in fields.items()]


def answers(
    words: str, schema: JsonSchema, media_type: str = "application/json", files: Iterable[str] = ()
) -> JsonSchema:
    """The answers of a route that reads: what it sends (`files` are whole lists), 304, and every problem."""
    content = {media_type: {"schema": schema}, **{kind: {"schema": {"type": "string"}} for kind in files}}
    return {
        "200": {
            "description": words,
            "headers": {"ETag": {"schema": {"type": "string"}, "description": "Strong; for If-None-Match."}},
            "content": content,
        },
        "304": {"description": "Nothing changed since the answer with the ETag in If-None-Match."},
        **{code: _problem(words) for code, words in _PROBLEMS.items()},
        "default": _problem("Anything else that went wrong."),
    }


def posted(words: str, schema: JsonSchema) -> JsonSchema:
    """The answers of a route that takes a body."""
    return {
        "200": {"description": words, "content": {"application/json": {"schema": schema}}},
        **{code: _problem(words) for code, words in {**_PROBLEMS, **_PROBLEMS_OF_BODIES}.items()},
        "default": _problem("Anything else that went wrong."),
    }


def add_components(result: JsonSchema, generator: Any, request: Any, public: bool) -> JsonSchema:
    """Postprocessing hook: every Struct that is sent, closed and bounded."""
    from negotiations.api.urls import router, routes  # noqa: PLC0415 - the routes import this module through their views

    views = [view for _, view, _ in router.registry if issubclass(view, Records)]
    whole = {shape.struct for view in views for shape in (view.shape, view.whole or view.shape)}
    written = [each for view in views for each in operations_of(view)]
    bodies = [struct for each in written for struct in (each.body, each.reveals) if struct]
    others = [getattr(getattr(route.callback, "view_class", None), "sends", ()) for route in routes]
    schemas = components([*whole, *bodies, *(struct for sent in others for struct in sent), Problem])
    for struct in whole:
        # `fields`, `omit` and `as_of` leave fields out.
        schemas[struct.__name__]["required"] = ["id"]
    for view in views:
        _expand(schemas, view)
    pages = {f"{view.shape.struct.__name__}Page": _page(view.shape.struct.__name__) for view in views}
    lists = {noun: {"type": "string", "format": "uri"} for noun, _, _ in router.registry}
    index = {"type": "object", "properties": lists, "required": list(lists), "additionalProperties": False}
    result["components"] = {
        "schemas": dict(sorted({**schemas, **pages, "Index": index}.items())),
        "securitySchemes": {
            "session": {"type": "apiKey", "in": "cookie", "name": "session", "description": "The browser's sign-in."},
            "token": {"type": "http", "scheme": "bearer", "description": "A program's token: parley_…"},
        },
    }
    return result


def _expand(schemas: dict[str, JsonSchema], view: type[Records]) -> None:
    """Say where the records of a noun hold others in full, and what its list has on request."""
    whole = view.whole or view.shape
    listed = schemas[view.shape.struct.__name__]["properties"]
    for name in heavier(view.shape, whole):
        listed[name] = schemas[whole.struct.__name__]["properties"][name]
    for shape in {view.shape, whole}:
        for path in expansions(shape, whole):
            owner = shape
            for name in path.split("."):
                holds = inside(wider(owner, whole) if owner is shape else owner)
                if name not in holds:
                    continue
                if full := in_full(holds[name]):
                    _allow(schemas[owner.struct.__name__]["properties"], name, full.struct.__name__)
                owner = full or holds[name]


def _allow(properties: JsonSchema, name: str, full: str) -> None:
    """Let a field, or each member of its list, be this record as well."""
    field = properties[name] = dict(properties[name])
    if field.get("type") == "array":
        known = field["items"].get("anyOf", [field["items"]])
        field["items"] = {"anyOf": [each for each in known if each != _ref(full)] + [_ref(full)]}
    else:
        known = field.get("anyOf", [field])
        properties[name] = {"anyOf": [each for each in known if each != _ref(full)] + [_ref(full)]}


def components(structs: list[type[msgspec.Struct]]) -> dict[str, JsonSchema]:
    """The JSON Schemas of Structs and of every Struct in them, each closed to fields it does not name."""
    _, schemas = msgspec.json.schema_components(
        structs, schema_hook=_schema_of, ref_template="#/components/schemas/{name}"
    )
    for schema in schemas.values():
        schema["additionalProperties"] = False
    return dict(schemas)


def _schema_of(kind: type) -> JsonSchema:
    if not issubclass(kind, Choices):
        # How msgspec is told that it has to describe the type by itself.
        raise NotImplementedError
    whole = all(isinstance(value, int) for value in kind.values)
    return {"type": "integer" if whole else "string", "enum": list(kind.values)}


def _parameters(view: Records, *, listed: bool) -> list[JsonSchema]:
    shape = view.shape if listed else view.whole or view.shape
    whole = view.whole if listed else None
    filters = view.filters if listed else None
    formats = tuple(each.format for each in view.formats)
    fields = dict(shared_fields(shape, dated=view.dated, whole=whole, filters=filters, formats=formats))  # type: ignore[arg-type]
    offered = {name: each.field for name, each in filters.offered(then=False).items()} if filters else {}
    parameters = [_parameter(name, field) for name, field in {**offered, **fields}.items()]
    if not listed:
        pattern = {"type": "string", "pattern": f"^{view.lookup_value_regex}$"}
        parameters.insert(0, {"name": view.lookup_url_kwarg, "in": "path", "required": True, "schema": pattern})
    return [*parameters, {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}]


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


def _name(view: Records, *, listed: bool) -> str:
    return (view.shape if listed else view.whole or view.shape).struct.__name__


def _ref(name: str) -> JsonSchema:
    return {"$ref": f"#/components/schemas/{name}"}


def _problem(words: str) -> JsonSchema:
    return {"description": words, "content": {MEDIA_TYPE: {"schema": _ref("Problem")}}}


def _page(name: str) -> JsonSchema:
    link = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "title": f"{name}Page",
        "description": "One page of a list; `next` and `previous` are null where the list ends.",
        "properties": {
            "next": link,
            "previous": link,
            "count": {"type": "integer", "minimum": 0, "description": "With count=exact: all rows, not only these."},
            "results": {"type": "array", "maxItems": LARGEST_PAGE, "items": _ref(name)},
        },
        "required": ["next", "previous", "results"],
        "additionalProperties": False,
    }
