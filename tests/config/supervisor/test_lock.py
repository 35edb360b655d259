import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.supervisor import lock
from config.supervisor.refusal import RefusalError

HOLDER = """
import os, sys, time
from pathlib import Path
from config.supervisor import lock
held = lock.take(Path(sys.argv[1]))
lock.sign(held, "http://127.0.0.1:8000")
if "orphan" in sys.argv:
    if os.fork():
        os.kill(os.getpid(), 9)
    print("held", flush=True)
    time.sleep(2)
    os._exit(0)
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, tmp_path], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_start_is_told_where_the_first_one_is(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    with pytest.raises(RefusalError) as refused:
        lock.take(tmp_path)
    assert str(refused.value) == f"Parley is already running here, at http://127.0.0.1:8000 (process {holder.pid})."


def test_a_killed_holder_leaves_the_lock_free(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    holder.kill()
    holder.wait()
    held = lock.take(tmp_path)
    assert (tmp_path / "up.lock").read_text().startswith(str(os.getpid()))
    os.close(held)


def test_what_is_left_of_a_killed_holder_is_waited_for(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, tmp_path, "orphan"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        process.wait()
        os.close(lock.take(tmp_path))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RefusalError, match=r"Cannot write to .*file/var: .*; name another folder in PARLEY_VAR\."):
        lock.take(tmp_path / "file" / "var")
