"""The whole embedded edition as a person starts it: real processes, a real browser's requests, real signals."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from email import message_from_bytes, policy
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import psutil
import pytest
from django.conf import settings

from config.supervisor.demonstration import KYIV
from config.supervisor.listening import listen, port_of
from tests.databases import copy_file

pytestmark = [
    pytest.mark.xdist_group("up"),
    pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="it brings its own database"),
]
PROJECT = Path(__file__).resolve().parents[2]
START = "import sys; from config.supervisor.up import main; sys.exit(main(sys.argv[1:]))"
READY = 180  # seconds, on a busy machine
MAILBOX = "config.supervisor.mailbox"
PARTS = (MAILBOX, "-A config worker", "-A config beat", "-m gunicorn", "valkey-server")


class Started:
    """One ``up`` with what it printed so far."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        self.output = folder / f"output-{uuid.uuid4()}"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START, *arguments],
                cwd=PROJECT,
                env={**kept, "PARLEY_VAR": str(folder / "var"), **environment},
                stdout=output,
                stderr=output,
            )

    def said(self) -> str:
        return self.output.read_text()

    def until(self, met: Callable[[], object]) -> None:
        """Wait until something holds, while it runs."""
        deadline = time.monotonic() + READY
        while not met():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def ready(self) -> "Started":
        self.until(lambda: "Press Ctrl-C to stop." in self.said())
        return self

    def shown(self, what: str) -> str:
        match = re.search(rf"{what} +(\S+)", self.said())
        assert match, self.said()
        return match[1]

    @property
    def address(self) -> str:
        return self.shown("Parley is ready:").rstrip("/")

    def page(self, path: str) -> bytes:
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as answer:
                content: bytes = answer.read()
        except HTTPError as error:
            content = error.read()
        return content

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def is_guardian(self, child: psutil.Process) -> bool:
        """Whether it is the fork of this process: its command is the same."""
        return bool(child.cmdline() == psutil.Process(self.process.pid).cmdline())

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demonstrations keep their data, so that only the first of them loads the example record."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def tables(tmp_path: Path, migrated: str) -> None:
    """A record with nothing in it, where making its tables is not what is tried: the demonstrations make them."""
    folder = tmp_path / "var"
    folder.mkdir()
    copy_file(migrated, str(folder / "parley.sqlite3"))


@pytest.fixture
def up(place: Path, tmp_path: Path) -> Iterator[Callable[..., Started]]:
    started: list[Started] = []

    def start(*arguments: str, **environment: str) -> Started:
        folder = place if "--demo" in arguments else tmp_path
        started.append(Started(folder, *arguments, **environment))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.end(signal.SIGTERM)


def none_left(processes: list[psutil.Process], within: float) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=within)
    return not alive


def running_parts(family: list[psutil.Process]) -> set[str]:
    commands = " | ".join(" ".join(child.cmdline()) for child in family)
    return {part for part in PARTS if part in commands}


