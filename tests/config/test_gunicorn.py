"""What each web process does before its first request."""

import json
import socket

from gunicorn import util

from config.gunicorn import post_worker_init, write_problem
from negotiations.api.problems import Problem
from negotiations.rules.deadlines.places import zones_by_place


def test_a_web_process_reads_the_tables_of_the_deadline_language_first() -> None:
    zones_by_place.cache_clear()
    post_worker_init(None)
    assert zones_by_place.cache_info().currsize == 1


def test_what_gunicorn_itself_refuses_is_a_problem_too() -> None:
    post_worker_init(None)
    assert util.write_error is write_problem
    ours, theirs = socket.socketpair()
    with ours, theirs:
        util.write_error(ours, 414, "URI Too Long", "Request Line is too large (9000 > 8190)")
        ours.shutdown(socket.SHUT_WR)
        head, _, body = theirs.makefile("rb").read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 414 URI Too Long\r\n")
    assert b"Content-Type: application/problem+json" in head
    assert f"Content-Length: {len(body)}".encode() in head
    told = json.loads(body)
    assert (told["type"], told["status"]) == ("urn:parley:problem:address-too-long", 414)
    assert set(told) <= set(Problem.__struct_fields__)
