"""Answers held against the API's own description."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from jsonschema_rs import Draft202012Validator, Registry

from negotiations.api.description import address_of
from negotiations.api.docs import described
from negotiations.queries.expansion import heavier

HERE = "urn:parley:description"


@cache
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(described())
    return found


@cache
def registry() -> Registry:
    return Registry([(HERE, document())])


@cache
def validator(pointer: str) -> Draft202012Validator:
    """A validator of one place in the description, such as "/components/schemas/Problem"."""
    place = f"{HERE}#{quote(pointer, safe='/~')}"
    return Draft202012Validator({"$ref": place}, registry=registry(), validate_formats=True)


class Described:
    """Middleware of the tests: every answer under /api/v1/ is one that the description allows, whoever asked for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/api/v1/"):
            check(request, response)
        return response


def check(request: HttpRequest, response: HttpResponse) -> None:
    """Refuse an answer that the description does not allow for: path, status, media type and body."""
    template, method = address_of(request), str(request.method).lower()
    media_type = response.headers.get("Content-Type", "").split(";")[0]
    operation = document()["paths"].get(template, {}).get("get" if method == "head" else method)
    if operation is None:
        assert response.status_code in {404, 405, 401}, f"{method} {template} is not described"
        validator("/components/schemas/Problem").validate(json.loads(response.content))
        return
    status = str(response.status_code) if str(response.status_code) in operation["responses"] else "default"
    if response.status_code in {204, 304}:
        assert response.content == b""
        assert status in operation["responses"]
        return
    if method == "head":
        return
    assert media_type in operation["responses"][status]["content"], f"{template} answered {media_type}"
    if "json" not in media_type or "ndjson" in media_type:
        return
    steps = ["paths", template, method, "responses", status, "content", media_type, "schema"]
    pointer = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
    body = json.loads(response.content)
    validator(pointer).validate(body)
    if method == "get" and response.status_code == 200:
        _check_complete(template, operation, body, request)


@cache
def on_request(path: str) -> frozenset[str]:
    """The fields that the list at this address has only when it is asked for them."""
    from negotiations.api.nouns import router  # noqa: PLC0415 - models are loaded by then

    views = {f"/api/v1/{noun}/": view for noun, view, _ in router.registry}
    return (
        frozenset(heavier(views[path].shape, views[path].whole or views[path].shape)) if path in views else frozenset()
    )


def _check_complete(path: str, operation: dict[str, Any], body: Any, request: HttpRequest) -> None:
    """Without `fields`, `omit`, `expand` and `as_of` no field is missing, though the description allows for it."""
    if {"fields", "omit", "expand", "as_of", "known_at"} & set(request.GET) or operation["tags"] == ["index"]:
        return
    name = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    rows = body["results"] if name.endswith("Page") else [body]
    fields = set(document()["components"]["schemas"][name.removesuffix("Page")]["properties"]) - on_request(path)
    for row in rows:
        assert set(row) == fields, f"{path} leaves out {fields - set(row)}"