def sign_in(one: Started) -> str:
    """Sign in through the form, as the account that was printed; return the page that follows."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    form = opener.open(f"{one.address}/accounts/login/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    assert token, form
    fields = {"login": one.shown("Sign in as"), "password": one.shown("Password"), "csrfmiddlewaretoken": token[1]}
    opener.open(f"{one.address}/accounts/login/?next=/admin/", urlencode(fields).encode(), timeout=30)
    page: str = opener.open(f"{one.address}/admin/", timeout=30).read().decode()
    return page


@pytest.mark.usefixtures("tables")
def test_the_first_start_serves_signs_in_and_stops_without_a_trace(up: Callable[..., Started]) -> None:
    one = up("--port", "0").ready()
    assert one.page("/livez") == b"alive\n"
    assert "Site administration" in sign_in(one)
    assert "WARNING     no mail server is set" in one.said()
    family = one.family()
    assert running_parts(family) == set(PARTS) - {MAILBOX}
    assert one.end(signal.SIGINT) == 0
    assert none_left(family, within=0)


def test_the_alert_of_the_energy_freeze_arrives_once_and_a_second_start_changes_nothing(
    up: Callable[..., Started], place: Path
) -> None:
    mails, clock = place / "var/mail", place / "var/demo/clock"
    one = up("--demo", "--port", "0").ready()
    one.until((mails / "001.eml").exists)
    mail = message_from_bytes((mails / "001.eml").read_bytes(), policy=policy.default)
    assert mail["Subject"] == "Energy freeze ends in 3 days (Fri 18 Apr)"
    assert mail["To"] == "admin@localhost"
    one.end(signal.SIGINT)
    stopped = datetime.fromisoformat(clock.read_text())
    assert datetime(2025, 4, 15, 9, 0, tzinfo=KYIV) <= stopped < datetime(2025, 4, 15, 12, 0, tzinfo=KYIV)
    again = up("--demo", "--port", "0").ready()
    assert "the one shown at the first start" in again.said()
    again.until(lambda: b'"tick": "ok"' in again.page("/readyz"))
    a_second_one_is_refused(again, up("--demo", "--port", "0"))
    every_killed_part_comes_back(again)
    assert datetime.fromisoformat(clock.read_text()) > stopped
    assert [path.name for path in mails.iterdir()] == ["001.eml"]


def a_second_one_is_refused(one: Started, second: Started) -> None:
    assert second.process.wait(60) == 1
    assert second.said() == f"Parley is already running here, at {one.address} (process {one.process.pid}).\n"


def every_killed_part_comes_back(one: Started) -> None:
    """The guardian as well; and then it ends in order, with all that came after."""
    before = one.family()
    for child in psutil.Process(one.process.pid).children():
        child.kill()
    one.until(lambda: running_parts([child for child in one.family() if child not in before]) == set(PARTS))
    assert one.page("/livez") == b"alive\n"
    family = one.family()
    assert one.end(signal.SIGINT) == 0
    assert none_left([*before, *family], within=0)


def test_killed_outright_it_leaves_nothing_and_starts_again(up: Callable[..., Started]) -> None:
    one = up("--demo", "--port", "0").ready()
    family = one.family()
    one.end(signal.SIGKILL)
    again = up("--demo", "--port", "0", PARLEY_TICK_SECONDS="1").ready()
    assert none_left(family, within=0)
    a_worker_that_takes_no_more_work_is_replaced(again)
    family = again.family()
    guardian = next(child for child in psutil.Process(again.process.pid).children() if again.is_guardian(child))
    guardian.suspend()  # so that it sees nothing of the end
    again.end(signal.SIGKILL)
    guardian.kill()
    assert none_left(family, within=READY)


def a_worker_that_takes_no_more_work_is_replaced(one: Started) -> None:
    worker = next(child for child in psutil.Process(one.process.pid).children() if "worker" in child.cmdline())
    one.until(lambda: b'"tick": "ok"' in one.page("/readyz"))
    worker.suspend()
    one.until(lambda: worker not in one.family())
    one.until(lambda: b'"tick": "ok"' in one.page("/readyz"))


def test_a_taken_port_is_named(up: Callable[..., Started]) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = port_of(taken)
        one = up("--port", str(port))
        assert one.process.wait(60) == 1
    assert one.said() == (
        f"Cannot listen on 127.0.0.1:{port}: Address already in use. Choose another with --host and --port.\n"
    )


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "The database none at 127.0.0.1 cannot be used: "),
        ({"DATABASE_URL": "mysql://drawer/record"}, "DATABASE_URL cannot be read; write postgresql://"),
        ({"PARLEY_CLOCK": "noon", "PARLEY_CLOCK_SET_AT": "noon"}, "PARLEY_CLOCK is 'noon'; give an instant"),
        ({"PARLEY_BASE_URL": "parley.example.org"}, "PARLEY_BASE_URL is 'parley.example.org'; give a whole address"),
        ({"PARLEY_ADMIN_EMAIL": "nobody"}, "PARLEY_ADMIN_EMAIL is 'nobody'"),
        ({"PARLEY_ENV": "production"}, "up runs the embedded edition"),
    ],
)
def test_what_is_wrong_in_the_environment_is_said_in_a_sentence(
    up: Callable[..., Started], variables: dict[str, str], sentence: str
) -> None:
    one = up("--port", "0", **variables)
    assert one.process.wait(60) == 1
    said = one.said().removeprefix("Preparing the record …\n")
    assert sentence in said
    assert len(said.splitlines()) == 1


def test_a_file_that_is_no_database_is_named(up: Callable[..., Started], tmp_path: Path) -> None:
    database = tmp_path / "var" / "parley.sqlite3"
    database.parent.mkdir()
    database.write_text("not a database at all " * 100)
    one = up("--port", "0")
    assert one.process.wait(60) == 1
    assert one.said().splitlines()[-1] == (
        f"The database {database} cannot be used: file is not a database. Check it, or DATABASE_URL."
    )
