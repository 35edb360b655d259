import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.supervisor import child as module
from config.supervisor.child import Child

PROJECT = Path(__file__).resolve().parents[3]
# Starts a grandchild, says so, and then either ends when asked or does not listen.
PARENT = """
import signal, subprocess, sys, time
if "deaf" in sys.argv: signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(grandchild.pid, flush=True)
time.sleep(600)
"""


def gone(pid: int, within: float = 5) -> bool:
    """Whether a process ends within some seconds; one that nobody has yet collected has ended."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def first_line(log: Path) -> str:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if log.exists() and "\n" in log.read_text():
            return log.read_text().splitlines()[0]
        time.sleep(0.02)
    raise AssertionError(f"nothing was written to {log}")


@pytest.fixture
def make(tmp_path: Path) -> Iterator[type[Child]]:
    made: list[Child] = []

    def start(code: str, *words: str, grace: float = 5) -> Child:
        child = Child("part", [sys.executable, "-c", code, *words], os.environ, tmp_path / "log" / "part.log", grace)
        made.append(child)
        child.start()
        return child

    yield start  # type: ignore[misc]
    for child in made:
        child.stop(0)


def test_it_stops_when_asked_and_leaves_nothing(make: type[Child]) -> None:
    child = make(PARENT)
    grandchild = int(first_line(child.log))
    assert child.alive()
    child.stop()
    assert not child.alive()
    assert gone(grandchild)


def test_one_that_does_not_listen_is_killed_after_its_grace(make: type[Child]) -> None:
    child = make(PARENT, "deaf", grace=0.2)
    grandchild = int(first_line(child.log))
    child.stop()
    assert not child.alive()
    assert gone(grandchild)


def test_what_a_killed_child_started_is_cleared_away(make: type[Child]) -> None:
    child = make(PARENT)
    grandchild = int(first_line(child.log))
    assert child.process
    child.process.kill()
    child.process.wait()
    child.note_end()
    assert gone(grandchild)


def test_ending_early_again_and_again_waits_longer_each_time(make: type[Child]) -> None:
    child = make("")
    assert child.process
    child.process.wait()
    assert [child.note_end() for _ in range(6)] == [1, 2, 4, 8, 15, 15]
    assert child.failures == 6


def test_a_child_that_ran_a_while_is_started_again_at_once(make: type[Child]) -> None:
    child = make("")
    assert child.process
    child.process.wait()
    child.note_end()
    child.started -= 60
    assert child.note_end() == 0
    assert child.failures == 0


def test_the_log_keeps_its_last_words_and_stays_small(make: type[Child], monkeypatch: pytest.MonkeyPatch) -> None:
    child = make("print('x' * 100); print('the reason'); print()")
    assert child.process
    child.process.wait()
    assert child.last_words() == "the reason"
    monkeypatch.setattr(module, "LARGEST_LOG", 50)
    child.shorten_log()
    assert child.log.read_text() == ""
    assert child.log.with_suffix(".log.1").read_text() == "x" * 100 + "\nthe reason\n\n"
    assert child.last_words() == "it said nothing"


# Stands for `up`: forks a guardian as `up` does, starts a part on its lifeline, and names the three.
BOTH = """
import os, sys, time
from pathlib import Path
from config.supervisor.child import Child
from config.supervisor.guardian import Guardian
from config.supervisor.lifeline import Lifeline
lifeline, guardian = Lifeline(), Guardian()
command = [sys.executable, "-c", sys.argv[1]]
part = Child("part", command, os.environ, Path(sys.argv[2]), lifeline=lifeline)
print(os.getpid(), guardian.pid, part.start(), flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(not hasattr(fcntl, "F_SETSIG"), reason="only Linux can be asked for the signal")
def test_a_part_outlives_the_one_that_started_it_or_its_guardian_but_not_both(tmp_path: Path) -> None:
    waits = "import time; print('here', flush=True); time.sleep(600)"
    command = [sys.executable, "-c", BOTH, waits, str(tmp_path / "part.log")]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as above:
        assert above.stdout
        pids = [int(pid) for pid in above.stdout.readline().split()]
        started, guardian, part = pids
        first_line(tmp_path / "part.log")
        os.kill(guardian, signal.SIGKILL)
        assert gone(guardian, within=60)
        assert not gone(part, within=0.2)
        os.kill(started, signal.SIGKILL)
        assert gone(part, within=60)
