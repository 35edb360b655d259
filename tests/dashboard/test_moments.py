from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template import Context
from django.utils import timezone, translation

from negotiations.dashboard.shell import initials, zone_with_offset
from negotiations.rules.moments import WorldMoment
from negotiations.templatetags.moments import about, coarsely, day, in_zone, instant, moment, time_left
from tests.dashboard.conftest import TUESDAY

KYIV = ZoneInfo("Europe/Kyiv")
CONTEXT = Context({"shell": SimpleNamespace(now=TUESDAY)})


@pytest.mark.parametrize(
    ("gap", "words", "coarse"),
    [
        (timedelta(days=24, hours=3), "24 d", "24 d"),
        (timedelta(days=5), "5 d", "5 d"),
        (timedelta(days=4, hours=23, minutes=59), "4 d 23 h", "4 d"),
        (timedelta(days=2), "2 d", "2 d"),
        (timedelta(hours=5, minutes=12), "5 h 12 min", "5 h"),
        (timedelta(minutes=42), "42 min", "42 min"),
        (timedelta(seconds=59), "0 min", "0 min"),
        (-timedelta(minutes=3), "3 min over", "3 min over"),
        (-timedelta(days=2, hours=5), "2 d over", "2 d over"),
    ],
)
def test_time_left_in_words(gap: timedelta, words: str, coarse: str) -> None:
    assert (time_left(TUESDAY + gap, TUESDAY), coarsely(TUESDAY + gap, TUESDAY)) == (words, coarse)


def test_a_day_carries_its_year_only_when_it_is_another_one() -> None:
    assert day(CONTEXT, date(2025, 4, 18)) == "Fri 18 Apr"
    assert day(CONTEXT, date(2022, 7, 22)) == "Fri 22 Jul 2022"


def test_an_instant_is_shown_in_the_zone_of_the_page() -> None:
    with timezone.override(KYIV):
        assert instant(CONTEXT, datetime(2025, 4, 15, 5, 10, tzinfo=UTC)) == "today 08:10"
        assert instant(CONTEXT, datetime(2025, 4, 11, 22, 30, tzinfo=UTC)) == "Sat 12 Apr 01:30"


def test_the_clock_of_another_zone_is_not_moved_to_the_pages() -> None:
    with timezone.override(KYIV):
        assert in_zone(TUESDAY, "America/New_York") == datetime(2025, 4, 15, 5, 40, 20)  # noqa: DTZ001 - a wall clock


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (WorldMoment.day(date(2025, 4, 13), "Europe/Kyiv"), "Sun 13 Apr"),
        (WorldMoment.month(2025, 3, "Europe/Kyiv"), f"{about()} March 2025"),
        (WorldMoment.year(2022, "Europe/Kyiv"), f"{about()} 2022"),
        (WorldMoment.unknown(), '<span class="nil">Not dated</span>'),
        (WorldMoment.instant(TUESDAY, "Europe/Moscow"), "today 12:40"),
    ],
)
def test_a_date_is_shown_only_as_exactly_as_it_is_known(value: WorldMoment, shown: str) -> None:
    with timezone.override(KYIV):
        assert moment(CONTEXT, value) == shown


def test_a_zone_is_named_with_its_present_offset() -> None:
    assert zone_with_offset("Europe/Kyiv", TUESDAY) == "Europe/Kyiv (UTC+3)"
    assert zone_with_offset("Asia/Kolkata", TUESDAY) == "Asia/Kolkata (UTC+5:30)"
    assert zone_with_offset("America/New_York", TUESDAY) == "America/New_York (UTC−4)"


def test_initials() -> None:
    assert [initials(name) for name in ("Ada Reader", "desk@example.org", "")] == ["AR", "DE", ""]


def test_a_ukrainian_day_names_its_month_in_the_genitive() -> None:
    with translation.override("uk"), timezone.override(KYIV):
        said = [day(CONTEXT, date(2025, 4, 18)), day(CONTEXT, date(2024, 3, 1))]
        hour = instant(CONTEXT, TUESDAY.replace(day=9))
    assert [*said, hour] == ["Пт 18 квітня", "Пт 1 березня 2024", "Ср 9 квітня 12:40"]
