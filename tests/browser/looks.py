"""What is asked of a page in a real browser: axe, the policy, and whether all of it fits."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import BrowserContext, Page

AXE = AXE_FILE_PATH.read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Collecting what is in order takes most of the time, and the sheet is read for one rule alone, of turned screens.
_QUICK: dict[str, Any] = {"resultTypes": ["violations"], "preload": False, "elementRef": False}
RULES = {"runOnly": TAGS, **_QUICK}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, **_QUICK}
# What is the same around every page, and looked at once.
SHELL = ((".rail",), (".bar",), (".tabs",), (".foot",), (".sprite",), ("#palette",))
DESK, PHONE = (1440, 900), (390, 844)
WIDTHS = (320, 768, 1024, 1280, 1920)
# Targets on a phone are 36 px or more; those within a line of text are of its height.
_SMALL = """() => [...document.querySelectorAll('.ib, .btn')].flatMap(el => {
  const box = el.getBoundingClientRect();
  const short = box.width && Math.min(box.width, box.height) < 35.9;
  return short ? [`${box.width}×${box.height} ${el.outerHTML.slice(0, 120)}`] : [];
})"""


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


def faults(page: Page, rules: dict[str, Any] = RULES, without: tuple[tuple[str], ...] = ()) -> list[str]:
    """What axe has to say of the page as it stands, `without` the parts that these selectors name."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    asked = [{"include": [["html"]], "exclude": without}, rules]
    found = page.evaluate("asked => axe.run(...asked).then(answer => answer.violations)", asked)
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]


def overhang(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def small(page: Page) -> list[str]:
    """The buttons of a page that a finger might miss; the page stands in the window of a phone."""
    found: list[str] = page.evaluate(_SMALL)
    return found


def sound(page: Page, without: tuple[tuple[str], ...] = ()) -> None:
    """Axe finds nothing on desktop and phone, light and dark, in either direction; nothing is too wide or too small.

    Every rule is asked once of either window, theme and direction; what depends on both, colours, of all four.
    """
    direction = page.get_attribute("html", "dir")
    for (width, height), theme, way, rules in (
        (DESK, "light", "ltr", RULES),
        (DESK, "dark", "ltr", COLOURS),
        (PHONE, "light", "rtl", COLOURS),
        (PHONE, "dark", "rtl", RULES),
    ):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        page.evaluate(f"document.documentElement.dir = '{way}'")
        assert (width, theme, faults(page, rules, without)) == (width, theme, [])
    assert (overhang(page), small(page)) == (0, [])
    page.evaluate(f"document.documentElement.dir = '{direction}'")
