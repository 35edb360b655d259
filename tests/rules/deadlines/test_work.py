"""How much work a text costs, in productions tried, never in seconds."""

import pytest

from negotiations.rules.deadlines.grammar import when
from negotiations.rules.deadlines.lexer import LONGEST_TEXT, tokens_of
from negotiations.rules.deadlines.text import Text
from tests.rules.deadlines.asked import refused, said

SENTENCE = "The truce agreed on 18 March expires on Friday at 18:00 Kyiv time, the ministry said. "


def steps_of(text: str) -> int:
    read = Text(text, running=True)
    for index in range(len(read)):
        read.read(when, index)
    return read.steps


def test_work_grows_no_faster_than_the_text() -> None:
    one, four = steps_of(SENTENCE), steps_of(SENTENCE * 4)
    assert four <= 4.5 * one


def test_no_more_than_the_first_characters_are_cut_into_tokens() -> None:
    assert len(tokens_of("1 " * LONGEST_TEXT)) == LONGEST_TEXT // 2 + 1


def test_a_text_too_long_for_one_expression_is_refused() -> None:
    refusal = refused("by Friday " * 1000)
    assert said(refusal) == "no_date"
    assert refusal.sentence == f"The text is longer than {LONGEST_TEXT} characters. Which sentence states the deadline?"


@pytest.mark.parametrize(
    "phrase", ["2 days after ", "the end of ", "the first day of the month after ", "(", "a hundred "]
)
def test_nesting_without_end_ends(phrase: str) -> None:
    assert said(refused(phrase * 300)) in {"no_date", "missing_anchor", "vague", "bare_duration", "range"}
