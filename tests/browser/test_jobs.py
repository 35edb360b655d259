"""The daily jobs in a real browser: with script, without it, and by the keyboard alone."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.every_page import SEEDED
from tests.browser.looks import opened, sound
from tests.browser.people import PASSWORD, WATCHERS

pytestmark = pytest.mark.xdist_group("jobs")
FREEZE = SEEDED[0]
WAYS = ("script", "no script", "keys")
_MOST_TABS = 250
# Which element has the focus, and whether it can be seen that it has: a ring, and nothing fixed above it.
_FOCUS = """selector => {
  const el = document.activeElement, look = getComputedStyle(el), box = el.getBoundingClientRect();
  const ring = look.outlineStyle !== 'none' || look.boxShadow !== 'none';
  const above = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 12));
  const fixed = above && !el.contains(above) && !above.contains(el) && above.closest('.bar, .tabs, .rail, .bulk');
  return [el.matches(selector), ring && !(fixed && !fixed.contains(el))];
}"""


class Hand:
    """Works a page with the pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def write(self, selector: str, text: str) -> None:
        self.page.fill(selector, text)

    def take(self, selector: str) -> None:
        """Take the first value that is offered."""
        self.page.select_option(selector, index=1)

    def tick(self, selector: str) -> None:
        self.page.check(selector)


class Keys(Hand):
    """Works a page with Tab, Space, Enter and the arrows, and sees where the focus is all the way."""

    def reach(self, selector: str) -> None:
        for _ in range(_MOST_TABS):
            here, seen = self.page.evaluate(_FOCUS, selector)
            if here:
                assert seen, f"the focus on {selector} cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab reaches {selector}")

    def press(self, selector: str) -> None:
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.page.keyboard.type(text)

    def take(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("ArrowDown")

    def tick(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Space")


@pytest.mark.parametrize("way", WAYS)
def test_the_jobs_of_a_morning(browser: Browser, site: str, cookies: str, way: str) -> None:
    window = browser.new_context(
        base_url=site, storage_state=json.loads(cookies), java_script_enabled=way != "no script"
    )
    page = window.new_page()
    hand = Keys(page) if way == "keys" else Hand(page)

    page.goto("/")
    assert FREEZE in page.inner_text("main")
    hand.press(".nav a[href='/proposals/']")
    hand.write("#fq", "energy")
    hand.press(".filters > button[type=submit]")
    hand.press(f"th a[href^='/proposals/']:has-text('{FREEZE}')" if way != "keys" else "th a[href^='/proposals/']")
    address = page.url
    # Who is told of its deadline, and when.
    assert "E-mail alert" in page.inner_text("main")

    hand.press("a[href$='/status/']")
    hand.tick("[name=status]")
    hand.write("#id_reason", f"As announced, {way}")
    hand.take("#id_claim")
    hand.press("button[value=save]")
    assert (page.url, f"As announced, {way}" in page.inner_text(".banner")) == (address, True)
    assert "Status: " in page.inner_text(".flash.ok")
    hand.press(".flash button")
    assert "Undone." in page.inner_text(".flash.ok")
    assert f"As announced, {way}" not in page.inner_text(".banner")

    hand.press("a[href$='/positions/add/']")
    hand.take("#id_party")
    hand.tick("[name=stance]")
    hand.take("#id_claim")
    hand.press("button[value=save]")
    assert "Demands" in page.inner_text(".flash.ok")

    hand.press("a[href$='/accounts/add/']")
    hand.take("#id_party")
    hand.write("#id_value", f"It ends when it ends, {way}")
    hand.take("#id_claim")
    hand.press("button[value=save]")
    # That party has told it otherwise before: the same words become a revision.
    assert "Says now" in page.inner_text("main")
    hand.write("#id_reason", f"Told anew, {way}")
    hand.press("button[value=save]")
    assert f"It ends when it ends, {way}" in page.inner_text(".flash.ok")

    hand.press("a[href$='/deadlines/add/']")
    hand.write("#id_title", f"A review, {way}")
    hand.write("#id_expression", "25 April 2025")
    hand.take("#id_claim")
    hand.press("button[value=read]")
    assert "Friday 25 April 2025" in page.inner_text("#reading")
    hand.press("button[value=save]")
    assert "Fri 25 Apr 2025" in page.inner_text(".flash.ok")
    window.close()


@pytest.mark.parametrize(("way", "person"), list(zip(WAYS, WATCHERS, strict=True)))
def test_an_alert_is_seen_a_deadline_extended_and_who_was_told_is_found(
    browser: Browser, site: str, way: str, person: str
) -> None:
    window = browser.new_context(base_url=site, java_script_enabled=way != "no script")
    page = window.new_page()
    hand = Keys(page) if way == "keys" else Hand(page)

    page.goto("/alerts/")
    hand.write("[name=login]", person)
    hand.write("[name=password]", PASSWORD)
    hand.press("form button[type=submit]:not([form])")
    row = "tbody tr:has-text('status changed')"
    assert "Delivered" in page.inner_text(row)
    hand.press(f"{row} button[value^='seen:']" if way != "keys" else "button[value^='seen:']")
    assert page.locator("tbody tr:has-text('Delivered, seen')").count() == 1

    hand.press(".nav-watch a")
    hand.press("a[href$='/extend/']")
    hand.write("#id_expression", "2 May 2025")
    hand.write("#id_reason", f"Both sides agreed, {way}")
    hand.take("#id_claim")
    hand.press("button[value=read]")
    assert "Friday 2 May 2025" in page.inner_text("#reading")
    hand.press("button[value=save]")
    assert "Fri 2 May 2025" in page.inner_text(".flash.ok")
    hand.press(".flash button")
    assert "Undone." in page.inner_text(".flash.ok")

    hand.press("a:text-is('Who was told')" if way != "keys" else "a[href^='/alerts/?proposal=']")
    assert page.locator("tbody td[data-l=To]").first.inner_text() == "Wanda Watcher you"
    window.close()


def test_a_text_is_read_and_its_entries_are_counted(window: BrowserContext) -> None:
    page, stopped = opened(window, "/add/text/?negotiation=N-3")
    page.fill("#id_text", "“We will not sign this,” he said. The freeze ends on Friday. It was “brave”.")
    page.fill("#id_article_title", "No signature")
    page.fill("#id_source_name", "The Courier")
    page.fill("#id_published_on", "2025-04-15")
    page.click("button[value=read]")
    assert page.inner_text("[data-ticked]") == "2"
    page.uncheck("[name=e0-keep]")
    assert page.inner_text("[data-ticked]") == "1"
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.paper mark'))")
    expect(page.locator("#more")).to_have_value("We will not sign this")
    sound(page)
    page.click("button[value=save]")
    assert "with 1 entry." in page.inner_text(".flash.ok")
    assert stopped == []
