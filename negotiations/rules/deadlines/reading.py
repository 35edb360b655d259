"""What passes between the productions of the grammar: a span of days, its context, a refusal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from negotiations.rules.deadlines.result import Alternative, Policy, Precision, RefusalCode

FIRST_YEAR, LAST_YEAR = 1900, 2200
NO_DATE = "No day or hour is named. When does it end?"


class RefusedError(Exception):
    """Raised inside the grammar where a careful person would ask back; resolve() turns it into a Refusal."""

    def __init__(
        self,
        code: RefusalCode,
        sentence: str,
        readings: tuple[Alternative, ...] = (),
        anchor_noun: str | None = None,
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.readings = readings
        self.anchor_noun = anchor_noun


class Sort(StrEnum):
    """Where a span came from; midnight and clock rules differ between a weekday, a date and today."""

    DATE = "date"
    WEEKDAY = "weekday"
    TODAY = "today"
    PERIOD = "period"
    CLOCK = "clock"
    COUNT = "count"
    END = "end"


@dataclass(frozen=True, slots=True)
class Span:
    """Some days, both ends included, or an instant; how it was read, and what was doubtful about it.

    instant is aware and local. zone is set only when the words name one. how says in words which reading was
    taken; name is what to call it when something else is counted from it. hour_is_said: the words give the
    hour (an event's own hour is known from elsewhere), so days counted from it end at that hour.
    """

    first: date
    last: date
    grain: Precision = Precision.DAY
    how: str = ""
    name: str = ""
    instant: datetime | None = None
    zone: str | None = None
    sort: Sort = Sort.DATE
    warnings: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    anchor: str | None = None
    hour_is_said: bool = False

    def warned(self, *warnings: str) -> "Span":
        return replace(self, warnings=(*self.warnings, *(w for w in warnings if w not in self.warnings)))

    def offering(self, *alternatives: Alternative) -> "Span":
        return replace(self, alternatives=(*self.alternatives, *alternatives))

    def doubts_of(self, other: "Span") -> "Span":
        """The same span, with the warnings, zone and anchor of the span it was counted from."""
        kept = self.warned(*other.warnings)
        return replace(kept, zone=kept.zone or other.zone, anchor=kept.anchor or other.anchor)


def a_day(day: date, how: str = "", sort: Sort = Sort.DATE) -> Span:
    return Span(day, day, how=how, sort=sort)


@dataclass(frozen=True, slots=True)
class Context:
    """Everything outside the words: when they were said (aware, local), where, and what is known besides.

    governed: a word of ending or limiting stands before the expression. behind: the expression starts a
    counted period, so a day without a year is the latest one, not the next.
    """

    reference: datetime
    zone: str
    anchors: Mapping[str, date | datetime] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    governed: bool = False
    behind: bool = False

    @property
    def today(self) -> date:
        return self.reference.date()


Meaning = Callable[[Context], Span]
Hit = tuple[Meaning, int]


def refused(code: RefusalCode, sentence: str, *readings: Alternative) -> Meaning:
    """A meaning that always asks back: for words that are understood but cannot be one date."""

    def meaning(_: Context) -> Span:
        raise RefusedError(code, sentence, readings)

    return meaning


def make_date(year: int, month: int, day: int) -> date:
    """A calendar day between 1900 and 2200; anything else raises RefusedError(impossible)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RefusedError(
            RefusalCode.IMPOSSIBLE,
            f"The year {year} is outside {FIRST_YEAR}–{LAST_YEAR}. Which year is meant?",
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise RefusedError(
            RefusalCode.IMPOSSIBLE, f"There is no day {day} in month {month} of {year}. Which day is meant?"
        ) from None


def checked(day: date) -> date:
    """The day itself, if its year is one Parley keeps."""
    return make_date(day.year, day.month, day.day)


def plus_days(day: date, count: int) -> date:
    try:
        return checked(day + timedelta(days=count))
    except OverflowError:
        raise RefusedError(
            RefusalCode.IMPOSSIBLE, f"{count} days lead outside the years {FIRST_YEAR}–{LAST_YEAR}."
        ) from None


def spoken(day: date) -> str:
    """17 April 2025, the form that reads back to the same day in every date order."""
    return f"{day.day} {day:%B} {day.year}"
