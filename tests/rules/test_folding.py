from __future__ import annotations

import pytest

from negotiations.rules.folding import excerpt, folded, marked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Élan-vital", "elan vital"),
        ("ISO 8601's “T”", "iso 8601 s t"),
        ("Лук'янівка, Їжак", "лук янівка іжак".replace("й", "и")),
        ("مُفاوضات", "مفاوضات"),
        ("under_score & 100 %", "under score 100"),
        ("x" * 90, "x" * 60),
        ("", ""),
    ],
)
def test_folded_text_is_words_without_case_or_marks(text: str, words: str) -> None:
    assert folded(text) == words


def test_marked_are_the_words_that_begin_so_however_they_are_written() -> None:
    assert marked("Élan, the élans’ relan", ["elan"]) == [
        ("Élan", True),
        (", the ", False),
        ("élans", True),
        ("’ relan", False),
    ]
    assert marked("nothing", ["elan"]) == [("nothing", False)]
    assert marked("nothing", []) == [("nothing", False)]


def test_an_excerpt_is_cut_between_words_around_the_first_match() -> None:
    text = "word " * 60 + "ceasefire" + " after" * 60
    cut = excerpt(text, ["cease"])
    assert (cut[:6], cut[-7:], "ceasefire" in cut, len(cut) < 300) == ("… word", "after …", True, True)
    assert excerpt("A ceasefire held", ["cease"]) == "A ceasefire held"
    assert excerpt(text, ["truce"]) == ""
