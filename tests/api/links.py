"""Links of the description, as a client follows them: from an answer to what can be done with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import HttpResponse

from tests.api import described


@cache
def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Each operation's method, address and description, by its id."""
    return {
        operation["operationId"]: (method, path, operation)
        for path, methods in described.document()["paths"].items()
        for method, operation in methods.items()
    }


def followed(name: str, answer: HttpResponse) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Where the links of this operation's answer lead: operation, method, address and headers."""
    links = operations()[name][2]["responses"][str(answer.status_code)].get("links", {})
    for link in links.values():
        method, path, operation = operations()[link["operationId"]]
        headers = {}
        for parameter in operation.get("parameters", ()):
            if expression := link["parameters"].get(parameter["name"]):
                value = _value_of(expression, answer)
                path = path.replace(f"{{{parameter['name']}}}", value)
                headers |= {parameter["name"]: value} if parameter["in"] == "header" else {}
        yield link["operationId"], method, path, headers


def _value_of(expression: str, answer: HttpResponse) -> str:
    """What a runtime expression of OpenAPI stands for in this answer."""
    if expression.startswith("$response.header."):
        return answer.headers[expression.removeprefix("$response.header.")]
    found = json.loads(answer.content)
    for step in expression.removeprefix("$response.body#/").split("/"):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return str(found)
