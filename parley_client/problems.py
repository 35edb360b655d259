"""What Parley says when something is wrong (RFC 9457), as an exception."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where: a query parameter, or a place in the body (RFC 6901)."""

    code: str
    detail: str
    parameter: str | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """`type` is stable and meant for programs; `request_id` is what to quote to an administrator."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: tuple[Fault, ...] = ()


class ProblemError(Exception):
    """Parley refused; `problem` says why. `retry_after` is in seconds, where it was told."""

    def __init__(self, problem: Problem, retry_after: float | None = None) -> None:
        super().__init__(f"{problem.status} {problem.title}: {problem.detail} (request {problem.request_id})")
        self.problem = problem
        self.retry_after = retry_after


def problem_of(status: int, body: bytes) -> Problem:
    """The problem in an answer; a plain one where something in between has answered instead of Parley."""
    try:
        said: Any = json.loads(body)
        faults = tuple(Fault(**fault) for fault in said.pop("errors", ()))
        return Problem(**said, errors=faults)
    except (ValueError, TypeError, AttributeError):
        return Problem("about:blank", "No answer of Parley", status, body[:200].decode("utf-8", "replace"), "")
