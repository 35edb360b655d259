"""What nobody does alone and nothing hides, in a real browser: review, correction, comparison, another day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import signed_in
from tests.browser.looks import DESK, sound
from tests.browser.talks import DOUBTED, DRAFT, FIRST, MINUTES, REVISION, SECOND

pytestmark = pytest.mark.xdist_group("jobs")


class People:
    """Each in a window of their own, signed in once."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.pages: dict[str, Page] = {}

    def __getitem__(self, who: str) -> Page:
        if who not in self.pages:
            state = json.loads(signed_in(self.browser, self.site, who))
            self.pages[who] = self.browser.new_context(base_url=self.site, storage_state=state).new_page()
        return self.pages[who]


@pytest.fixture(scope="module")
def people(browser: Browser, site: str) -> Iterator[People]:
    found = People(browser, site)
    yield found
    for page in found.pages.values():
        page.context.close()


def press(page: Page, selector: str) -> None:
    """Click what leads to another page, and be there."""
    with page.expect_navigation():
        page.click(selector)


def address_of(page: Page, name: str) -> str:
    """The page of a proposal, opened from the list."""
    page.goto("/proposals/")
    press(page, f"th a:text-is('{name}')")
    page.wait_for_selector(".banner")
    return page.url


def in_order(page: Page) -> None:
    """It is sound in every window, and as wide as a desk's afterwards."""
    sound(page)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def test_a_status_waits_until_a_second_person_confirms_it(people: People) -> None:
    first, second = people[FIRST], people[SECOND]
    offer = address_of(first, REVISION)
    press(first, "main a[href$='/status/']")
    first.check("[name=status][value='agreed in principle']")
    first.fill("#id_reason", "Both heads of delegation nodded.")
    first.check("[name=rests_on][value=new]")
    # What is typed narrows the documents without leaving the form: each word as it begins.
    first.locator("#id_article_words").press_sequentially("quarterm")
    expect(first.locator("#id_article option:not([value=''])")).to_have_text([re.compile(MINUTES)])
    expect(first.locator("#say")).to_have_text("1 found")
    first.check("[name=rests_on][value=known]")
    first.select_option("#id_claim", index=1)
    press(first, "button[value=save]")
    assert "It is carried out once a second person confirms it" in first.inner_text(".flash.ok")
    assert "Agreed in principle" not in first.inner_text(".banner .st")
    in_order(first)
    press(first, "main a[href*='/proposed-changes/']")
    assert "somebody else has to confirm it" in first.inner_text("form.write")
    assert first.locator("[name=decision]").evaluate_all("all => all.map(each => each.value)") == ["decline"]

    second.goto("/")
    press(second, "main a[href*='/proposed-changes/']")
    assert "Both heads of delegation nodded." in second.inner_text(".facts")
    in_order(second)
    second.check("[name=decision][value=confirm]")
    press(second, "form.write button.primary")
    second.goto(offer)
    assert "agreed in principle" in second.inner_text(".banner").lower()
    assert second.locator("main a[href*='/proposed-changes/']").count() == 0


def test_what_rests_on_a_claim_is_listed_before_it_is_judged_and_marked_afterwards(people: People) -> None:
    page = people[SECOND]
    offer = address_of(page, DRAFT)
    page.goto("/claims/")
    press(page, f"main a:has-text('{DOUBTED}')")
    press(page, "main a[href$='/judge/']")
    alone = page.locator("section:has(#alone) li").all_inner_texts()
    assert sum("Sylvania" in text for text in alone) == 1, alone
    in_order(page)
    page.check("[name=standing][value=withdrawn]")
    page.fill("[name=reason]", "The outlet took it back.")
    press(page, "form.write button.primary")
    assert "What rests on the claim is marked" in page.inner_text(".flash.ok")
    row = page.inner_text("main")
    assert (DOUBTED in row, "The outlet took it back." in row) == (True, True)
    in_order(page)
    page.goto(offer)
    assert "withdrawn" in page.inner_text("main").lower()
    in_order(page)


def test_two_drafts_side_by_side(people: People) -> None:
    page = people[FIRST]
    address_of(page, REVISION)
    press(page, "main a[href*='/compare/']")
    outcomes = page.locator(".cmp tbody th").all_inner_texts()
    assert sorted(text.split("\n")[0].rsplit(" ", 1)[0].lower() for text in outcomes) == [
        "changed",
        "only here",
        "only there",
        "the same",
    ]
    assert page.locator(".cmp del, .cmp ins, .cmp mark").count() >= 2
    in_order(page)


def test_another_day_has_two_axes_and_nothing_that_writes(people: People) -> None:
    page = people[FIRST]
    address = address_of(page, DRAFT)
    page.click(".asof summary")
    page.fill("#asof", "2025-04-14")
    press(page, ".asof button[type=submit]")
    assert "14 April 2025" in page.inner_text(".asof-band")
    assert "was recorded by" not in page.inner_text(".asof-band")
    assert page.locator("main form[method=post], main a[href$='/status/'], main a[href$='/add/']").count() == 0
    in_order(page)
    press(page, ".asof-band a:text-is('As it was known then')")
    assert "Only what was recorded by 14 April 2025 counts" in page.inner_text(".asof-band")
    assert page.locator("main form[method=post]").count() == 0
    in_order(page)
    refused = page.goto(f"{address}status/?as_of=2025-04-14")
    assert refused is not None
    assert refused.status == 409
    press(page, ".asof-band a:text-is('Back to now')")
    assert page.locator(".asof-band").count() == 0
