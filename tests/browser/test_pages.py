"""The dashboard in people's hands: the door, the keys, the palette, the look that is kept, the clock, and print."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Route

from tests.browser.every_page import SEEDED
from tests.browser.looks import faults, opened, sound
from tests.browser.people import EMAIL, PASSWORD

pytestmark = pytest.mark.xdist_group("pages")
FREEZE, TRUCE, _INITIATIVE = SEEDED


def test_the_door_is_sound_and_tells_of_a_wrong_password(browser: Browser, site: str) -> None:
    outside = browser.new_context(base_url=site)
    page, stopped = opened(outside, "/accounts/login/")
    sound(page)
    page.fill("[name=login]", "nobody@example.org")
    page.fill("[name=password]", "wrong")
    page.click("button.primary")
    page.wait_for_selector(".flash.bad")
    sound(page)
    assert stopped == []
    outside.close()


def test_signing_in_filtering_and_opening_need_no_script(browser: Browser, site: str) -> None:
    plain = browser.new_context(base_url=site, java_script_enabled=False)
    page = plain.new_page()
    page.goto("/proposals/")
    # Nothing is offered that only script can do.
    assert (page.locator(".js").count() > 0, page.locator(".js:visible").count()) == (True, 0)
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("button.primary")
    page.click("summary:has-text('Status')")
    assert (page.locator(".js").count() > 0, page.locator(".js:visible").count()) == (True, 0)
    assert [each.get_attribute("value") for each in page.locator(".look .ib:visible").all()] == ["dark"]
    page.check("label:has-text('On hold') input")
    page.click("details[open] button")
    assert page.locator("th.t-n a").all_text_contents() == ["Trump–Putin summit", "Black Sea truce"]
    page.click(f"th a:text-is('{TRUCE}')")
    assert page.text_content("h1") == "Truce in the Black Sea"
    plain.close()


def test_the_keys_go_where_they_say_and_rest_while_somebody_types(window: BrowserContext, site: str) -> None:
    page, _stopped = opened(window, "/")
    page.clock.set_fixed_time(0)  # the second letter may take its time
    page.keyboard.press("j")
    assert page.locator(".q-i[data-cur]").count() == 1
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/proposals/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "pq"
    page.keyboard.type("go")
    assert (page.url, page.input_value("#pq")) == (f"{site}/proposals/", "go")


def test_rows_are_gone_through_and_chosen_by_keys_and_the_keys_are_listed(window: BrowserContext) -> None:
    page, stopped = opened(window, "/proposals/")
    for key in "jjkx":
        page.keyboard.press(key)
    ticked = page.locator("[data-cur] input[name=ref]:checked")
    assert (ticked.count(), page.locator("tbody tr:first-child[data-cur]").count()) == (1, 1)
    page.keyboard.press("x")
    assert page.locator("input[name=ref]:checked").count() == 0
    page.keyboard.press("?")
    page.locator("#keys[open]").wait_for()
    assert (stopped, faults(page)) == ([], [])
    page.keyboard.press("Escape")
    # As J is typed where the layout is Ukrainian.
    typed = "new KeyboardEvent('keydown', { key: 'о', code: 'KeyJ', bubbles: true })"
    page.evaluate(f"document.activeElement.dispatchEvent({typed})")
    page.keyboard.press("Enter")
    page.wait_for_selector(".banner")


def test_single_keys_can_be_turned_off(window: BrowserContext, site: str) -> None:
    page, _stopped = opened(window, "/settings/")
    page.select_option("#id_display_keys", "off")
    page.click("#display button[type=submit]")
    page.wait_for_selector(".flash.ok")
    page.keyboard.press("?")
    page.keyboard.press("c")
    assert (page.locator("#keys[open]").count(), page.url) == (0, f"{site}/settings/")
    assert page.locator("[data-keys-list]").count() == 0


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


def test_how_the_page_looks_is_kept_and_settings_know_of_it(window: BrowserContext) -> None:
    page, _stopped = opened(window, "/")
    page.emulate_media(color_scheme="light")
    with page.expect_response("**/settings/look/"):
        page.click(".look button[value=dark]")
    assert (page.get_attribute("html", "data-theme"), page.evaluate("document.activeElement.value")) == (
        "dark",
        "light",
    )
    page.click("button[data-rail]")
    page.goto("/settings/")
    assert page.input_value("#id_display_theme") == "dark"
    page.select_option("#id_display_theme", "light")
    page.click("#display button[type=submit]")
    page.wait_for_selector(".flash.ok")
    look = [page.get_attribute("html", f"data-{name}") for name in ("theme", "rail")]
    assert look == ["light", "narrow"]
    # By hand or by itself, the narrow sidebar leaves its room to the page.
    wide, narrow, by_itself = ((1440, ""), (1440, "narrow"), (900, ""))
    found = []
    for width, rail in (wide, narrow, by_itself):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("rail => { document.documentElement.dataset.rail = rail; }", rail)
        found.append(page.evaluate("document.querySelector('.rail').offsetWidth"))
    assert found == [216, 56, 56]


def test_the_clock_goes_by_the_server_and_is_announced_when_a_day_is_left(window: BrowserContext) -> None:
    page, _stopped = opened(window, FREEZE)
    assert page.text_content("#say") == ""
    left = page.get_attribute(".ck-n b", "data-until") or ""
    said = (datetime.fromisoformat(left) - timedelta(hours=24, seconds=50)).isoformat()
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.route(page.url, lambda route: _with_clock(route, said))
    page.reload()
    assert (page.text_content(".ck-n b"), page.text_content("#say")) == ("1 d", "")
    page.clock.run_for(60_000)
    title = page.get_attribute(".ck-n b", "data-told")
    assert (page.text_content(".ck-n b"), page.text_content("#say")) == ("23 h 59 min", f"{title}: 23 h 59 min")


def _with_clock(route: Route, said: str) -> None:
    """The page as the server sends it, at another time of the server's."""
    answer = route.fetch()
    route.fulfill(response=answer, body=re.sub(r'data-now="[^"]*"', f'data-now="{said}"', answer.text()))


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
