#!/usr/bin/env python3
"""Runs every command of Parley. `up` and `test` first make the environment they need; Python alone is enough.

    python3 manage.py up [--demo]    start everything; Ctrl-C stops it
    python3 manage.py test [...]     run every check; what follows goes to pytest

Only the standard library is used until the environment stands, and only syntax that an old Python can still
read, so that it can be told what is missing.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("Parley needs Python 3.11 or newer, and this is %d.%d." % sys.version_info[:2])
if sys.platform == "win32":
    sys.exit("Parley runs on Linux and macOS; on Windows, start it inside WSL.")

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = {"up": HERE / "requirements.txt", "test": HERE / "requirements-dev.txt"}


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in REQUIREMENTS:
        try:
            make_environment(command)
        except OSError as error:
            sys.exit(f"Cannot make the environment in {VENV}: {error.strerror}. Is the folder writable?")
    if not inside() and (command in REQUIREMENTS or (not importlib.util.find_spec("django") and PYTHON.exists())):
        os.execv(PYTHON, [str(PYTHON), str(HERE / "manage.py"), *sys.argv[1:]])
    if command == "up":
        from config.supervisor.up import main as up

        sys.exit(up(sys.argv[2:]))
    if command == "test":
        from config.test_run import main as test

        sys.exit(test(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def inside() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def make_environment(command: str) -> None:
    """Bring the environment to exactly what the lock file of `command` says; instant when it is already."""
    wanted = fingerprint(command)
    marks = {name: VENV / f"installed-for-{name}" for name in REQUIREMENTS}
    # The requirements of the tests contain those of running, so either mark will do for `up`.
    if any(read(marks[name]) == fingerprint(name) for name in {command, "test"}) and PYTHON.exists():
        return
    # Two first starts at once: the second waits here and then finds the work done.
    lock = os.open(HERE, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        if read(marks[command]) == wanted and PYTHON.exists():
            return
        for mark in marks.values():
            mark.unlink(missing_ok=True)
        uv = find_uv()
        if version_of(PYTHON) != "%d.%d" % sys.version_info[:2]:
            create(uv)
        install(REQUIREMENTS[command], uv)
        marks[command].write_text(wanted)
    finally:
        os.close(lock)


def fingerprint(command: str) -> str:
    locked = REQUIREMENTS[command].read_bytes()
    return f"{sys.version_info[0]}.{sys.version_info[1]} {hashlib.sha256(locked).hexdigest()}"


def read(mark: Path) -> str:
    return mark.read_text() if mark.exists() else ""


def version_of(python: Path) -> str:
    """The version of an interpreter as "3.11"; empty when there is none or it no longer runs."""
    if not python.exists():
        return ""
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    answer = subprocess.run([python, "-c", question], capture_output=True, text=True, check=False)
    return answer.stdout.strip()


def find_uv() -> str:
    """The path of uv if there is one that runs; a version manager may leave a shim that does not."""
    uv = shutil.which("uv") or ""
    runs = uv and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0
    return uv if runs else ""


def create(uv: str) -> None:
    say(f"Making an environment in {VENV}")
    shutil.rmtree(VENV, ignore_errors=True)
    ways = [
        [sys.executable, "-m", "venv", str(VENV)],
        [sys.executable, "-m", "venv", "--without-pip", str(VENV)],
    ]
    if uv:
        ways.insert(0, [uv, "venv", "-q", "--python", sys.executable, str(VENV)])
    failure = ""
    for way in ways:
        done = subprocess.run(way, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        failure = (done.stderr or done.stdout).strip()
        shutil.rmtree(VENV, ignore_errors=True)
    sys.exit(f"Cannot make the environment in {VENV}: {failure.splitlines()[-1] if failure else 'no reason given'}")


def install(requirements: Path, uv: str) -> None:
    count = sum("==" in line for line in requirements.read_text().splitlines() if line[:1] not in " #")
    say(f"Installing {count} packages, each checked against its hash; the first time takes a minute or so")
    exact = ["--require-hashes", "--no-deps", "-r", str(requirements)]
    ways = [[*pip, "install", "--disable-pip-version-check", "--no-input", "--no-compile", *exact] for pip in pips()]
    if uv:
        ways.insert(0, [uv, "pip", "install", "--python", str(PYTHON), *exact])
    if not ways:
        sys.exit("Cannot install: this Python has no pip. On Debian and Ubuntu: apt install python3-venv")
    for way in ways:
        tail = run_counting(way, count)
        if not tail:
            say("Installed")
            return
    sys.exit("Cannot install the packages. The last words of the installer:\n" + "\n".join(tail))


def pips() -> list[list[str]]:
    """Ways to call pip: the environment's own, else the system's pointed at the environment."""
    own, system = [str(PYTHON), "-m", "pip"], [sys.executable, "-m", "pip"]
    for pip in (own, [*system, "--python", str(PYTHON)]):
        if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode == 0:
            return [pip]
    return []


def run_counting(way: list[str], count: int) -> list[str]:
    """Run an installer, showing how far it is; return nothing, or its last lines when it failed."""
    tail: list[str] = []
    seen = 0
    with subprocess.Popen(
        way, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        for line in process.stdout or ():
            tail = [*tail[-7:], line.rstrip()]
            if line.startswith("Collecting "):
                seen += 1
                if sys.stdout.isatty() or seen % 20 == 0:
                    print(f"  {seen} of {count}", end="\r" if sys.stdout.isatty() else "\n", flush=True)
    return tail[-8:] or ["no reason given"] if process.returncode else []


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
