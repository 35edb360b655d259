"""A whole installation for one test: its own database, broker, worker and beat as real processes that can be killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.supervisor import broker
from tests.databases import PROJECT
from tests.mail_sink import MailSink

WORKED = "Everything due was worked on.\n"
PATIENCE = 90  # seconds until a condition that should come true is given up


@dataclass(slots=True)
class Installation:
    """Its clock stands `ahead` of the real one; everything lives under `folder` and ends with the test."""

    folder: Path
    database: str
    broker_url: str
    sink: MailSink
    ahead: timedelta = timedelta(0)
    tick_seconds: int = 1
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        real = datetime.now(UTC)
        return {
            **os.environ,
            "DATABASE_URL": self.database,
            "REDIS_URL": self.broker_url,
            "PARLEY_BROKER_PREFIX": f"{self.folder.name}:",
            "PARLEY_VAR": str(self.folder),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.sink.port}",
            "PARLEY_TICK_SECONDS": str(self.tick_seconds),
            "PARLEY_CLOCK": (real + self.ahead).isoformat(),
            "PARLEY_CLOCK_SET_AT": real.isoformat(),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def manage(self, *arguments: str) -> str:
        """Run one command to its end; its output, or an AssertionError with what it said."""
        answer = self.python("manage.py", *arguments)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout

    def python(self, *arguments: str, limit: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
        """Run Python in this installation, after `limit` has bounded what it may use."""
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            preexec_fn=limit,
        )

    def later(self) -> str:
        """Work again when every lease has run out; what `alerts check` says then of all mails the server accepted."""
        mail = self.folder / "mail"
        mail.mkdir()
        command = [sys.executable, "-m", "tests.faults.later", str(mail)]
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, env=self.environment, cwd=PROJECT, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            said = ""
            while not said.endswith(WORKED):
                line = process.stdout.readline()
                assert line, said
                said += line
            for number, kept in enumerate(self.sink.accepted):
                (mail / f"{number:05}.eml").write_bytes(kept.wire)
            return process.communicate("\n", timeout=PATIENCE)[0]

    def start(self, part: str, *options: str, app: str = "config") -> subprocess.Popen[bytes]:
        """Start a worker or a beat in a session of its own."""
        command = [sys.executable, "-m", "celery", "--quiet", "-A", app, part, *options]
        log = (self.folder / f"{part}-{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            command, env=self.environment, cwd=PROJECT, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        self.processes.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start("worker", "--concurrency", "2", "--without-gossip", "--without-mingle")

    def beat(self) -> subprocess.Popen[bytes]:
        return self.start("beat", "--scheduler", "celery.beat:Scheduler", "--max-interval", "1")

    def logged(self) -> str:
        """What its workers and beats have said so far."""
        return "".join(path.read_text() for path in self.folder.glob("*-*.log"))

    def stop(self) -> None:
        """End every process in order: a worker finishes what it has in hand."""
        running = [process for process in self.processes if process.poll() is None]
        for process in running:
            process.terminate()
        for process in running:
            process.wait(PATIENCE)

    def close(self) -> None:
        for process in self.processes:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of a process with all its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def kill_child(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of the newest child of a worker that has worked: one whose children never came up ends by itself."""
    found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False)  # noqa: S607
    for child in found.stdout.split()[-1:]:
        with suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGKILL)


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Look until it is true; an AssertionError names what did not come."""
    given_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < given_up, f"{what} did not come in {PATIENCE} s"
        time.sleep(0.05)


@dataclass(slots=True)
class OwnBroker:
    """A broker that can be killed and started again on the same data."""

    folder: Path
    found: broker.Broker = field(default_factory=broker.find)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.found.command(self.folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(self.found.socket.exists, "the broker")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.found.socket.unlink(missing_ok=True)

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self.found.folder, ignore_errors=True)
