"""What a text says in somebody's words and whom it names."""

from __future__ import annotations

import pytest

from negotiations.ingest.passages import Span, named, quotations, sentences, speaker, surnames

NAMES = {"Ada Lovelace": "a", "Lovelace": "a", "Borduria": "B", "North Borduria": "N", "Зося Ковальчук": "z"}


def within(text: str, spans: list[Span]) -> list[str]:
    return [span.within(text) for span in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        (
            "Mr. Smith met J. Doe in St. Petersburg. They spoke.",
            ["Mr. Smith met J. Doe in St. Petersburg.", "They spoke."],
        ),
        (
            "A headline\nThe first line. “So it is.” He left.",
            ["A headline", "The first line.", "“So it is.”", "He left."],
        ),
        ("At 3.5 per cent it ends", ["At 3.5 per cent it ends"]),
        (" \n ", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert within(text, sentences(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He called it “a good day,” and left.", ["a good day"]),
        ('"We agree," she said. "Now."', ["We agree", "Now"]),
        ("Він сказав: «Ми згодні».", ["Ми згодні"]),
        ("Er sagte „ja“.", ["ja"]),
        ('An inch is 1" and nothing closes\n it" here', []),
        ("“…”", []),
        ("“" + "x " * 400 + "”", []),
    ],
)
def test_quotations_leave_the_marks_out(text: str, found: list[str]) -> None:
    assert within(text, quotations(text)) == found


def test_the_longest_name_is_taken_in_any_case_and_in_the_genitive() -> None:
    text = "NORTH BORDURIA’s envoy, Ada Lovelace, met Lovelace's friends and Зося Ковальчук; Borduriana did not."
    assert [(each.span.within(text), each.key) for each in named(text, NAMES)] == [
        ("NORTH BORDURIA’s", "N"),
        ("Ada Lovelace", "a"),
        ("Lovelace's", "a"),
        ("Зося Ковальчук", "z"),
    ]


def test_a_surname_stands_for_one_person_alone() -> None:
    people = [("Ada Lovelace", "a"), ("Carl Lovelace", "c"), ("Zosia Kowal", "z"), ("Li Wu", "l"), ("Pelé", "p")]
    assert surnames(people) == {"Kowal": "z"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Lovelace said “it ends today”.", "a"),
        ("“It ends today,” Lovelace told Borduria.", "a"),
        ("Lovelace, who had come a long way that morning by train and on foot, called it “a start”.", "a"),
        ("Lovelace met envoys of Borduria, saw the harbour and the old town, and called it “a start”.", ""),
        ("Nobody named called it “a start”.", ""),
    ],
)
def test_who_speaks_stands_beside_the_words_or_is_alone(text: str, key: str) -> None:
    assert speaker(quotations(text)[0], sentences(text)[0], named(text, NAMES)) == key
