"""One way to carry out every write: read, find, act, look again, answer; or nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

import msgspec
from django.db import IntegrityError
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from msgspec import Struct
from rest_framework.decorators import action as extra_route
from rest_framework.request import Request

from config import clock
from negotiations.actions.gathering import ApartError
from negotiations.actions.reviewing import may_wait
from negotiations.actions.together import apart, at_once, together
from negotiations.api.asking import refuse_parameters
from negotiations.api.authentication import asker
from negotiations.api.conditional import body_tag
from negotiations.api.problems import MOST_ERRORS, Fault, Refusal
from negotiations.api.records import Records
from negotiations.api.writes.bodies import taken
from negotiations.api.writes.once import Answer, once
from negotiations.api.writes.preconditions import require_current, require_precondition
from negotiations.api.writes.variants import many
from negotiations.api.writes.writer import Writer, home_of
from negotiations.models import ProposedChange
from negotiations.queries.proposed_changes import PROPOSED_CHANGE
from negotiations.queries.reading import read_keyed
from negotiations.queries.shapes import Reader, Shape

View = TypeVar("View", bound=type[Records])
OUT_OF_SCOPE = Fault("out_of_scope", "You would no longer be able to see this; ask one of its leads.")
WAIT_APART = "Some of these wait for a second person and some do not; send the items of each negotiation by themselves."
_ROUTED = ("create", "partial_update")


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that can be done.

    `does` is the action and `body` its arguments. The record in the address becomes its argument `of` (empty for a
    list's own address). `moves`: it changes that record, so that the caller must say which version it read.
    What is answered is the row that the action returns as `shows` (with `made`, the basename of its own address:
    201 and Location), or without `shows` the record in the address as it now is; where it waits for a second person
    the ProposedChange (202). `method` and `step` are how and
    under which last step of the address it is reached, where these are not POST and the name it is given; parameters
    in the step become arguments. `always` are arguments that are always the same. `many`: it is done for each of the
    body's items. `reveals` is what is answered where the row carries `shown_once` beside it: a secret, which is kept
    nowhere, so that a repeat under the same key is answered without it.
    """

    summary: str
    does: Callable[..., Any]
    body: type[Struct] | None = None
    of: str = ""
    moves: bool = False
    shows: Shape[Any] | None = None
    made: str = ""
    method: Literal["post", "delete"] = "post"
    step: str = ""
    always: tuple[tuple[str, Any], ...] = ()
    many: bool = False
    reveals: type[Struct] | None = None


def writable(**operations: Operation) -> Callable[[View], View]:
    """Give a noun's routes these operations: create, partial_update, and further ones by the last step.

    What can be created can be created in bulk, secrets excepted.
    """
    if "create" in operations and not operations["create"].reveals:
        operations["bulk"] = in_bulk(operations["create"])

    def decorate(view: View) -> View:
        for name, operation in operations.items():
            method = _method(name, operation)
            if name not in _ROUTED:
                step = name.replace("_", "-")
                path = operation.step or step
                method = extra_route(
                    detail=bool(operation.of), methods=[operation.method], url_path=path, url_name=step
                )(method)
            setattr(view, name, method)
        return view

    return decorate


def in_bulk(operation: Operation) -> Operation:
    """The same for up to 500 bodies: all of them, or none."""
    assert operation.body is not None  # noqa: S101 - whatever is created is created from a body
    summary = f"{operation.summary} Up to 500 at once, all or none."
    return replace(operation, summary=summary, body=many(operation.body), many=True)


def _method(name: str, operation: Operation) -> Callable[..., HttpResponseBase]:
    def method(self: Records, request: Request, **lookup: Any) -> HttpResponseBase:
        return perform(self, request, operation, lookup)

    method.__name__ = name
    method.operation = operation  # type: ignore[attr-defined]
    return method


def perform(view: Records, request: Request, operation: Operation, lookup: dict[str, Any]) -> HttpResponse:
    """Carry an operation out for whoever asks; raises a Refusal, Http404 or DRF's own refusals."""

    def work(writer: Writer, body: Any, held: tuple[str, ...]) -> Answer:
        return _carried_out(view, operation=operation, body=body, writer=writer, lookup=lookup, held=held)

    return carry_out(request, operation.body, work, moves=operation.moves)


