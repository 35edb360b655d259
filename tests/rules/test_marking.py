"""Quotations marked in a kept text, word for word."""

from __future__ import annotations

import pytest

from negotiations.rules.marking import marked

TEXT = "They met. “Not yet,” he said."


@pytest.mark.parametrize(
    ("quotations", "pieces"),
    [
        ({}, [(TEXT, None)]),
        ({1: "Not yet,"}, [("They met. “", None), ("Not yet,", 1), ("” he said.", None)]),
        ({1: "Never"}, [(TEXT, None)]),
        ({1: ""}, [(TEXT, None)]),
        ({1: "met", 2: "They met."}, [("They met.", 2), (" “Not yet,” he said.", None)]),
        ({1: "They", 2: "They met."}, [("They met.", 2), (" “Not yet,” he said.", None)]),
        ({2: "he said.", 1: "They"}, [("They", 1), (" met. “Not yet,” ", None), ("he said.", 2)]),
    ],
)
def test_the_text_in_pieces(quotations: dict[int, str], pieces: list[tuple[str, int | None]]) -> None:
    assert marked(TEXT, quotations) == pieces


def test_no_text_has_no_pieces() -> None:
    assert marked("", {1: "Not yet,"}) == []
