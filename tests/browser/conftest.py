"""A real browser before a real web server, with the three real negotiations of the seeds on record."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from config import catalogues
from config.supervisor.listening import listen, port_of
from tests.browser.people import EMAIL, PASSWORD

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
pytest.register_assert_rewrite("tests.browser.looks")  # so that what axe found is told
expect.set_options(timeout=30_000)  # as patient as what clicks and goes
MAIL = b"Subject: It ends in 3 days\r\nTo: reader@example.org\r\n\r\nIt ends on Friday."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = "" if CHROMIUM else "Chromium is not installed: apt-get install chromium"
    if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
        reason = "it brings its own database"
    for item in items:
        if reason and "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="package")
def site(folder: Path) -> Iterator[str]:
    """The address of a server whose clock began at 12:40 in Kyiv on Tuesday 15 April 2025."""
    (folder / "mail").mkdir()
    (folder / "mail" / "001.eml").write_bytes(MAIL)
    catalogues.save(catalogues.pseudo(), folder / "locale")
    listener = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{port_of(listener)}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.endswith("_URL")},
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PARLEY_BASE_URL": address,
        "PARLEY_CLOCK": "2025-04-15T12:40:00+03:00",
        "PARLEY_CLOCK_SET_AT": datetime.now(UTC).isoformat(),
        "PARLEY_LOCALE": str(folder / "locale"),
        "PARLEY_MAILBOX": str(folder / "mail"),
        "PARLEY_VAR": str(folder),
    }
    project = Path(settings.BASE_DIR)
    subprocess.run([sys.executable, "-m", "tests.browser.scene"], cwd=project, env=environment, check=True)
    command = ["-m", "gunicorn", "-c", "python:config.gunicorn", "-b", f"fd://{listener.fileno()}", "config.wsgi"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, *command],
            cwd=project,
            env=environment,
            stdout=log,
            stderr=log,
            pass_fds=[listener.fileno()],
        )
    try:
        _await(f"{address}/livez", server, folder / "log")
        yield address
    finally:
        server.terminate()
        server.wait(20)
        listener.close()


def _await(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:  # refused, or not answered in time on a busy machine
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


def signed_in(browser: Browser, site: str, address: str) -> str:
    """What a browser keeps once somebody has signed in."""
    window = browser.new_context(base_url=site)
    page = window.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", address)
    page.fill("[name=password]", PASSWORD)
    page.click("button.primary")
    page.wait_for_selector(".rail")
    state = json.dumps(window.storage_state())
    window.close()
    return state


@pytest.fixture(scope="package")
def cookies(browser: Browser, site: str) -> str:
    """The reader's."""
    return signed_in(browser, site, EMAIL)


@pytest.fixture
def window(browser: Browser, site: str, cookies: str) -> Iterator[BrowserContext]:
    """A window of the reader's own, signed in."""
    opened = browser.new_context(base_url=site, storage_state=json.loads(cookies))
    yield opened
    opened.close()
