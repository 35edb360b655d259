"""Every page there is, in each window, theme and direction, in a language whose every text is longer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import signed_in
from tests.browser.every_page import SEEDED, STATES, page_routes
from tests.browser.looks import SHELL, WIDTHS, opened, overhang, sound
from tests.browser.people import WALKER

pytestmark = pytest.mark.xdist_group("pages")
# Where all of the shell is looked at too: today, and on a day that has passed.
WHOLE = ("", "?as_of=2025-04-14")
REFUSED = {
    **dict.fromkeys((f"accounts/{noun}/login/error/" for noun in ("social", "3rdparty")), 401),
    "nothing/": 404,
    "proposals/?statuss=x": 400,
}


@pytest.fixture(scope="module")
def addresses(site: str, folder: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((folder / "addresses.json").read_text(encoding="utf-8"))
    return found


@dataclass
class Walk:
    """The way through the pages: the window, what its policy had to stop, and where it has been."""

    page: Page
    stopped: list[str]
    seen: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def walk(browser: Browser, site: str) -> Iterator[Walk]:
    window = browser.new_context(base_url=site, storage_state=json.loads(signed_in(browser, site, WALKER)))
    yield Walk(*opened(window, "/livez"))
    window.close()


@pytest.mark.parametrize("place", [*page_routes(), *STATES, *SEEDED])
def test_a_page_is_sound(walk: Walk, addresses: dict[str, str], place: str) -> None:
    page = walk.page
    answer = page.goto(addresses[place])
    assert answer is not None
    assert (answer.status, answer.headers["content-type"]) == (REFUSED.get(place, 200), "text/html; charset=utf-8")
    assert (page.get_attribute("html", "lang"), page.get_attribute("html", "dir")) == ("ar", "rtl")
    # Some addresses lead to a page that has one of its own.
    if page.url not in walk.seen:
        walk.seen.add(page.url)
        sound(page, without=() if place in WHOLE else SHELL)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for way in ("ltr", "rtl"):
                page.evaluate(f"document.documentElement.dir = '{way}'")
                assert (way, width, overhang(page)) == (way, width, 0)
    assert walk.stopped == []
