"""The children that are running: restarted when they end, restarted when they idle, stopped in order."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from config.supervisor.child import Child
from config.supervisor.guardian import Guardian
from config.supervisor.lifeline import Lifeline
from config.supervisor.probe import Probe
from config.supervisor.refusal import RefusalError

MOST_FAILURES = 8  # in a row, over about a minute
SETTLING = 30.0  # seconds a new worker has until its first tick must be on record


class Running:
    """What was started, in that order; the broker first if it is ours. All of it holds ``lock`` while it runs."""

    def __init__(self, lock: int) -> None:
        self.lock = lock
        self.lifeline = Lifeline()
        self.guardian = Guardian()
        self.children: list[Child] = []
        self.due: dict[str, float] = {}
        self.folder: Path | None = None

    def start(self, child: Child) -> None:
        child.lent, child.lifeline = [*child.lent, self.lock], self.lifeline
        self.children.append(child)
        self._start(child)

    def clear_later(self, folder: Path) -> None:
        """Remember a temporary folder to remove at the end, however it comes."""
        self.folder = folder
        self.guardian.tell("folder", folder)

    def tend(self) -> None:
        """Start again what has ended. Raises RefusalError when a part cannot be kept running."""
        self.guardian.tend()
        for child in self.children:
            child.shorten_log()
            if child.alive():
                continue
            if child.name not in self.due:
                self.due[child.name] = time.monotonic() + child.note_end()
                if child.failures >= MOST_FAILURES:
                    raise RefusalError(f"The {child.name} keeps ending: {child.last_words()} (see {child.log})")
            if time.monotonic() >= self.due[child.name]:
                del self.due[child.name]
                self._start(child)

    def look_after(self, probe: Probe) -> None:
        """Replace a worker that lives but takes no work: ticks are overdue, and it is not busy with anything else."""
        worker = next(child for child in self.children if child.name == "worker")
        if worker.alive() and worker.age() > SETTLING and not probe.ticking() and not _busy(worker):
            worker.stop(grace=5)

    def stop(self, *, patient: bool) -> None:
        """Stop everything in reverse order, the broker last; impatiently, without any grace."""
        for child in reversed(self.children):
            child.stop(None if patient else 0)
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.guardian.dismiss()

    def _start(self, child: Child) -> None:
        self.guardian.tell(child.name, child.start())


def _busy(worker: Child) -> bool:
    """Whether the worker says that tasks are running; their time limits end those that hang."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "--quiet",
        "-A",
        "config",
        "inspect",
        "active",
        "--json",
        "--timeout",
        "3",
    ]
    try:
        answer = subprocess.run(command, env=dict(worker.environment), capture_output=True, timeout=30, check=False)
        return any(json.loads(answer.stdout or "{}").values())
    except (subprocess.TimeoutExpired, ValueError):
        return False
