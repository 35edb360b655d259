"""Zones as people name them, every zone there is, and the days on which clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from tests.rules.deadlines.asked import asked, refused, resolved, said


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("18:00 Kyiv time on 1 July 2026", "2026-07-01T18:00:00+03:00"),
        ("18:00 in Geneva on 1 July 2026", "2026-07-01T18:00:00+02:00"),
        ("18:00 local time in Doha on 1 July 2026", "2026-07-01T18:00:00+03:00"),
        ("18:00 ET on 1 July 2026", "2026-07-01T18:00:00-04:00"),
        ("18:00 EDT on 1 July 2026", "2026-07-01T18:00:00-04:00"),
        ("18:00 EST on 1 January 2026", "2026-01-01T18:00:00-05:00"),
        ("1800 GMT on 1 July 2026", "2026-07-01T18:00:00+00:00"),
        ("18:00 UTC+3 on 1 July 2026", "2026-07-01T18:00:00+03:00"),
        ("18:00 UTC-03:30 on 1 July 2026", "2026-07-01T18:00:00-03:30"),
        ("18:00 Asia/Kolkata on 1 July 2026", "2026-07-01T18:00:00+05:30"),
        ("18:00 in the UK on 1 July 2026", "2026-07-01T18:00:00+01:00"),
    ],
)
def test_named_zones(words: str, meaning: str) -> None:
    assert said(asked(words, zone="Asia/Tokyo")) == meaning


@pytest.mark.parametrize(
    ("zone", "letters", "meaning"),
    [
        ("Asia/Kolkata", "IST", "2026-07-01T18:00:00+05:30"),
        ("Europe/London", "BST", "2026-07-01T18:00:00+01:00"),
        ("Asia/Shanghai", "CST", "2026-07-01T18:00:00+08:00"),
    ],
)
def test_shared_letters_go_by_the_country_of_the_source(zone: str, letters: str, meaning: str) -> None:
    assert said(asked(f"18:00 {letters} on 1 July 2026", zone=zone)) == meaning


@pytest.mark.parametrize("zone", sorted(available_timezones()))
def test_every_zone_keeps_its_day_and_its_hour(zone: str) -> None:
    day = resolved("by 18 April 2025", zone=zone)
    assert day.utc == datetime(2025, 4, 19, tzinfo=ZoneInfo(zone))
    hour = resolved("by 12:00 on 18 April 2025", zone=zone)
    assert hour.utc == datetime(2025, 4, 18, 12, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "skipped", "twice"),
    [
        ("Europe/Kyiv", "03:30 on 29 March 2026", "03:30 on 25 October 2026"),
        ("Europe/London", "01:30 on 29 March 2026", "01:30 on 25 October 2026"),
        ("America/New_York", "02:30 on 8 March 2026", "01:30 on 1 November 2026"),
        ("Asia/Beirut", "00:30 on 29 March 2026", "23:30 on 24 October 2026"),
        ("Australia/Sydney", "02:30 on 4 October 2026", "02:30 on 5 April 2026"),
        ("America/Santiago", "00:30 on 6 September 2026", "23:30 on 4 April 2026"),
    ],
)
def test_hours_that_clocks_skip_or_show_twice(zone: str, skipped: str, twice: str) -> None:
    gap, fold = refused(skipped, zone=zone), refused(twice, zone=zone)
    assert (gap.code, fold.code) == ("dst_gap", "dst_fold")
    first, second = (reading.instant.astimezone(UTC) for reading in fold.readings if reading.instant)
    assert second - first == timedelta(hours=1)
