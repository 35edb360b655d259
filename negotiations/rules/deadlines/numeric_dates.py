"""Days in figures only: 18/04/2026, 4.5.26, 2026/04/18. Refused when day and month could change places."""

from datetime import date

from negotiations.rules.deadlines.dates import full_year, next_in_year
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.reading import (
    Context,
    Hit,
    Meaning,
    RefusedError,
    Span,
    a_day,
    make_date,
    spoken,
)
from negotiations.rules.deadlines.result import Alternative, RefusalCode
from negotiations.rules.deadlines.text import Text
from negotiations.rules.deadlines.words import weekday_at

_GOVERNS = frozenset({"by", "until", "till", "before", "ends", "expires", "due", "is", "than"})
_IDIOMS = frozenset({(24, 7), (9, 11), (50, 50), (7, 7)})  # round the clock, an attack, by halves


def numeric_date(text: Text, index: int) -> Hit | None:
    """Three figures tied by slashes, dots or hyphens, or two tied by a slash."""
    token = text[index]
    if token.kind is Kind.NUMERIC:
        sign = next(mark for mark in "/.-" if mark in token.text)
        figures = token.text.split(sign)
        return (lambda context: _three(figures, context)), index + 1
    if token.kind is Kind.NUMBER and len(token.text) == 8 and token.text.isdecimal() and not text.running:
        figures = [token.text[:4], token.text[4:6], token.text[6:]]
        return (lambda context: _three(figures, context)), index + 1
    dotted = _dotted_day(text, index)
    if dotted is not None:
        return dotted
    before = index - 1 - (text.word(index - 1) == ",")
    governed = not text.running or text.word(before) in _GOVERNS or weekday_at(text, before) is not None
    if token.kind is Kind.NUMBER and text.word(index + 1) == "/" and governed:
        return _two_figures(text, index)
    return None


def _dotted_day(text: Text, index: int) -> Hit | None:
    """15.3.: two figures, each with its full stop; never in prose, where the last one ends a sentence."""
    day, dot, month = text.word(index).partition(".")
    stop = text[index + 1]
    if text.running or text[index].kind is not Kind.NUMBER or not dot or stop.text != "." or stop.spaced:
        return None
    if not 1 <= len(day) <= 2 or not 1 <= len(month) <= 2:
        return None
    return _either_order(int(day), int(month)), index + 2


def _two_figures(text: Text, index: int) -> Hit | None:
    first, second = text.number(index), text.number(index + 2)
    if (first, second) in _IDIOMS:
        return None
    tied = not text[index + 1].spaced and not text[index + 2].spaced
    if first is None or second is None or not tied or max(len(text.word(index)), len(text.word(index + 2))) > 2:
        return None
    return _either_order(first, second), index + 3


def _either_order(first: int, second: int) -> Meaning:
    """Day and month in the order of the policy; without one, refused if both orders make a day."""

    def meaning(context: Context) -> Span:
        order = context.policy.date_order
        readings = [
            (day, month)
            for day, month, wanted in ((first, second, "DMY"), (second, first, "MDY"))
            if 1 <= month <= 12 and 1 <= day <= 31 and order in (None, wanted)
        ]
        spans = [next_in_year(month, day, context) for day, month in dict.fromkeys(readings)]
        return _only(spans, f"{first}/{second}", context)

    return meaning


def _three(figures: list[str], context: Context) -> Span:
    written = "/".join(figures)
    if len(figures[0]) == 4:
        year, month, day = (int(figure) for figure in figures)
        return a_day(make_date(year, month, day))
    if len(figures[0]) > 2 or len(figures[2]) == 3:
        raise RefusedError(RefusalCode.IMPOSSIBLE, f"{written} is not a day. Which day is meant?")
    first, second, year = int(figures[0]), int(figures[1]), full_year(figures[2])
    orders = {"DMY": (second, first), "MDY": (first, second)}
    wanted = context.policy.date_order
    days = {order: _valid(year, month, day) for order, (month, day) in orders.items()}
    if wanted is not None and days.get(wanted):
        return _only([a_day(day) for day in (days[wanted],) if day], written, context)
    return _only([a_day(day) for day in dict.fromkeys(days.values()) if day], written, context)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return make_date(year, month, day)
    except RefusedError:
        return None


def _only(spans: list[Span], written: str, context: Context) -> Span:
    if not spans:
        raise RefusedError(RefusalCode.IMPOSSIBLE, f"{written} is not a day of any year. Which day is meant?")
    if len(spans) > 1:
        raise RefusedError(
            RefusalCode.AMBIGUOUS_DAY_MONTH,
            f"Is {written} {spoken(spans[0].last)} or {spoken(spans[1].last)}?",
            (
                Alternative("day first", spans[0].last),
                Alternative("month first", spans[1].last),
            ),
        )
    return spans[0]
