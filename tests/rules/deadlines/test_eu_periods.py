"""Regulation 1182/71, Art. 3, and working days."""

from datetime import date

import pytest

from tests.rules.deadlines.asked import asked, refused, said

EASTER_2024 = frozenset({date(2024, 3, 29), date(2024, 4, 1)})  # Good Friday and Easter Monday


@pytest.mark.parametrize(
    ("words", "event", "meaning"),
    [
        ("within 14 days of notification", "2024-04-08", "2024-04-22"),
        ("within one month of notification", "2024-01-31", "2024-02-29"),  # the day is missing: the month's last
        ("within two weeks of notification", "2024-04-10", "2024-04-24"),
        ("within 10 days of notification", "2024-04-10", "2024-04-22"),  # 20 April is a Saturday: (4)
        ("within 1 day of notification", "2024-03-28", "2024-04-02"),  # Good Friday to Easter Monday: (4)
        ("within 2 days of notification", "2024-03-28", "2024-04-03"),  # two working days at least: (5)
        ("two weeks before notification", "2024-04-13", "2024-03-30"),  # backwards: does not move
        ("within 3 working days of notification", "2024-03-27", "2024-04-03"),
    ],
)
def test_periods_end_as_the_regulation_says(words: str, event: str, meaning: str) -> None:
    anchors = {"notification": date.fromisoformat(event)}
    outcome = asked(words, anchors=anchors, rule="EU-1182/71", holidays=EASTER_2024)
    assert said(outcome) == meaning


def test_the_twentieth_day_after_publication_does_not_move() -> None:
    anchors = {"publication": date(2024, 6, 2)}
    words = "on the twentieth day following that of its publication"
    assert said(asked(words, anchors=anchors, rule="EU-1182/71")) == "2024-06-22"


def test_the_hour_of_the_event_is_not_counted() -> None:
    words = "within 24 hours of 10:20 on 15 April 2025"
    assert said(asked(words, rule="EU-1182/71")) == "2025-04-16T11:00:00+03:00"
    assert said(asked(words)) == "2025-04-16T10:20:00+03:00"


def test_without_the_rule_a_last_day_never_moves() -> None:
    assert said(asked("within 10 days of notification", anchors={"notification": date(2024, 4, 10)})) == "2024-04-20"


@pytest.mark.parametrize(
    ("words", "reference", "calendar", "meaning"),
    [
        ("in 3 business days", "2026-07-01T12:00", "US", "2026-07-07"),
        ("in 3 working days", "2026-05-28T12:00", "DE", "2026-06-02"),
        ("in 3 business days", "2026-07-01T12:00", "IL", "2026-07-06"),  # the weekend is Friday and Saturday
        ("in 2 working days", "2026-05-28T12:00", "Germany", "2026-06-01"),
    ],
)
def test_working_days_go_by_the_named_calendar(words: str, reference: str, calendar: str, meaning: str) -> None:
    assert said(asked(words, reference, calendar=calendar)) == meaning


def test_an_unknown_calendar_is_refused_by_name() -> None:
    refusal = refused("in 3 working days", calendar="Atlantis")
    assert (refusal.code, "Atlantis" in refusal.sentence) == ("missing_calendar", True)
