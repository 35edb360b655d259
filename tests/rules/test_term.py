from datetime import date

import pytest

from negotiations.rules.term import Term, term


@pytest.mark.parametrize(
    ("begins", "ends", "today", "expected", "cells"),
    [
        (date(2025, 3, 19), date(2025, 4, 18), date(2025, 4, 15), Term(30, 27, 1), (30, 27)),
        (date(2025, 3, 19), date(2025, 5, 18), date(2025, 3, 19), Term(60, 0, 1), (60, 0)),
        (date(2025, 3, 19), date(2025, 5, 19), date(2025, 3, 20), Term(61, 1, 7), (9, 1)),
        (date(2022, 7, 22), date(2022, 11, 19), date(2022, 12, 1), Term(120, 132, 7), (18, 19)),
    ],
)
def test_a_term_is_drawn_in_days_or_weeks(
    begins: date, ends: date, today: date, expected: Term, cells: tuple[int, int]
) -> None:
    found = term(begins, ends, today)
    assert found == expected
    assert (expected.cells, expected.cell) == cells


@pytest.mark.parametrize("ends", [date(2025, 3, 19), date(2025, 3, 1), date(2026, 5, 14)])
def test_a_term_without_length_or_too_long_is_not_drawn(ends: date) -> None:
    assert term(date(2025, 3, 19), ends, date(2025, 4, 1)) is None
