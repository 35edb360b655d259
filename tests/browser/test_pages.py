"""Every page as people meet it: accessible, under its policy, never wider than the window, and without script."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import EMAIL, PASSWORD

pytestmark = pytest.mark.xdist_group("pages")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # collecting what is in order takes most of the time
}
AXE = AXE_FILE_PATH.read_text()
WINDOWS = ((1440, 900, "light"), (1440, 900, "dark"), (390, 844, "light"), (390, 844, "dark"))
WIDTHS = (320, 768, 1024, 1280, 1920)
FREEZE, TRUCE, INITIATIVE = "Energy freeze", "Black Sea truce", "Grain Initiative, term 3"
ADDRESSES = (
    "/",
    "/proposals/",
    "/proposals/?q=nothing+like+this",
    "/proposals/?statuss=x",
    FREEZE,
    TRUCE,
    INITIATIVE,
    "/alerts/",
    "/calendar/",
    "/search/?q=truce",
    "/calendar/?view=agenda&alerts=true",
    "/positions/",
    "/timeline/",
    "/dependencies/",
    "/parties/",
    "/parties/1/",
    "/people/",
    "/people/1/",
    "/articles/",
    "/articles/S-25/",
    "/claims/",
    "/claims/1/",
    "/sources/",
    "/sources/1/",
    "/mailbox/",
    "/nothing/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
)


def opened(window: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """A page by its address, or that of a proposal by its name; and whatever its policy had to stop."""
    page = window.new_page()
    stopped: list[str] = []
    page.on("console", lambda told: stopped.append(told.text) if "Content Security Policy" in told.text else None)
    page.on("pageerror", lambda error: stopped.append(str(error)))
    if address.startswith("/"):
        page.goto(address)
    else:
        page.goto("/proposals/?status__in=in+force,on+hold,renewed,expired")
        page.click(f"th a:text-is('{address}')")
        page.wait_for_selector(".banner")
    return page, stopped


def faults(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules).then(answer => answer.violations)", RULES)
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found]


def overhang(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_accessible_in_each_window_and_theme(window: BrowserContext, address: str) -> None:
    page, stopped = opened(window, address)
    assert stopped == []
    for width, height, theme in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        assert (width, theme, faults(page)) == (width, theme, [])


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_never_wider_than_its_window(window: BrowserContext, address: str) -> None:
    page, _stopped = opened(window, address)
    for direction in ("ltr", "rtl"):
        page.evaluate(f"document.documentElement.dir = '{direction}'")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert (direction, width, overhang(page)) == (direction, width, 0)


@pytest.mark.parametrize(("width", "height", "theme"), WINDOWS)
def test_the_door_is_accessible_and_tells_of_a_wrong_password(
    browser: Browser, site: str, width: int, height: int, theme: str
) -> None:
    scheme = "dark" if theme == "dark" else "light"
    outside = browser.new_context(base_url=site, viewport={"width": width, "height": height}, color_scheme=scheme)
    page, stopped = opened(outside, "/accounts/login/")
    page.fill("[name=login]", f"nobody-{width}-{theme}@example.org")
    page.fill("[name=password]", "wrong")
    page.click("button.primary")
    page.wait_for_selector(".flash.bad")
    assert (stopped, faults(page), overhang(page)) == ([], [], 0)
    outside.close()


def test_signing_in_filtering_and_opening_need_no_script(browser: Browser, site: str) -> None:
    plain = browser.new_context(base_url=site, java_script_enabled=False)
    page = plain.new_page()
    page.goto("/proposals/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("button.primary")
    page.click("summary:has-text('Status')")
    page.check("label:has-text('On hold') input")
    page.click("details[open] button")
    assert page.locator("th.t-n a").all_text_contents() == ["Trump–Putin summit", "Black Sea truce"]
    page.click(f"th a:text-is('{TRUCE}')")
    assert page.text_content("h1") == "Truce in the Black Sea"
    plain.close()


def test_the_keys_go_where_they_say_and_rest_while_somebody_types(window: BrowserContext, site: str) -> None:
    page, _stopped = opened(window, "/")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/proposals/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "pq"
    page.keyboard.type("go")
    assert (page.url, page.input_value("#pq")) == (f"{site}/proposals/", "go")


def test_search_or_go_to_finds_while_one_types_and_goes_by_the_keyboard_alone(window: BrowserContext) -> None:
    page, stopped = opened(window, "/")
    page.keyboard.press("Control+k")
    page.locator("#pl [role=option]").first.wait_for()
    assert (stopped, faults(page)) == ([], [])
    page.keyboard.type("black sea tr")
    page.locator("#pl [role=option]:has-text('Black Sea')").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/proposals/P-*/")
    assert page.text_content("h1") == "Truce in the Black Sea"


def test_the_theme_chosen_is_kept(window: BrowserContext) -> None:
    page, _stopped = opened(window, "/")
    page.emulate_media(color_scheme="light")
    page.click("[data-theme-toggle]")
    page.goto("/proposals/")
    assert page.get_attribute("html", "data-theme") == "dark"


def test_the_countdown_says_what_the_server_said(window: BrowserContext) -> None:
    page, _stopped = opened(window, FREEZE)
    assert page.text_content(".ck-n b") == "3 d 11 h"


def test_printed_the_signs_keep_their_words_and_the_controls_vanish(window: BrowserContext) -> None:
    page, _stopped = opened(window, FREEZE)
    page.emulate_media(media="print")
    assert (page.is_visible(".banner .st"), page.is_visible(".print-only")) == (True, True)
    assert [part for part in (".rail", ".bar", ".tabs") if page.is_visible(part)] == []


@pytest.mark.parametrize(("address", "most"), [(TRUCE, 2), ("/positions/", 4), ("/timeline/", 4)])
def test_printed_it_fits_few_sheets_and_signs_stay_words_without_colour(
    window: BrowserContext, address: str, most: int
) -> None:
    page, _stopped = opened(window, address)
    page.emulate_media(media="print", color_scheme="light")
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert 1 <= sheets <= most
    unnamed = page.eval_on_selector_all(".st, .ps, .mv", "all => all.filter(s => !s.textContent.trim()).length")
    assert unnamed == 0
