"""What can be written, as the OpenAPI description says it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from negotiations.actions.reviewing import may_wait
from negotiations.api.authentication import security_of
from negotiations.api.description import JSON, PROBLEMS_OF_BODIES, JsonSchema, content, path_parameter, problems, ref
from negotiations.api.nouns import router
from negotiations.api.parsing import MergePatch
from negotiations.api.records import Records
from negotiations.api.writes.operations import Operation
from negotiations.api.writes.variants import MOST_ITEMS
from negotiations.queries.proposed_changes import ProposedChange

_NAMES = {"partial_update": "revise"}
_PROBLEMS = PROBLEMS_OF_BODIES | {
    "400": "The body cannot be read or is not as described, or a parameter was given: writes take none.",
    "403": "You, or the token, may not write this, or the request did not come from a page of Parley (CSRF).",
    "409": "What is asked for does not follow from how things stand on record; or the same request is being answered.",
    "422": "The body is as described, but the record refuses it: the errors say where and why.",
}
_PROBLEMS_OF_MOVES = {
    "412": "Somebody else changed the record since you read it.",
    "428": "If-Match is missing.",
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the record as it was read.",
    "schema": {"type": "string", "minLength": 3, "maxLength": 200},
}
_AS_READ = "$response.header.ETag"
_ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Sent again with the same key within 24 hours, the request is answered as before and not repeated.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}


def operation_of(view: Records) -> Operation | None:
    """The operation that this route and method carry out, None where they read."""
    found: Operation | None = getattr(getattr(type(view), view.action or "", None), "operation", None)
    return found


def operations_of(view: type[Records]) -> Iterator[Operation]:
    """Every operation of a noun."""
    for _, method in inspect.getmembers(view, inspect.isfunction):
        if isinstance(found := getattr(method, "operation", None), Operation):
            yield found


def links_of(view: Records | type[Records], noun: str, at: str = "") -> JsonSchema:
    """Where one can go from a record of this noun that stands `at` a place in an answer: to it, and to what it takes.

    What moves it wants the ETag that came with it, which a row of a list has not.
    """
    key = view.lookup_url_kwarg
    found = {key: f"$response.body#{at}/{key}"}
    links = {"retrieve": _link(noun, "retrieve", found)}
    for name, method in inspect.getmembers(view, lambda each: isinstance(getattr(each, "operation", None), Operation)):
        done: Operation = method.operation
        if done.of and "(" not in done.step and not (at and done.moves):
            called = _NAMES.get(name, name)
            links[called] = _link(noun, called, {**found, **({"If-Match": _AS_READ} if done.moves else {})})
    return links


def _link(noun: str, name: str, parameters: dict[str, str]) -> JsonSchema:
    return {"operationId": f"{noun.replace('-', '_')}_{name}", "parameters": parameters}


def _links_on(view: Records, operation: Operation, answer: str) -> JsonSchema:
    """From what a write answers: where it made one of its own noun to all of that, else to the record alone."""
    if operation.many:
        return {}
    noun = "proposed-change" if answer == "202" else operation.made or view.basename
    whose: Any = next(each for _, each, basename in router.registry if basename == noun)
    links = links_of(whose, noun)
    return links if noun == view.basename and operation.made else {"retrieve": links["retrieve"]}


def written_operation(view: Records, operation: Operation, path: str) -> JsonSchema:
    noun = view.basename.replace("-", "_")
    parameters: list[JsonSchema] = []
    if operation.of:
        parameters.append(path_parameter(view.lookup_url_kwarg, view.lookup_value_regex))
    parameters += [path_parameter(*each) for each in re.findall(r"\(\?P<(\w+)>([^()]*)\)", operation.step)]
    if operation.moves:
        parameters.append(_IF_MATCH)
    if view.action != "partial_update" and operation.method == "post":
        parameters.append(_ONCE)
    described: JsonSchema = {
        "operationId": f"{noun}_{_NAMES.get(view.action or '', view.action)}",
        "summary": operation.summary,
        "tags": [path.split("/")[3]],
        "parameters": parameters,
        "security": security_of(view),
        "responses": _answers(view, operation),
    }
    if operation.body:
        kinds = [JSON, MergePatch.media_type] if view.action == "partial_update" else [JSON]
        described["requestBody"] = {"required": True, "content": content(ref(operation.body.__name__), *kinds)}
    return described


def written_alone(name: str, summary: str, body: type[Struct], answer: type[Struct]) -> JsonSchema:
    """A route that is no noun's and makes what its body says."""
    return {
        "operationId": name,
        "summary": summary,
        "tags": [f"{name}s"],
        "parameters": [_ONCE],
        "requestBody": {"required": True, "content": content(ref(body.__name__))},
        "responses": {
            "201": {"description": "What was recorded.", "content": content(ref(answer.__name__))},
            **problems(_PROBLEMS),
        },
    }


def _answers(view: Records, operation: Operation) -> JsonSchema:
    sent = operation.reveals or (operation.shows or view.whole or view.shape).struct
    headers = {"ETag": {"schema": {"type": "string"}, "description": "Strong; for If-Match and If-None-Match."}}
    if operation.made:
        headers["Location"] = {"schema": {"type": "string"}, "description": "The address of what was made."}
    done: JsonSchema = {
        "201" if operation.made else "200": {
            "description": "What was recorded." if operation.made else "The record as it now is.",
            "headers": {} if operation.many else headers,
            "content": content(_sent(sent.__name__, many=operation.many)),
        }
    }
    if may_wait(operation.does):
        location = {"schema": {"type": "string"}, "description": "The address of the proposed change."}
        done["202"] = {
            "description": "The negotiation asks for two people: this waits until somebody else confirms it.",
            "headers": {} if operation.many else {**headers, "Location": location},
            "content": content(_sent(ProposedChange.__name__, many=operation.many)),
        }
    for answer, described in done.items():
        if links := _links_on(view, operation, answer):
            described["links"] = links
    return {**done, **problems(_PROBLEMS | (_PROBLEMS_OF_MOVES if operation.moves else {}))}


def _sent(name: str, *, many: bool) -> JsonSchema:
    if not many:
        return ref(name)
    return {
        "type": "object",
        "description": "What was recorded, in the order of the items.",
        "properties": {"results": {"type": "array", "maxItems": MOST_ITEMS, "items": ref(name)}},
        "required": ["results"],
        "additionalProperties": False,
    }
