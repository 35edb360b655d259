"""With script, a head chooses the whole page and the bar below counts."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

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
