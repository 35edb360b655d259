"""The OpenAPI description, made from the Structs that are sent and the fields that are read."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec
from django.db.models import Choices
from drf_spectacular.openapi import AutoSchema

from negotiations.api.asking import LARGEST_PAGE, shared_fields
from negotiations.api.authentication import security_of
from negotiations.api.description import JsonSchema, answers, parameters_of, path_parameter, ref
from negotiations.api.ending import ENDING
from negotiations.api.nouns import router
from negotiations.api.problems import Problem
from negotiations.api.records import Records
from negotiations.api.written import links_of, operation_of, operations_of, written_operation
from negotiations.queries.expansion import expansions, heavier, in_full, inside, wider


class RecordSchema(AutoSchema):
    """Describes the routes of a Records view; any other view says its `operation` itself."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> JsonSchema | None:
        described = self._described(path)
        return {**described, "deprecated": True} if (method, path) in ENDING else described

    def _described(self, path: str) -> JsonSchema:
        view = self.view
        if not isinstance(view, Records):
            described: JsonSchema = view.operation  # type: ignore[attr-defined]  # each of them says it
            return {**described, "security": security_of(view)}
        if written := operation_of(view):
            return written_operation(view, written, path)
        listed = view.action == "list"
        noun = view.basename.replace("-", "_")
        files = [each.media_type for each in view.formats[1:]] if listed else []
        answer = f"{_name(view, listed=True)}Page" if listed else _name(view, listed=False)
        found = answers("The page." if listed else "The record.", ref(answer), files=files)
        found["200"]["links"] = links_of(view, view.basename, "/results/0" if listed else "")
        return {
            "operationId": f"{noun}_{'list' if listed else 'retrieve'}",
            "summary": (inspect.getdoc(type(view)) or "").split("\n")[0] if listed else f"One {view.basename}.",
            "tags": [path.split("/")[3]],
            "parameters": _parameters(view, listed=listed),
            "security": security_of(view),
            "responses": found,
        }


def add_components(result: JsonSchema, generator: Any, request: Any, public: bool) -> JsonSchema:
    """Postprocessing hook: every Struct that is sent, closed and bounded."""
    views = [view for _, view, _ in router.registry if issubclass(view, Records)]
    whole = {shape.struct for view in views for shape in (view.shape, view.whole or view.shape)}
    written = [each for view in views for each in operations_of(view)]
    bodies = [struct for each in written for struct in (each.body, each.reveals) if struct]
    others = [getattr(callback.cls, "sends", ()) for *_, callback in generator.endpoints]
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
        field["items"] = {"anyOf": [each for each in known if each != ref(full)] + [ref(full)]}
    else:
        known = field.get("anyOf", [field])
        properties[name] = {"anyOf": [each for each in known if each != ref(full)] + [ref(full)]}


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
    parameters = parameters_of({**offered, **fields})
    if not listed:
        parameters.insert(0, path_parameter(view.lookup_url_kwarg, view.lookup_value_regex))
    return [*parameters, {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}]


def _name(view: Records, *, listed: bool) -> str:
    return (view.shape if listed else view.whole or view.shape).struct.__name__


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
            "results": {"type": "array", "maxItems": LARGEST_PAGE, "items": ref(name)},
        },
        "required": ["next", "previous", "results"],
        "additionalProperties": False,
    }
