"""Counting from the events of a negotiation: real treaties and truces, and what is never guessed."""

from datetime import date, datetime

import pytest

from tests.rules.deadlines.asked import asked, refused, resolved, said


@pytest.mark.parametrize(
    ("words", "event", "day", "meaning"),
    [
        ("120 days from the date of signature", "signature", "2022-07-22", "2022-11-19"),
        (
            "on the thirtieth day after the date of deposit of the 55th instrument",
            "deposit of the 55th instrument",
            "2016-10-05",
            "2016-11-04",
        ),
        (
            "the first day of the month after the 60th day following the date of the deposit of the 60th instrument",
            "deposit of the 60th instrument",
            "2002-04-11",
            "2002-07-01",
        ),
        (
            "first day of the sixth month after the month in which the thirtieth instrument was deposited",
            "deposit of the 30th instrument",
            "2010-02-16",
            "2010-08-01",
        ),
        (
            "on the first day of the month following the expiry of three months after the date of deposit",
            "deposit",
            "2021-01-15",
            "2021-05-01",
        ),
        ("two years after the notification of withdrawal", "notification", "2017-03-29", "2019-03-29"),
        (
            "on the twentieth day following that of its publication in the Official Journal",
            "publication",
            "2024-07-12",
            "2024-08-01",
        ),
        ("not later than 30 days from the adoption of this resolution", "adoption", "2002-11-08", "2002-12-08"),
        ("D+180", "D-Day", "2016-12-01", "2017-05-30"),
        (
            "90 days after the endorsement by the Security Council",
            "endorsement by the Security Council",
            "2015-07-20",
            "2015-10-18",
        ),
        ("six months before the expiry of the agreement", "expiry", "2026-01-26", "2025-07-26"),
        ("30 days after the Transfer of Authority", "Transfer of Authority", "1995-12-20", "1996-01-19"),
        ("the first anniversary of its entry into force", "entry into force", "2025-06-27", "2026-06-27"),
    ],
)
def test_counted_from_an_event(words: str, event: str, day: str, meaning: str) -> None:
    reading = resolved(words, anchors={event: date.fromisoformat(day)})
    assert (said(reading), reading.anchor) == (meaning, event)


def test_a_truce_keeps_the_day_for_days_and_the_hour_for_hours() -> None:
    start = {"ceasefire start": datetime(2024, 11, 27, 4)}  # noqa: DTZ001  (local, as the source gives it)
    assert said(asked("60 days after the start of the truce", zone="Asia/Beirut", anchors=start)) == "2025-01-26"
    assert said(asked("48 hours after the start of the truce", zone="Asia/Beirut", anchors=start)) == (
        "2024-11-29T04:00:00+02:00"
    )


def test_the_first_day_of_a_truce_is_day_1() -> None:
    start = {"ceasefire start": date(2025, 1, 19)}
    assert said(asked("day 16 of the ceasefire", anchors=start)) == "2025-02-03"
    assert said(asked("the 42nd day of the truce", anchors=start)) == "2025-03-01"


@pytest.mark.parametrize(
    "words",
    [
        "within 30 days of signature",
        "after the withdrawal of heavy weapons",
        "once the truce holds",
        "day 16 of the ceasefire",
        "upon ratification",
        "30 days after the deposit of the 60th instrument",
    ],
)
def test_an_unknown_event_is_asked_for(words: str) -> None:
    assert refused(words, anchors={"deposit of the 55th instrument": date(2016, 10, 5)}).code == "missing_anchor"


def test_the_noun_of_a_missing_event_is_kept() -> None:
    assert refused("60 days after the signing of the protocol").anchor_noun == "signing of the protocol"


def test_nothing_is_guessed_between_two_events() -> None:
    known = {"signature of the agreement": date(2022, 11, 2), "signature of the protocol": date(2022, 11, 12)}
    refusal = refused("within 30 days of signature", anchors=known)
    assert refusal.sentence == (
        "Which event is “signature”: “signature of the agreement” or “signature of the protocol”?"
    )
    assert said(asked("within 30 days of signing the protocol", anchors=known)) == "2022-12-12"


def test_the_reference_is_never_the_signature() -> None:
    assert refused("30 days after signature", "2025-03-18T12:00").code == "missing_anchor"


def test_how_it_was_counted_is_said() -> None:
    reading = resolved("30 days after signature", anchors={"signature": date(2025, 3, 18)})
    assert reading.rule == (
        "30 days after signature on 18 March 2025, that day not counted: Thursday 17 April 2025, until 24:00 in Kyiv"
    )


def test_a_start_without_a_year_lies_behind_so_that_the_end_lies_ahead() -> None:
    assert said(asked("30 days from 18 March")) == "2025-04-17"
