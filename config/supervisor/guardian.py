"""A small process that outlives ``up`` just long enough to stop its children when it was killed outright."""

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

GRACE = 5.0  # seconds that orphans have to end by themselves


class Guardian:
    """Forked from ``up`` and told of each child through a pipe. If that closes without a farewell, it acts.

    As a fork it holds the lock of ``up`` too, so a new ``up`` waits until nothing of the old one is left.
    """

    def __init__(self) -> None:
        self.told: dict[str, str] = {}
        self._fork()

    def tell(self, name: str, value: int | Path) -> None:
        """Tell it the process id a child has now, or under ``folder`` what to remove."""
        self.told[name] = str(value)
        try:
            os.write(self.pipe, f"{name} {value}\n".encode())
        except BrokenPipeError:
            self.tend()

    def tend(self) -> None:
        """Start another guardian if this one was killed."""
        if os.waitpid(self.pid, os.WNOHANG)[0]:
            os.close(self.pipe)
            self._fork()
            for name, value in self.told.items():
                os.write(self.pipe, f"{name} {value}\n".encode())

    def dismiss(self) -> None:
        """Send it away: everything has been stopped in order."""
        with contextlib.suppress(BrokenPipeError):
            os.write(self.pipe, b"bye\n")
        os.close(self.pipe)
        os.waitpid(self.pid, 0)

    def _fork(self) -> None:
        read_end, self.pipe = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(read_end)
            return
        try:
            os.setsid()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            os.close(self.pipe)
            _watch(read_end)
        finally:
            os._exit(0)


def _watch(read_end: int) -> None:
    """Read until the pipe closes; then, unless the farewell was said, stop what still runs."""
    running: dict[str, int] = {}
    folder = ""
    with os.fdopen(read_end) as lines:
        for line in lines:
            name, _, value = line.rstrip("\n").partition(" ")
            if name == "bye":
                return
            if name == "folder":
                folder = value
            else:
                running[name] = int(value)
    broker = running.pop("broker", None)
    _end(list(running.values()))
    _end([broker] if broker else [])
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


def _end(pids: list[int]) -> None:
    _signal(pids, os.kill, signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline and any(_exists(pid) for pid in pids):
        time.sleep(0.1)
    _signal(pids, os.killpg, signal.SIGKILL)


def _signal(pids: list[int], send: Callable[[int, int], None], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            send(pid, number)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
