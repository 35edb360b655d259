"""Points on which readers or the press disagree: what Parley decides, says beside it, or refuses."""

import pytest

from tests.rules.deadlines.asked import asked, refused, resolved, said

FRIDAY = "2026-04-17T12:00"


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("ends Friday", "2026-04-17"),
        ("expires Friday", "2026-04-17"),
        ("by Friday", "2026-04-17"),
        ("Friday", "2026-04-24"),
        ("by Friday 18:00", "2026-04-17T18:00:00+03:00"),
        ("by Friday 09:00", "2026-04-24T09:00:00+03:00"),
    ],
)
def test_friday_said_on_a_friday(words: str, meaning: str) -> None:
    assert said(asked(words, FRIDAY)) == meaning


def test_friday_said_on_a_friday_keeps_the_other_reading() -> None:
    reading = resolved("ends Friday", FRIDAY)
    assert reading.warnings == ("It was said on a Friday: that day or the next Friday may be meant.",)
    assert [other.day.isoformat() for other in reading.alternatives] == ["2026-04-24"]


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("00:00 on 21 April", "2025-04-21T00:00:00+03:00"),
        ("24:00 on 21 April", "2025-04-22T00:00:00+03:00"),
        ("midnight tonight", "2025-04-15T00:00:00+03:00"),
        ("by midnight on Friday", "2025-04-19T00:00:00+03:00"),
        ("until midnight Friday", "2025-04-19T00:00:00+03:00"),
        ("midnight on 20 April", "ambiguous_midnight"),
        ("until midnight on April 21", "ambiguous_midnight"),
    ],
)
def test_midnight(words: str, meaning: str) -> None:
    assert said(asked(words)) == meaning


def test_midnight_of_a_date_offers_both_instants() -> None:
    readings = refused("midnight on 20 April").readings
    assert [reading.instant.isoformat() for reading in readings if reading.instant] == [
        "2025-04-20T00:00:00+03:00",
        "2025-04-21T00:00:00+03:00",
    ]


def test_24_00_is_the_end_of_the_day_that_stays_the_day() -> None:
    reading = resolved("24:00 on 28 July 2025", zone="Asia/Bangkok")
    assert (reading.day.isoformat(), reading.utc.isoformat()) == ("2025-07-28", "2025-07-28T17:00:00+00:00")


def test_close_of_business_is_17_00_with_a_warning() -> None:
    reading = resolved("close of business Friday")
    assert said(reading) == "2025-04-18T17:00:00+03:00"
    assert reading.warnings == ("Close of business is taken as 17:00 local time.",)


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("60 days from 27 November 2024", "2025-01-26"),
        ("30 days from 8 November 2002", "2002-12-08"),
        ("42 days starting on 19 January 2025", "2025-03-01"),
        ("120 days starting on 19 November 2022", "2023-03-18"),
    ],
)
def test_days_from_and_days_starting_on(words: str, meaning: str) -> None:
    assert said(asked(words)) == meaning


@pytest.mark.parametrize(
    ("words", "warning"),
    [
        ("next two months", "The next 2 months are counted from the day it was said, not in whole calendar units."),
        ("next June", "Next June is read as the coming one, in 2025."),
        ("end of the week", "The end of the week is taken as Sunday; offices often mean Friday."),
    ],
)
def test_decided_with_a_warning(words: str, warning: str) -> None:
    assert resolved(words).warnings == (warning,)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("04/05/2026", "ambiguous_day_month"),
        ("Friday at 5", "ambiguous_time"),
        ("5 pm EST on 1 July 2026", "ambiguous_tz"),
        ("5 pm CST on Friday", "ambiguous_tz"),
        ("5 pm IST on Friday", "ambiguous_tz"),
        ("5 pm BST on Friday", "ambiguous_tz"),
        ("within 5 working days", "missing_calendar"),
        ("Friday, 18 April 2026", "weekday_mismatch"),
        ("31 June", "impossible"),
        ("1 January 2500", "impossible"),
        ("Ramadan", "vague"),
        ("soon", "vague"),
        ("3 to 5 days", "range"),
        ("30 days", "bare_duration"),
        ("every Friday", "recurrence"),
        ("last Friday", "past"),
        ("permanent peace", "no_date"),
        ("02:30 on 30 March 2025", "dst_gap"),
        ("02:30 on 26 October 2025", "dst_fold"),
    ],
)
def test_refused(words: str, code: str) -> None:
    assert refused(words, zone="Europe/Berlin").code == code


def test_a_source_with_a_set_order_is_not_asked() -> None:
    assert said(asked("04/05/2026", date_order="DMY")) == "2026-05-04"
    assert said(asked("04/05/2026", date_order="MDY")) == "2026-04-05"


def test_72_hours_are_elapsed_hours() -> None:
    assert said(asked("72 hours from Friday 18:00 Kyiv time", "2026-03-25T09:00")) == "2026-03-30T19:00:00+03:00"


def test_the_hour_given_twice_must_be_one_moment() -> None:
    assert said(asked("Friday at 18:00 (15:00 GMT)")) == "2025-04-18T18:00:00+03:00"
    assert refused("Friday at 18:00 (16:00 GMT)").code == "ambiguous_time"
