"""The forms of deadlines in a real browser: read while typing, and the same without script."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.every_page import SEEDED
from tests.browser.looks import faults, opened

pytestmark = pytest.mark.xdist_group("jobs")
FREEZE = SEEDED[0]


def proposal(window: BrowserContext) -> tuple[Page, list[str], str]:
    """The page of the energy freeze, what its policy had to stop, and its address."""
    page, stopped = opened(window, FREEZE)
    return page, stopped, page.url


def test_words_are_read_while_they_are_typed(window: BrowserContext) -> None:
    page, stopped, home = proposal(window)
    page.goto(f"{home}deadlines/add/")
    page.fill("#id_said_on", "2025-04-14")
    page.locator("#id_expression").press_sequentially("midnight on 20 April")
    reading = page.locator("#reading")
    expect(reading).to_contain_text("the start or the end of that day?")
    assert faults(page) == []
    page.check("#reading-2")
    expect(reading).to_contain_text("Sunday 20 April 2025, 24:00 Kyiv")
    assert page.evaluate("document.activeElement.id") == "reading-2"
    page.fill("#id_expression", "ends Friday")
    expect(reading).to_contain_text("Friday 18 April 2025, to the end of the day in Kyiv")
    assert stopped == []


def test_a_reading_that_cannot_be_fetched_leaves_what_was_there_and_offers_to_try_again(window: BrowserContext) -> None:
    page, _stopped, home = proposal(window)
    page.goto(f"{home}deadlines/add/")
    page.fill("#id_said_on", "2025-04-14")
    page.fill("#id_expression", "ends Friday")
    expect(page.locator("#reading")).to_contain_text("Friday 18 April 2025")
    page.route("**/deadlines/reading/", lambda route: route.abort())
    page.fill("#id_expression", "ends Thursday")
    expect(page.locator("#say")).to_have_text("This could not be fetched; what you see is older.")
    expect(page.locator("#reading")).to_contain_text("Friday 18 April 2025")
    page.unroute("**/deadlines/reading/")
    page.click(".failed button")
    expect(page.locator("#reading")).to_contain_text("Thursday 17 April 2025")
    assert page.locator(".failed").count() == 0


def test_a_deadline_is_read_saved_and_settled_without_script(browser: Browser, site: str, cookies: str) -> None:
    window = browser.new_context(base_url=site, storage_state=json.loads(cookies), java_script_enabled=False)
    page, _stopped, home = proposal(window)
    page.goto(f"{home}deadlines/add/")
    page.fill("#id_title", "A truce for the feast")
    page.fill("#id_expression", "midnight on 20 April")
    page.check("text=A new claim")
    for field, words in {"assertion": "It ends then.", "article_title": "Readout", "source_name": "A ministry"}.items():
        page.fill(f"#id_{field}", words)
    page.fill("#id_published_on", "2025-04-14")
    page.click("button[value=read]")
    page.check("#reading-2")
    page.fill("#id_decided", "The text says the end of the day.")
    page.click("text=Save deadline")
    assert "Save again if that is right" in page.inner_text("#reading")
    page.click("text=Save deadline")
    assert page.inner_text(".flash.ok").splitlines()[0] == "Deadline saved: Sun 20 Apr 2025"
    card = page.locator(".dl-b", has_text="A truce for the feast")
    assert "Sun 20 Apr, 24:00 Kyiv" in card.inner_text()
    card.locator("text=Met").click()
    page.select_option(
        "#id_claim", label=page.locator("#id_claim option", has_text=re.compile("It ends then")).inner_text()
    )
    page.fill("#id_reason", "It was kept.")
    page.click("button[value=save]")
    assert "A truce for the feast: met" in page.inner_text(".flash.ok")
    window.close()
