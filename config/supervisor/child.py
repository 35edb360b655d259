"""One part of Parley as a child process: start it, see whether it lives, stop it with all it started."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.supervisor.lifeline import Lifeline

SETTLED = 10.0  # seconds; a child that lived this long did not fail to start
LARGEST_LOG = 10 * 1024 * 1024


@dataclass
class Child:
    """A part that must run. It has ``grace`` seconds to end by itself; ``lent`` are descriptors that it gets."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    grace: float = 5.0
    lent: Sequence[int] = ()
    lifeline: Lifeline | None = None
    failures: int = field(default=0, init=False)
    started: float = field(default=0.0, init=False)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> int:
        """Start it and return its process id, which is its session's and group's id too."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=[*self.lent, *([self.lifeline.read_end] if self.lifeline else [])],
                preexec_fn=self.lifeline.hold if self.lifeline else None,  # noqa: PLW1509  up has one thread
            )
        self.started = time.monotonic()
        return self.process.pid

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.started

    def note_end(self) -> float:
        """Clear away what an ended child left, and return how many seconds to wait before starting it again.

        A child that ran a while is started at once; one that ended early waits longer each time.
        """
        self.kill_group()
        self.failures = self.failures + 1 if self.age() < SETTLED else 0
        return min(2.0 ** (self.failures - 1), 15.0) if self.failures else 0.0

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self, grace: float | None = None) -> None:
        """Ask it to end, wait for its grace, then kill whatever of it is left."""
        if self.process is None:
            return
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.grace if grace is None else grace)
        self.kill_group()
        self.process.wait()

    def kill_group(self) -> None:
        """Kill the child and all it started; without effect when they are gone."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def shorten_log(self) -> None:
        """Keep the log and its one predecessor below 10 MB each. The child appends, so emptying is safe."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
            os.truncate(self.log, 0)

    def last_words(self) -> str:
        """The last line that says something in its log, for a message to a person."""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 4000))
            lines = [line.strip() for line in log.read().decode(errors="replace").splitlines()]
        return next((line for line in reversed(lines) if line), "it said nothing")
