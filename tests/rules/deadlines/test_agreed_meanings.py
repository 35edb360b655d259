"""The meanings on which all readers of dates agree, one row each."""

import pytest

from tests.rules.deadlines.asked import asked, resolved, said

TUESDAY = "2026-04-14T10:00"


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("next Friday", "2026-04-24"),
        ("Friday", "2026-04-17"),
        ("this Friday", "2026-04-17"),
        ("this Monday", "2026-04-20"),
        ("in 10 days", "2026-04-24"),
        ("within 10 days", "2026-04-24"),
        ("within three weeks", "2026-05-05"),
        ("within two months", "2026-06-14"),
        ("next 10 days", "2026-04-24"),
        ("next week", "2026-04-26"),
        ("by next month", "2026-05-31"),
        ("by next quarter", "2026-09-30"),
        ("by next year", "2027-12-31"),
        ("by 20 April", "2026-04-20"),
        ("until 20 April", "2026-04-20"),
        ("no later than 20 April", "2026-04-20"),
        ("on or before 20 April", "2026-04-20"),
        ("before 20 April", "2026-04-19"),
        ("before 1 July 2026", "2026-06-30"),
        ("from 15 to 20 April", "2026-04-20"),
        ("15 April through 20 April", "2026-04-20"),
        ("14 April", "2026-04-14"),
        ("13 April", "2027-04-13"),
    ],
)
def test_agreed(words: str, meaning: str) -> None:
    assert said(asked(words, TUESDAY)) == meaning


def test_months_after_the_31st_are_clamped() -> None:
    assert said(asked("in one month", "2026-01-31T10:00")) == "2026-02-28"
    assert said(asked("in 13 months", "2023-01-31T10:00")) == "2024-02-29"


def test_next_friday_was_the_15th_of_august_when_said_on_a_wednesday() -> None:
    assert said(asked("next Friday", "2025-08-06T09:00", "America/New_York")) == "2025-08-15"


def test_a_day_ends_at_its_24_00_where_it_was_said() -> None:
    friday = resolved("ends Friday")
    assert friday.utc.isoformat() == "2025-04-18T21:00:00+00:00"
    assert friday.rule == "the first Friday after the day it was said: Friday 18 April 2025, until 24:00 in Kyiv"
    assert friday.zone == "Europe/Kyiv"
