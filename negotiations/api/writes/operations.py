"""One way to carry out every write: read, find, act, look again, answer; or nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from msgspec import Struct
from rest_framework.decorators import action as extra_route
from rest_framework.request import Request

from config import clock
from negotiations.actions.together import together
from negotiations.api.asking import refuse_parameters
from negotiations.api.conditional import body_tag
from negotiations.api.problems import Fault, Refusal
from negotiations.api.records import Records
from negotiations.api.writes.bodies import taken
from negotiations.api.writes.permission import require_write_scope
from negotiations.api.writes.preconditions import require_current, require_precondition
from negotiations.api.writes.writer import Writer
from negotiations.models import User
from negotiations.queries.reading import read_keyed
from negotiations.queries.shapes import Reader, Shape

View = TypeVar("View", bound=type[Records])
_ROUTED = ("create", "partial_update", "destroy")


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that can be done.

    `does` is the action and `body` its arguments. The record in the address becomes its argument `of` (empty for a
    list's own address). `moves`: it changes that record, so that the caller must say which version it read.
    What is answered is the row that the action returns as `shows` (with `made`, the basename of its own address:
    201 and Location), or without `shows` the record in the address as it now is; nothing after a removal.
    """

    summary: str
    does: Callable[..., Any]
    body: type[Struct] | None = None
    of: str = ""
    moves: bool = False
    shows: Shape[Any] | None = None
    made: str = ""
    removes: bool = False
    always: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent: kept as it is for an Idempotency-Key."""

    status: int
    body: bytes
    tag: str = ""
    location: str = ""

    def sent(self, request: Request) -> HttpResponse:
        headers = {"ETag": self.tag} if self.tag else {}
        if self.location:
            headers["Location"] = request.build_absolute_uri(self.location)
        kind = {"content_type": "application/json"} if self.body else {}
        return HttpResponse(self.body, status=self.status, headers=headers, **kind)


def writable(**operations: Operation) -> Callable[[View], View]:
    """Give a noun's routes these operations: create, partial_update, destroy, and further ones by the last step."""

    def decorate(view: View) -> View:
        for name, operation in operations.items():
            method = _method(name, operation)
            if name not in _ROUTED:
                step = name.replace("_", "-")
                route = extra_route(detail=bool(operation.of), methods=["post"], url_path=step, url_name=step)
                method = route(method)
            setattr(view, name, method)
        return view

    return decorate


def _method(name: str, operation: Operation) -> Callable[..., HttpResponseBase]:
    def method(self: Records, request: Request, **lookup: Any) -> HttpResponseBase:
        return perform(self, request, operation, lookup)

    method.__name__ = name
    method.operation = operation  # type: ignore[attr-defined]
    return method


def perform(view: Records, request: Request, operation: Operation, lookup: dict[str, Any]) -> HttpResponse:
    """Carry an operation out for whoever asks; raises a Refusal, Http404 or DRF's own refusals."""
    refuse_parameters(request.query_params)
    require_write_scope(request)
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the permission has let only signed-in people through
    held = require_precondition(request) if operation.moves else ()
    body = taken(operation.body, request.data) if operation.body else None
    writer = Writer(user, clock.now())
    with together():
        answer = _carried_out(view, operation=operation, body=body, writer=writer, lookup=lookup, held=held)
    return answer.sent(request)


def _carried_out(
    view: Records,
    *,
    operation: Operation,
    body: Struct | None,
    writer: Writer,
    lookup: dict[str, Any],
    held: tuple[str, ...],
) -> Answer:
    whole = view.whole or view.shape
    given = dict(operation.always)
    if operation.of:
        given[operation.of] = target = _target(whole, writer, view.lookup_field, lookup[view.lookup_url_kwarg])
        if operation.moves:
            require_current(held, target, lambda: shown(whole, writer, target)[1])
    if body is None:
        row = writer.call(operation.does, (), {}, **given)
    else:
        row = writer.carry_out(operation.does, body, **given)
    if operation.removes:
        return Answer(204, b"")
    if operation.shows is None:
        return Answer(200, *shown(whole, writer, given[operation.of]))
    content, tag = shown(operation.shows, writer, row)
    return Answer(201, content, tag, _address(operation, row)) if operation.made else Answer(200, content, tag)


def _target(whole: Shape[Any], writer: Writer, field: str, key: Any) -> Model:
    rows = whole.scoped(writer.user)
    found: Model | None = rows.filter(**{field: key}).first()
    if found is None:
        raise Http404
    return found


def shown(shape: Shape[Any], writer: Writer, row: Model) -> tuple[bytes, str]:
    """The record as its writer reads it now, and its tag; refused where the write took it out of their sight."""
    version = ("version",) if "version" in shape.struct.__struct_fields__ else ()
    rows = shape.scoped(writer.user).filter(pk=row.pk)
    found = read_keyed(rows, shape, Reader(writer.user, writer.now), version)
    if not found:
        raise Refusal(403, [Fault("out_of_scope", "You would no longer be able to see this; ask one of its leads.")])
    record, beside = found[0]
    content = msgspec.json.encode(record)
    return content, body_tag(content, beside[0] if beside else None)


def _address(operation: Operation, row: Model) -> str:
    key = "reference" if hasattr(row, "reference") else "pk"
    return reverse(f"api:{operation.made}-detail", args=[getattr(row, key)])
