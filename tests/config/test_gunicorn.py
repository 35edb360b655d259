"""What each web process does before its first request."""

import json
import socket

import pytest
from gunicorn import util

from config.gunicorn import post_worker_init, write_problem
from negotiations.api.problems import Problem
from negotiations.rules.deadlines.places import zones_by_place


def test_a_web_process_reads_the_tables_of_the_deadline_language_first() -> None:
    zones_by_place.cache_clear()
    post_worker_init(None)
    assert zones_by_place.cache_info().currsize == 1


@pytest.mark.parametrize(
    ("status", "slug", "told"),
    [
        (414, "address-too-long", "Request Line is too large"),
        (500, "internal-error", ""),
        (400, "invalid-request", "No"),
    ],
)
def test_what_gunicorn_itself_answers_is_a_problem_too(status: int, slug: str, told: str) -> None:
    post_worker_init(None)
    assert util.write_error is write_problem
    ours, theirs = socket.socketpair()
    with ours, theirs:
        util.write_error(ours, status, "Reason", told)
        ours.shutdown(socket.SHUT_WR)
        head, _, body = theirs.makefile("rb").read().partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} Reason\r\n".encode())
    assert b"Content-Type: application/problem+json" in head
    assert f"Content-Length: {len(body)}".encode() in head
    said = json.loads(body)
    assert (said["type"], said["status"]) == (f"urn:parley:problem:{slug}", status)
    assert said["detail"]
    assert set(said) <= set(Problem.__struct_fields__)
