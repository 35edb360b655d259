"""Parley behind a real socket, on the test's own connection: what it writes is undone with the test."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, connections


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None: ...


@pytest.fixture
def address(db: None) -> Iterator[str]:
    """Where it answers, one request at a time."""
    ours, parley = connections["default"], WSGIHandler()

    def served(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        connections["default"] = ours
        return parley(environ, start_response)

    connection.inc_thread_sharing()
    # Between requests they would close a connection that is inside a transaction, as a test's is.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    server = make_server("127.0.0.1", 0, served, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(5)
    server.server_close()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    connection.dec_thread_sharing()
