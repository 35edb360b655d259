"""``manage.py up``: the embedded edition, from nothing to a page in the browser, until Ctrl-C."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from config.supervisor import broker, lock, parts
from config.supervisor.child import Child
from config.supervisor.demonstration import KYIV, OPENING, StoppableClock
from config.supervisor.listening import listen, port_of
from config.supervisor.probe import Probe
from config.supervisor.refusal import RefusalError
from config.supervisor.running import Running

STARTING = 120.0  # seconds that the web server may take until it answers
LOOKING = 10.0  # seconds between looks at whether the workers still tick


def main(arguments: Sequence[str]) -> int:
    """Run until asked to stop. Returns 0 then, and 1 with one sentence when it cannot start or go on."""
    parser = argparse.ArgumentParser(prog="manage.py up", description="Start Parley on this machine; Ctrl-C stops it.")
    parser.add_argument("--demo", action="store_true", help="an example record of April 2025, kept apart")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000; 0 takes a free one)")
    options = parser.parse_args(arguments)
    try:
        return Up(options.host, options.port, options.demo).run()
    except RefusalError as refusal:
        print(refusal, file=sys.stderr)
        return 1


class Up:
    """One run: the environment its parts get, the clock of the demonstration, and how often it was asked to stop."""

    def __init__(self, host: str, port: int, demo: bool) -> None:
        self.stops = 0
        self.demo = demo
        self.clock: StoppableClock | None = None
        self.environment = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1"}
        if self.environment.get("PARLEY_ENV", "embedded") != "embedded":
            raise RefusalError("up runs the embedded edition; unset PARLEY_ENV, or follow docs/deployment.md.")
        if host in {"0.0.0.0", "::"} and not self.environment.get("PARLEY_BASE_URL"):  # noqa: S104  only compared
            raise RefusalError("Set PARLEY_BASE_URL to the address that people on other machines will use.")
        self.var = Path(self.environment.get("PARLEY_VAR", parts.BASE_DIR / "var")).absolute()
        self.mail = self.var / "mail"
        if demo:
            self.var /= "demo"
            # The demonstration must never touch the office's own record, mail server or queue.
            for name in ("DATABASE_URL", "CACHE_URL", "EMAIL_URL", "SECRET_KEY"):
                self.environment.pop(name, None)
            self.environment["PARLEY_BROKER_PREFIX"] = "neg-demo:"
        self.environment["PARLEY_VAR"] = str(self.var)
        self.lock = lock.take(self.var)
        self.listener = listen(host, port)
        shown = f"[{host}]" if ":" in host else host
        self.address = self.environment.setdefault("PARLEY_BASE_URL", f"http://{shown}:{port_of(self.listener)}")
        self.probe = Probe(host, port_of(self.listener))
        lock.sign(self.lock, self.address)

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)
        running = Running(self.lock)
        try:
            if self.demo:
                self.clock = StoppableClock(self.var / "clock")
            account = self._prepare()
            if not self.stops:
                self._start(running)
                self._await_page(running)
            if not self.stops:
                self._greet(account)
            self._stay(running)
            print("\nStopping …", flush=True)
            return 0
        finally:
            running.stop(patient=self.stops < 2)
            if self.clock:
                self.clock.stop()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.stops += 1

    def _prepare(self) -> dict[str, str]:
        """Bring the record up to date in a process of its own; return the first administrator's sign-in."""
        print("Preparing the record …", flush=True)
        environment = self.environment | (self.clock.environment() if self.clock else {}) | {"PARLEY_DB_POOL": "0"}
        command = [sys.executable, "-m", "config.supervisor.prepare", *(["--demo"] if self.demo else [])]
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        ) as process:
            while process.poll() is None:
                if self.stops:
                    process.terminate()
                if self.clock:
                    self.clock.keep()
                time.sleep(0.1)
            said = process.stdout.read() if process.stdout else ""
        if self.stops:
            return {}
        if process.returncode:
            raise RefusalError("Parley did not start: the record could not be prepared, for the reason above.")
        outcome: dict[str, str] = json.loads(said)
        if "refusal" in outcome:
            raise RefusalError(outcome["refusal"])
        return outcome

    def _start(self, running: Running) -> None:
        environment = dict(self.environment)
        children: list[Child] = []
        if not environment.get("REDIS_URL"):
            found = broker.find()
            running.clear_later(found.folder)
            environment["REDIS_URL"] = found.url
            children.append(parts.broker(found, environment, self.var))
        if self.demo:
            listener = listen("127.0.0.1", 0)
            environment["EMAIL_URL"] = f"smtp://127.0.0.1:{port_of(listener)}"
            environment["PARLEY_MAILBOX"] = str(self.mail)  # the dashboard shows what is kept there
            # Detached, so that it stays open for the restarts of the mailbox.
            children.append(parts.mailbox(listener.detach(), self.mail, environment, self.var))
        if self.clock:
            self.clock.advance_to(OPENING)
            environment |= self.clock.environment()
        children += parts.product(self.listener.fileno(), environment, self.var)
        for child in children:
            running.start(child)

    def _await_page(self, running: Running) -> None:
        deadline = time.monotonic() + STARTING
        while not self.stops and not self.probe.alive():
            if time.monotonic() > deadline:
                raise RefusalError(f"The web server does not answer; see {self.var / 'log' / 'web.log'}.")
            self._tend(running)

    def _stay(self, running: Running) -> None:
        looked = time.monotonic()
        while not self.stops:
            self._tend(running)
            if time.monotonic() - looked > LOOKING:
                running.look_after(self.probe)
                looked = time.monotonic()

    def _tend(self, running: Running) -> None:
        time.sleep(0.25)
        running.tend()
        if self.clock:
            self.clock.keep()

    def _greet(self, account: dict[str, str]) -> None:
        lines = [f"\nParley is ready: {self.address}/", f"  Sign in as  {account['login']}"]
        if "password" in account:
            lines += [f"  Password    {account['password']}   (shown only this once)"]
        else:
            lines += ["  Password    the one shown at the first start"]
        if self.clock:
            lines += [f"  Its clock   {self.clock.now().astimezone(KYIV):%A %d %B %Y, %H:%M} in Kyiv, and running"]
            lines += [f"  Its mails   {self.mail}"]
        elif not self.environment.get("EMAIL_URL"):
            lines += ["  WARNING     no mail server is set, so no alert can be sent: set EMAIL_URL (see README.md)"]
        print("\n".join([*lines, "Press Ctrl-C to stop."]), flush=True)
