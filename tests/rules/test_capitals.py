import pytest

from negotiations.rules.capitals import Capital, capital, clocks

WASHINGTON = "Washington: America/New_York"


@pytest.mark.parametrize(
    ("entry", "parts"),
    [
        ("Europe/Kyiv", ("", "Europe/Kyiv")),
        (WASHINGTON, ("Washington", "America/New_York")),
        (":Europe/Kyiv", ("", "Europe/Kyiv")),
    ],
)
def test_an_entry_is_a_zone_or_a_city_with_its_zone(entry: str, parts: tuple[str, str]) -> None:
    assert capital(entry) == Capital(*parts)


def test_a_clock_is_shown_once_and_by_the_capital_where_one_is_named() -> None:
    entries = ("America/New_York", WASHINGTON, "Ottawa: America/New_York", "Europe/Kyiv", "Europe/Kyiv", "UTC")
    assert clocks(entries) == (WASHINGTON, "Ottawa: America/New_York", "Europe/Kyiv", "UTC")
