"""What there is: the index of routes, their description, and a page to read and try them."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

import msgspec
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from negotiations.api.asking import refuse_parameters
from negotiations.api.conditional import answered, tagged
from negotiations.api.description import answers, ref
from negotiations.api.nouns import router
from negotiations.api.rendering import OpenApiRenderer, StructRenderer

# Swagger UI carries icons in data addresses; all else is as strict as elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


OPENAPI = "application/vnd.oai.openapi+json"


class Index(APIView):
    """The lists there are, by noun."""

    operation: ClassVar[dict[str, Any]] = {
        "operationId": "index",
        "summary": "The lists there are, by noun.",
        "tags": ["index"],
        "responses": answers("The address of each list.", ref("Index")),
    }

    def get(self, request: Request) -> HttpResponse:
        refuse_parameters(request.query_params)
        lists = {noun: reverse(f"api:{name}-list", request=request) for noun, _, name in router.registry}
        return answered(request, lists)


class Schema(APIView):
    """The OpenAPI 3.1 description of the API, in JSON."""

    operation: ClassVar[dict[str, Any]] = {
        "operationId": "schema",
        "summary": "This description.",
        "tags": ["index"],
        "responses": answers("An OpenAPI 3.1 document.", {"type": "object"}, OPENAPI),
    }
    renderer_classes = (StructRenderer, OpenApiRenderer)

    def get(self, request: Request) -> HttpResponse:
        refuse_parameters(request.query_params)
        return tagged(request, described(), OPENAPI)


@cache
def described() -> bytes:
    """The description as bytes; it is the same for everybody until Parley is updated."""
    generator: Any = SchemaGenerator()  # type: ignore[no-untyped-call]
    return msgspec.json.encode(generator.get_schema(request=None, public=True))


@require_safe
@login_required
def reference(request: HttpRequest) -> HttpResponse:
    """The API reference, carried locally."""
    response = render(request, "api/reference.html")
    response.headers["Content-Security-Policy"] = POLICY
    return response
