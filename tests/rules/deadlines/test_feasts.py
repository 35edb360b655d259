"""Both Easters, exactly, and the days that hang on them."""

from datetime import date, timedelta

import pytest
from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from negotiations.rules.deadlines.feasts import easter_day
from tests.rules.deadlines.asked import asked, refused, said

# Western and Orthodox Easter, from the table of the Aleppo Statement "Towards a Common Date for Easter"
# (World Council of Churches and Middle East Council of Churches, 1997), years 2001 to 2025.
PUBLISHED = {
    2001: ("04-15", "04-15"), 2002: ("03-31", "05-05"), 2003: ("04-20", "04-27"), 2004: ("04-11", "04-11"),
    2005: ("03-27", "05-01"), 2006: ("04-16", "04-23"), 2007: ("04-08", "04-08"), 2008: ("03-23", "04-27"),
    2009: ("04-12", "04-19"), 2010: ("04-04", "04-04"), 2011: ("04-24", "04-24"), 2012: ("04-08", "04-15"),
    2013: ("03-31", "05-05"), 2014: ("04-20", "04-20"), 2015: ("04-05", "04-12"), 2016: ("03-27", "05-01"),
    2017: ("04-16", "04-16"), 2018: ("04-01", "04-08"), 2019: ("04-21", "04-28"), 2020: ("04-12", "04-19"),
    2021: ("04-04", "05-02"), 2022: ("04-17", "04-24"), 2023: ("04-09", "04-16"), 2024: ("03-31", "05-05"),
    2025: ("04-20", "04-20"),
}  # fmt: skip


def by_meeus(year: int) -> tuple[date, date]:
    """Western and Orthodox Easter by the algorithms of J. Meeus, Astronomical Algorithms, chapter 8.

    Independent of dateutil; the Julian day of the Orthodox feast lies 13 days back from 1900 to 2099, then 14.
    """
    golden, century, rest = year % 19, year // 100, year % 100
    eighth = (century + 8) // 25
    epact = (19 * golden + century - century // 4 - (century - eighth + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    western = date(year, month, day + 1)
    moon = (19 * golden + 15) % 30
    month, day = divmod(moon + (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7 + 114, 31)
    behind = 13 if year < 2100 else 14
    return western, date(year, month, day + 1) + timedelta(days=behind)


@pytest.mark.parametrize(("year", "days"), PUBLISHED.items())
def test_the_published_table_is_copied_without_a_slip(year: int, days: tuple[str, str]) -> None:
    assert by_meeus(year) == tuple(date.fromisoformat(f"{year}-{day}") for day in days)


@pytest.mark.parametrize(("year", "days"), PUBLISHED.items())
def test_both_easters_are_those_of_the_published_table(year: int, days: tuple[str, str]) -> None:
    western, orthodox = (f"{year}-{day}" for day in days)
    assert said(asked(f"Western Easter {year}")) == western
    assert said(asked(f"Orthodox Easter {year}")) == orthodox


@pytest.mark.parametrize("century", range(1900, 2200, 100))
def test_both_easters_of_every_year(century: int) -> None:
    for year in range(century, century + 100):
        assert easter_day(year, "western") == easter(year, EASTER_WESTERN)
        assert easter_day(year, "orthodox") == easter(year, EASTER_ORTHODOX)
        assert (easter_day(year, "western"), easter_day(year, "orthodox")) == by_meeus(year)
        assert said(asked(f"Orthodox Easter {year}")) == easter(year, EASTER_ORTHODOX).isoformat()


def test_a_bare_easter_is_refused_only_when_the_two_differ() -> None:
    assert said(asked("by Easter")) == "2025-04-20"
    refusal = refused("by Easter", "2026-02-10T10:00")
    assert refusal.code == "ambiguous_calendar"
    assert [reading.day.isoformat() for reading in refusal.readings] == ["2026-04-05", "2026-04-12"]
    assert said(asked("by Easter", "2026-02-10T10:00", feasts="orthodox")) == "2026-04-12"


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("Orthodox Good Friday 2026", "2026-04-10"),
        ("Orthodox Easter Monday 2026", "2026-04-13"),
        ("Orthodox Pentecost 2026", "2026-05-31"),
        ("Catholic Pentecost 2026", "2026-05-24"),
        ("Easter (Orthodox) 2026", "2026-04-12"),
        ("Orthodox Christmas", "2026-01-07"),
        ("Bastille Day", "2025-07-14"),
        ("New Year", "2026-01-01"),
        ("US Thanksgiving", "2025-11-27"),
    ],
)
def test_days_of_feasts(words: str, meaning: str) -> None:
    assert said(asked(words)) == meaning


@pytest.mark.parametrize(
    ("zone", "meaning"),
    [("America/New_York", "2025-11-27"), ("America/Toronto", "2025-10-13")],
)
def test_a_shared_name_goes_by_the_country_of_the_source(zone: str, meaning: str) -> None:
    assert said(asked("Thanksgiving", zone=zone)) == meaning


def test_christmas_is_asked_where_two_calendars_live() -> None:
    assert refused("by Christmas", zone="Europe/Moscow").code == "ambiguous_calendar"
    assert said(asked("by Christmas", zone="Europe/Paris")) == "2025-12-25"
