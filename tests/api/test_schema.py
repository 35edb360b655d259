"""The description: valid, closed, bounded, and of every route there is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client
from drf_spectacular import validation

from negotiations.api.docs import POLICY
from negotiations.api.urls import routes
from tests import factories as make
from tests.api import described
from tests.api.conftest import ApiClient


def test_it_is_valid_openapi() -> None:
    assert described.document()["openapi"].startswith("3.1.")
    known = json.loads((Path(validation.__file__).parent / "openapi_3_1_schema.json").read_text(encoding="utf-8"))
    jsonschema_rs.validate(known, described.document())


def test_every_route_and_method_stands_in_it() -> None:
    described_ones = {
        (address, method) for address, operations in described.document()["paths"].items() for method in operations
    }
    answered = {
        (f"/api/v1/{address(str(route.pattern))}", method)
        for route in routes
        for method in getattr(route.callback, "actions", None) or methods_of(route.callback)
        if method != "head"
    }
    assert described_ones == answered
    names = [each["operationId"] for path in described.document()["paths"].values() for each in path.values()]
    assert len(set(names)) == len(names)


def methods_of(callback: Any) -> list[str]:
    return [method for method in ("get", "post", "delete") if hasattr(callback.view_class, method)]


def address(pattern: str) -> str:
    """A route's pattern as the description writes it."""
    plain = re.sub(r"\(\?P<(\w+)>[^()]*\)", r"{\1}", pattern)
    return plain.removeprefix("^").removesuffix("$").removesuffix("\\Z")


def schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema in the description, by the place it stands in."""

    def within(where: str, value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        if isinstance(value, dict):
            if "type" in value and isinstance(value["type"], str | list):
                yield where, value
            for name, each in value.items():
                yield from within(f"{where}/{name}", each)
        elif isinstance(value, list):
            for number, each in enumerate(value):
                yield from within(f"{where}/{number}", each)

    yield from within("components", described.document()["components"]["schemas"])


def test_every_object_is_closed() -> None:
    open_ones = [
        where
        for where, schema in schemas()
        if schema["type"] == "object" and schema.get("additionalProperties") is not False
    ]
    # The columns of a changed row: which there are depends on the noun.
    assert open_ones == ["components/Change/properties/before/anyOf/0", "components/Change/properties/after/anyOf/0"]


def test_every_number_is_bounded() -> None:
    unbounded = [
        where
        for where, schema in schemas()
        if schema["type"] == "integer" and "enum" not in schema and "minimum" not in schema
    ]
    # The caller's own number for a question, repeated in the answer.
    assert unbounded == ["components/DeadlineAnswer/properties/id/anyOf/1"]


@pytest.mark.parametrize("status", ["400", "401", "404", "405", "406", "default"])
def test_every_route_describes_its_problems(status: str) -> None:
    for operation in (each for path in described.document()["paths"].values() for each in path.values()):
        content = operation["responses"].get(status, operation["responses"]["default"])["content"]
        assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def test_the_index_lists_every_noun(api: ApiClient) -> None:
    index = api.get("/api/v1/").json()
    assert len(index) == 21
    for address in index.values():
        assert api.get(address).status_code == 200


def test_the_description_is_for_people_who_have_signed_in(api: ApiClient) -> None:
    assert Client().get("/api/v1/schema/").status_code == 401
    assert json.loads(api.get("/api/v1/schema/").content) == described.document()


@pytest.mark.django_db
def test_the_page_of_the_reference_needs_signing_in_and_brings_everything_along() -> None:
    client = Client()
    assert client.get("/api/docs/").headers["Location"] == "/accounts/login/?next=/api/docs/"
    client.force_login(make.user())
    page = client.get("/api/docs/")
    assert page.headers["Content-Security-Policy"] == POLICY
    assert "https://" not in page.content.decode()
    assert "<script>" not in page.content.decode()


def test_links_lead_to_operations_that_there_are() -> None:
    operations = [each for path in described.document()["paths"].values() for each in path.values()]
    takes = {each["operationId"]: {one["name"] for one in each.get("parameters", ())} for each in operations}
    links = [
        link
        for each in operations
        for answer in each["responses"].values()
        for link in answer.get("links", {}).values()
    ]
    assert len(links) > 100
    assert [link for link in links if not set(link["parameters"]) <= takes.get(link["operationId"], set())] == []