def carry_out(
    request: Request,
    kind: type[Struct] | None,
    work: Callable[[Writer, Any, tuple[str, ...]], Answer],
    *,
    moves: bool = False,
) -> HttpResponse:
    """Do the work of one request: all of it or nothing, once under its Idempotency-Key."""
    refuse_parameters(request.query_params)
    held = require_precondition(request) if moves else ()
    body = taken(kind, request.data) if kind else None
    writer = Writer(asker(request), clock.now())
    key, before = once(request, writer.user, request.data, writer.now)
    if before:
        return before.sent(request)
    try:
        with together():
            answer = work(writer, body, held)
            if key:
                key.keep(answer)
    except Refusal as error:
        if key:
            key.keep(Answer(error.status_code, error.answer().content))
        raise
    except BaseException:
        if key:
            key.forget()
        raise
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
    given |= {name: int(value) for name, value in lookup.items() if name != view.lookup_url_kwarg}
    if operation.many:
        return _bulk_answer(operation, body, writer)
    if body is None:
        row = writer.call(operation.does, (), {}, **given)
    else:
        row = writer.carry_out(operation.does, body, **given)
    if may_wait(operation.does) and isinstance(row, ProposedChange):
        made = address_of("proposed-change", row)
        return Answer(202, *shown(PROPOSED_CHANGE, writer, row), made, home_of({"negotiation": row}))
    if operation.shows is None:
        target = given[operation.of]
        return Answer(200, *shown(whole, writer, target), home=home_of({"negotiation": target}))
    address = address_of(operation.made, row) if operation.made else ""
    home = home_of({"negotiation": row})
    content, tag = shown(operation.shows, writer, row)
    revealed = msgspec.json.encode({**msgspec.json.decode(content), **row.shown_once}) if operation.reveals else b""
    return Answer(201 if address else 200, content, tag, address, home, revealed)


def _all_at_once(operation: Operation, items: list[Any], writer: Writer) -> list[Model] | None:
    """The rows of all items, written together; None, with nothing written, where one is refused."""
    writer = Writer(writer.user, writer.now)  # of its own, since what it finds is undone with the rest
    try:
        with at_once(len(items)):
            writer.look_up(items)
            return [writer.carry_out(operation.does, item, ("items", place)) for place, item in enumerate(items)]
    except (Refusal, ApartError, IntegrityError):
        return None


def _one_by_one(operation: Operation, items: list[Any], writer: Writer) -> list[Model]:
    """Each item by itself, so that one refusal does not hide the next; a single one undoes them all."""
    rows: list[Model] = []
    refused: list[Refusal] = []
    for place, item in enumerate(items):
        try:
            with apart():
                rows.append(writer.carry_out(operation.does, item, ("items", place)))
        except Refusal as error:
            refused.append(error)
            if sum(len(each.faults) for each in refused) >= MOST_ERRORS:
                break
    if refused:
        raise Refusal(refused[0].status_code, [fault for each in refused for fault in each.faults], refused[0].kind)
    return rows


def _bulk_answer(operation: Operation, body: Any, writer: Writer) -> Answer:
    rows = _all_at_once(operation, body.items, writer) or _one_by_one(operation, body.items, writer)
    assert operation.shows is not None  # noqa: S101 - in_bulk is made of operations that make something
    waiting = sum(isinstance(row, ProposedChange) for row in rows)
    if waiting not in (0, len(rows)):
        raise Refusal(422, [Fault("invalid", WAIT_APART, pointer="/items")])
    keys = [row.pk for row in rows]
    shows = PROPOSED_CHANGE if waiting else operation.shows
    found = {record.id: record for record, _ in _records(shows, writer, keys)}
    if len(found) < len(set(keys)):
        raise Refusal(403, [OUT_OF_SCOPE])
    homes = {home for row in rows if (home := home_of({"negotiation": row}))}
    told = max(homes, key=lambda home: home.restricted, default=None)
    return Answer(202 if waiting else 201, msgspec.json.encode({"results": [found[key] for key in keys]}), home=told)


def _target(whole: Shape[Any], writer: Writer, field: str, key: Any) -> Model:
    rows = whole.scoped(writer.user)
    found: Model | None = rows.filter(**{field: key}).first()
    if found is None:
        raise Http404
    return found


def shown(shape: Shape[Any], writer: Writer, row: Model) -> tuple[bytes, str]:
    """The record as its writer reads it now, and its tag; refused where the write took it out of their sight."""
    found = _records(shape, writer, [row.pk])
    if not found:
        raise Refusal(403, [OUT_OF_SCOPE])
    record, beside = found[0]
    content = msgspec.json.encode(record)
    return content, body_tag(content, beside[0] if beside else None)


def _records(shape: Shape[Any], writer: Writer, keys: list[int]) -> list[tuple[Any, tuple[Any, ...]]]:
    version = ("version",) if "version" in shape.struct.__struct_fields__ else ()
    rows = shape.scoped(writer.user).filter(pk__any_of=keys)
    return read_keyed(rows, shape, Reader(writer.user, writer.now), version)


def address_of(basename: str, row: Model) -> str:
    """The path of a record."""
    key = "reference" if hasattr(row, "reference") else "pk"
    return reverse(f"api:{basename}-detail", args=[getattr(row, key)])
