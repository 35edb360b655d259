"""Errors as problem details (RFC 9457), the same everywhere under /api/."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from msgspec import Meta, Struct
from rest_framework import exceptions
from rest_framework.response import Response

from config.away import AWAY, RETRY_AFTER
from config.request_id import request_id

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 50
LONGEST = 500
Path = tuple[str | int, ...]
_logger = logging.getLogger(__name__)


def pointer(path: Path) -> str:
    """A place in a body (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)[:300]


class Fault(Struct, omit_defaults=True):
    """One thing that is wrong: `parameter` names a query parameter; `pointer` a place in the body (RFC 6901)."""

    code: Annotated[str, Meta(max_length=60)]
    detail: Annotated[str, Meta(max_length=LONGEST)]
    parameter: Annotated[str, Meta(max_length=101)] | None = None
    pointer: Annotated[str, Meta(max_length=300)] | None = None


class Problem(Struct, omit_defaults=True):
    """What went wrong. `type` is stable and meant for programs, `detail` for people; `errors` lists every fault."""

    type: Annotated[str, Meta(max_length=100, examples=["urn:parley:problem:not-found"])]
    title: Annotated[str, Meta(max_length=100)]
    status: Annotated[int, Meta(ge=400, le=599)]
    detail: Annotated[str, Meta(max_length=LONGEST)]
    request_id: Annotated[str, Meta(max_length=64)]
    errors: Annotated[list[Fault], Meta(max_length=MOST_ERRORS)] = []


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its slug in `type`, and its title."""

    slug: str
    title: str


KINDS: dict[int, Kind] = {
    400: Kind("invalid-request", "The request cannot be understood"),
    401: Kind("not-signed-in", "Sign in first"),
    403: Kind("not-permitted", "Not permitted"),
    404: Kind("not-found", "There is nothing here"),
    405: Kind("method-not-allowed", "This method is not allowed here"),
    406: Kind("not-acceptable", "None of the media types asked for is offered"),
    409: Kind("conflict", "This does not go with what is on record"),
    412: Kind("stale", "It was changed since it was read"),
    413: Kind("too-large", "The request is too large"),
    415: Kind("unsupported-media-type", "The body's media type is not supported"),
    422: Kind("refused", "The record refuses this"),
    428: Kind("precondition-required", "Say which version you have read"),
    429: Kind("too-many-requests", "Too many requests"),
    500: Kind("internal-error", "Parley failed to answer"),
    503: Kind("unavailable", "Parley cannot answer at the moment"),
}
INVALID_PARAMETERS = Kind("invalid-parameters", "Parameters are unknown or invalid")
# The same words for what is hidden and for what does not exist.
NOT_FOUND = "There is nothing at this address, or nothing that you may know of."
_DETAILS = {
    404: NOT_FOUND,
    413: "Send a smaller body.",
    503: "The database or the cache does not answer. Nothing was changed; send the same again in a while.",
    500: "The failure is on record under the request id. Try again; if it stays, tell an administrator the id.",
}


class InvalidParameters(exceptions.APIException):
    """Query parameters that are refused, each with its reason."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.parameter}: {fault.detail}" for fault in faults))
        self.faults = faults


class Refusal(exceptions.APIException):
    """A write that is refused as a whole, with what is wrong in its body."""

    def __init__(self, status: int, faults: list[Fault], kind: Kind | None = None, *, detail: str = "") -> None:
        super().__init__((detail or "; ".join(fault.detail for fault in faults))[:LONGEST])
        self.status_code = status
        self.faults = faults
        self.kind = kind

    def answer(self) -> HttpResponse:
        return problem(self.status_code, str(self.detail), kind=self.kind, faults=self.faults)


def answer_problem(error: Exception, context: dict[str, Any]) -> Response | HttpResponseBase:
    """DRF's exception handler: whatever was raised becomes a problem, and what was half done is undone."""
    _roll_back()
    if isinstance(error, InvalidParameters):
        names = ", ".join(dict.fromkeys(str(fault.parameter) for fault in error.faults))
        return problem(400, f"Put right: {names}.", kind=INVALID_PARAMETERS, faults=error.faults)
    if isinstance(error, Refusal):
        return error.answer()
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        return problem(413)
    if isinstance(error, AWAY):
        _logger.error("what Parley rests on does not answer", exc_info=error)
        answer = problem(503)
        answer.headers["Retry-After"] = str(RETRY_AFTER)
        return answer
    if not isinstance(error, exceptions.APIException):
        _logger.error("unhandled exception in the API", exc_info=error)
        return problem(500)
    response = problem(error.status_code, _DETAILS.get(error.status_code) or str(error.detail))
    if header := getattr(error, "auth_header", None):
        response.headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        response.headers["Retry-After"] = str(wait)
    return response


def problem(
    status: int, detail: str = "", *, kind: Kind | None = None, faults: list[Fault] | None = None
) -> HttpResponse:
    """A problem as an answer; what it repeats of the input is cut short."""
    known = kind or KINDS.get(status) or Kind("refused", HTTPStatus(status).phrase)
    body = Problem(
        type=f"urn:parley:problem:{known.slug}",
        title=known.title,
        status=status,
        detail=(detail or _DETAILS.get(status) or known.title)[:LONGEST],
        request_id=request_id.get(),
        errors=(faults or [])[:MOST_ERRORS],
    )
    return HttpResponse(msgspec.json.encode(body), status=status, content_type=MEDIA_TYPE)


@csrf_exempt
def nothing_here(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Any address under /api/ that no route has; nothing can be forged there, and the answer is a problem as well."""
    return problem(404)


def _roll_back() -> None:
    connection = transaction.get_connection()
    if connection.in_atomic_block and connection.settings_dict["ATOMIC_REQUESTS"]:
        transaction.set_rollback(True)
