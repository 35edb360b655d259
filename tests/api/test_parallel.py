"""Many at once against a running server: nobody overwrites what they have not read, nothing is recorded twice."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.databases import PROJECT, own_database

TOKEN = "a" * 32
# One process runs them all, so that one server is started.
pytestmark = pytest.mark.xdist_group("parallel")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and what is in its database."""

    port: int
    scene: dict[str, Any]

    def send(self, method: str, address: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        known = {
            "Cookie": f"session={self.scene['session']}; csrf={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        connection.request(method, address, body if body is None else json.dumps(body), known)
        answer = connection.getresponse()
        read = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), json.loads(read)

    def at_once(self, times: int, *request: Any, **headers: str) -> list[tuple[int, dict[str, str], Any]]:
        """The same request from so many clients that start together."""
        answers: list[tuple[int, dict[str, str], Any]] = []
        ready = threading.Barrier(times)

        def one(number: int) -> None:
            ready.wait(30)
            method, address, body = request
            answers.append(self.send(method, address, body(number), **headers))

        threads = [threading.Thread(target=one, args=(number,)) for number in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(90)
        return answers


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, migrated: str) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("parallel")
    with own_database(folder, template=migrated) as database, socket.socket() as free:
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            "PARLEY_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PARLEY_DB_POOL": "24",
        }

        def run(*command: str) -> str:
            answer = subprocess.run(
                [sys.executable, *command], env=environment, cwd=PROJECT, capture_output=True, text=True, check=False
            )
            assert answer.returncode == 0, answer.stderr
            return answer.stdout

        scene = json.loads(run("-m", "tests.api.parallel_scene"))
        free.bind(("127.0.0.1", 0))
        free.listen(64)
        # The server takes over the socket that is bound already, so that no other process can take the port.
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--threads", "24", "--workers", "1"]
        options = ["--worker-class", "gthread", "--bind", f"fd://{free.fileno()}", "--log-level", "warning"]
        process = subprocess.Popen([*command, *options], env=environment, cwd=PROJECT, pass_fds=[free.fileno()])
        found = Server(free.getsockname()[1], scene)
        try:
            given_up = time.monotonic() + 60
            while found.send("GET", scene["proposal"])[0] != 200:
                assert time.monotonic() < given_up, "the server did not come up"
            yield found
        finally:
            process.terminate()
            process.wait(20)


def test_of_twenty_changes_to_one_version_one_wins(server: Server) -> None:
    offer = server.scene["proposal"]
    tag = server.send("GET", offer)[1]["ETag"]
    answers = server.at_once(
        20, "PATCH", offer, lambda number: {"title": f"Title {number}", "reason": "Clearer."}, If_Match=tag
    )
    assert Counter(status for status, _, _ in answers) == {200: 1, 412: 19}
    (won,) = [body for status, _, body in answers if status == 200]
    now = server.send("GET", offer)[2]
    assert (now["title"], now["version"]) == (won["title"], won["version"])


def test_twelve_times_the_same_request_under_one_key_is_one_record(server: Server) -> None:
    address = f"{server.scene['proposal']}positions/"
    answers = server.at_once(12, "POST", address, lambda _: server.scene["position"], Idempotency_Key="one-key")
    assert {status for status, _, _ in answers} <= {201, 409}
    assert len({body["id"] for status, _, body in answers if status == 201}) == 1
    again = [server.send("POST", address, server.scene["position"], Idempotency_Key="one-key") for _ in range(3)]
    assert {(status, body["id"]) for status, _, body in again} == {(201, again[0][2]["id"])}
    assert len(server.send("GET", "/api/v1/positions/")[2]["results"]) == 1
