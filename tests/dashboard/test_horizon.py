from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from negotiations.dashboard.horizon import horizon
from negotiations.queries.needing import Found
from negotiations.queries.overview import DueLine, Overview
from negotiations.queries.proposal_lines import Due
from negotiations.rules.moments import end_of_day
from tests.dashboard.conftest import TUESDAY

KYIV = "Europe/Kyiv"


def line(day: int, reference: str = "P-1", status: str = "in force", month: int = 4) -> DueLine:
    on = date(2025, month, day)
    due = Due("It ends", "expiry", "pending", on, end_of_day(on, KYIV), "day", KYIV)
    return DueLine(1, due, reference, "Truce", status, ())


def overview(*deadlines: DueLine) -> Overview:
    lists = ("lines", "failed_at", "sent", "waiting", "moved")
    none: dict[str, Any] = dict.fromkeys(("near", "stuck", "checks", "failed", "to_read"), Found())
    none |= {key: [] for key in lists} | {"next": None, "over": 0, "apart": False}
    return Overview(deadlines=list(deadlines), armed=[TUESDAY], **none)


def bars(*deadlines: DueLine) -> list[tuple[str, int, int, bool]]:
    with timezone.override(ZoneInfo(KYIV)):
        strip = horizon(overview(*deadlines), TUESDAY, len(deadlines))
    return [(bar.line.reference, bar.width, bar.after, bar.in_force) for bar in strip.bars]


def test_a_bar_ends_on_its_day_and_its_flag_stands_after_it() -> None:
    assert bars(line(18), line(20, "P-2", "reported")) == [("P-1", 4, 5, True), ("P-2", 6, 7, False)]


def test_a_day_stays_the_day_its_source_names_in_every_zone() -> None:
    with timezone.override(ZoneInfo("America/New_York")):
        strip = horizon(overview(line(18)), TUESDAY, 1)
    assert [bar.width for bar in strip.bars] == [4]


def test_late_in_the_strip_the_flag_stands_inside() -> None:
    assert bars(line(28)) == [("P-1", 14, 0, True)]


def test_what_has_passed_or_lies_beyond_has_no_bar() -> None:
    assert bars(line(14), line(29)) == []


def test_each_proposal_has_one_bar_and_six_have_room() -> None:
    with timezone.override(ZoneInfo(KYIV)):
        strip = horizon(overview(line(16), line(17), *(line(18, f"P-{n}") for n in range(2, 9))), TUESDAY, 8)
    assert [bar.line.reference for bar in strip.bars] == ["P-1", "P-2", "P-3", "P-4", "P-5", "P-6"]
    assert strip.more == 2


@pytest.mark.parametrize(("zone", "column"), [(KYIV, 1), ("Pacific/Kiritimati", 1), ("Pacific/Niue", 1)])
def test_the_strip_begins_with_the_readers_today(zone: str, column: int) -> None:
    with timezone.override(ZoneInfo(zone)):
        strip = horizon(overview(), datetime(2025, 4, 15, 9, 40, tzinfo=UTC), 0)
        today = timezone.localdate(TUESDAY)
    assert [(day.column, day.armed) for day in strip.days if day.on == today] == [(column, 1)]
