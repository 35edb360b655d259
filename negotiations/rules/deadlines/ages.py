"""Decades and centuries, whose end can be a deadline: the end of the decade, the end of the 2030s."""

from dataclasses import replace

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.reading import Context, Hit, Meaning, Sort, Span, make_date
from negotiations.rules.deadlines.result import Alternative, Precision
from negotiations.rules.deadlines.text import Text

AGES = {words.DECADE: 10, words.CENTURY: 100}


def age(unit: str) -> Meaning:
    """The running decade or century, from its round year: the 2020s end with 2029."""

    def meaning(context: Context) -> Span:
        first = context.today.year // AGES[unit] * AGES[unit]
        last = first + AGES[unit] - 1
        span = Span(make_date(first, 1, 1), make_date(last, 12, 31), Precision.YEAR, sort=Sort.PERIOD)
        other = Alternative(f"counted from a year 1, to {last + 1}", make_date(last + 1, 12, 31))
        return (
            replace(span, how=f"the {unit} from {first} to {last}")
            .offering(other)
            .warned(f"The {unit} is taken to end with {last}.")
        )

    return meaning


def is_decade(text: Text, index: int) -> bool:
    """The 2030s, the 2030's."""
    ends = index + 1 if text.word(index + 1) == "s" else text.skip(index + 1, "'")
    return text.word(ends) == "s" and not text[index + 1].spaced and not text[ends].spaced


def named_decade(text: Text, index: int) -> Hit | None:
    """The 2030s, where "end of" stands before them."""
    start = text.skip(index, "the")
    if len(text.word(start)) != 4 or text.number(start) is None or not is_decade(text, start):
        return None
    first = int(text.word(start)) // 10 * 10

    def meaning(_: Context) -> Span:
        span = Span(make_date(first, 1, 1), make_date(first + 9, 12, 31), Precision.YEAR, sort=Sort.PERIOD)
        return replace(span, how=f"the years {first} to {first + 9}")

    return meaning, start + 2 + (text.word(start + 1) == "'")
