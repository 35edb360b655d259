"""With script, a head chooses the whole page and the bar below counts, and what is shown once is copied."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

pytestmark = pytest.mark.xdist_group("pages")


def test_a_page_is_chosen_at_once_and_counted(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/proposals/")
    rows, told = page.locator("[data-row] [name=ref]"), page.locator("[data-chosen]")
    number = rows.count()
    assert (number > 1, told.is_visible()) == (True, False)
    page.check("[data-all]")
    assert told.inner_text() == f"{number} chosen"
    rows.first.uncheck()
    assert told.inner_text() == f"{number - 1} chosen"
    assert page.evaluate("document.querySelector('[data-all]').indeterminate") is True
    page.close()


def test_an_address_that_is_shown_once_is_copied(window: BrowserContext) -> None:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    page = window.new_page()
    page.goto("/calendar/")
    with page.expect_navigation():
        page.click("[action$='/addresses/'] button")
    page.click("[data-copy]")
    expect(page.locator("[data-copy]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#made")
    page.close()
