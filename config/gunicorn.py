"""How gunicorn serves the pages in both editions: ``gunicorn -c python:config.gunicorn config.wsgi``."""

import json
import os
import uuid
from typing import Any

from gunicorn import util

worker_class = "gthread"
workers = int(os.environ.get("PARLEY_WEB_PROCESSES", "1"))
threads = int(os.environ.get("PARLEY_WEB_THREADS", "8"))
timeout = 60  # seconds without a sign of life before a process is replaced
graceful_timeout = 5
keepalive = 5
limit_request_line = 8190  # what is longer than an address may be is refused by its parameters, and told of by name
control_socket_disable = True
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.json_lines.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": [], "propagate": True},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
}


_KINDS = {
    414: ("address-too-long", "The address is too long"),
    431: ("headers-too-large", "The headers are too large"),
    500: ("internal-error", "Parley failed to answer"),
}


def write_problem(sock: Any, status: int, reason: str, told: str) -> None:
    """Answer what gunicorn itself refuses as Parley answers: with a problem (RFC 9457), and not with a page of HTML."""
    slug, title = _KINDS.get(status, ("invalid-request", "The request cannot be understood"))
    said = {"type": f"urn:parley:problem:{slug}", "title": title, "status": status, "detail": told[:500] or title}
    body = json.dumps({**said, "request_id": uuid.uuid4().hex}).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
        f"X-Content-Type-Options: nosniff\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    util.write_nonblock(sock, head.encode("latin1") + body)


def post_worker_init(_worker: object) -> None:
    """Make refusals problems, and read the tables of the deadline language before the first request waits for them."""
    util.write_error = write_problem
    from negotiations.rules.deadlines.ready import load_tables  # noqa: PLC0415  (only in the processes that serve)

    load_tables()
