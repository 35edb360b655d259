"""Expressions of time in running text, and the one that states the deadline."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from negotiations.rules.deadlines import extract, the_one
from tests.rules.deadlines.asked import said

KYIV = ZoneInfo("Europe/Kyiv")
SAID_AT = datetime(2025, 4, 14, 10, tzinfo=KYIV)
ENERGY = "A 30-day freeze on attacks on energy infrastructure, agreed on 18 March, ends Friday."


def test_every_expression_with_its_place_in_the_text() -> None:
    found = extract(ENERGY, reference=SAID_AT, zone="Europe/Kyiv")
    assert [(one.expression, said(one.outcome), one.governed) for one in found] == [
        ("A 30-day", "bare_duration", False),
        ("on 18 March", "2025-03-18", False),
        ("ends Friday", "2025-04-18", True),
    ]
    assert [ENERGY[one.start : one.end] for one in found] == [one.expression for one in found]


def test_the_one_that_a_verb_of_ending_governs() -> None:
    assert said(the_one(ENERGY, reference=SAID_AT, zone="Europe/Kyiv")) == "2025-04-18"


def test_offsets_hold_behind_letters_of_any_length() -> None:
    text = "İstanbul – the “grace period” ends on 2 May…"
    (found,) = extract(text, reference=SAID_AT, zone="Europe/Istanbul")
    assert text[found.start : found.end] == "ends on 2 May"


def test_two_deadlines_in_one_sentence_are_asked_about() -> None:
    text = "Replies are due by Friday and troops must leave by 1 May."
    assert said(the_one(text, reference=SAID_AT, zone="Europe/Kyiv")) == "range"


@pytest.mark.parametrize(
    "text",
    [
        "UN Security Council Resolution 2231 endorsed the 10-point plan.",
        "The 1967 borders remain the basis of the 27-nation bloc's proposal.",
        "Article 5 may apply, and a second round is possible.",
        "Theresa May rejected the Good Friday Agreement amendment.",
        "The march of the 448th brigade was reported by the Sun.",
    ],
)
def test_numbers_and_names_are_no_times(text: str) -> None:
    assert extract(text, reference=SAID_AT, zone="Europe/Kyiv") == []
