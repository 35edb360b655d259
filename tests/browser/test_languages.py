"""Pages in Ukrainian, and from right to left in a language whose every text is longer."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import PASSWORD
from tests.browser.test_pages import FREEZE, INITIATIVE, faults, opened, overhang

pytestmark = pytest.mark.xdist_group("pages")
ADDRESSES = ("/", "/proposals/", FREEZE, INITIATIVE, "/alerts/")
WINDOWS = ((1440, "light"), (390, "dark"), (320, "light"))
DIRECTIONS = {"uk": "ltr", "ar": "rtl"}


@pytest.fixture(scope="module", params=DIRECTIONS)
def speaking(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[tuple[str, BrowserContext]]:
    """A language, and a window of a reader who chose it."""
    window = browser.new_context(base_url=site)
    page = window.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", f"{request.param}@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("button.primary")
    page.wait_for_selector(".rail")
    state = json.dumps(window.storage_state())
    window.close()
    own = browser.new_context(base_url=site, storage_state=json.loads(state))
    yield request.param, own
    own.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_keeps_its_shape_in_every_language(speaking: tuple[str, BrowserContext], address: str) -> None:
    language, window = speaking
    page, stopped = opened(window, address)
    assert (page.get_attribute("html", "lang"), page.get_attribute("html", "dir")) == (language, DIRECTIONS[language])
    for width, theme in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        assert (width, overhang(page), faults(page)) == (width, 0, [])
    assert stopped == []
    page.close()
