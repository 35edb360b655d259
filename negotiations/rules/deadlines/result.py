"""What reading a deadline gives back: a Resolution that explains itself, or a Refusal that asks."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


class Precision(StrEnum):
    """How exact the words were. Everything coarser than an hour ends at the 24:00 of its last day."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half-year"
    YEAR = "year"


class RefusalCode(StrEnum):
    """Why a careful person would ask back instead of writing down a date."""

    MISSING_ANCHOR = "missing_anchor"
    AMBIGUOUS_MIDNIGHT = "ambiguous_midnight"
    AMBIGUOUS_DAY_MONTH = "ambiguous_day_month"
    AMBIGUOUS_CALENDAR = "ambiguous_calendar"
    AMBIGUOUS_TZ = "ambiguous_tz"
    AMBIGUOUS_TIME = "ambiguous_time"
    WEEKDAY_MISMATCH = "weekday_mismatch"
    IMPOSSIBLE = "impossible"
    DST_GAP = "dst_gap"
    DST_FOLD = "dst_fold"
    VAGUE = "vague"
    RANGE = "range"
    BARE_DURATION = "bare_duration"
    RECURRENCE = "recurrence"
    PAST = "past"
    MISSING_CALENDAR = "missing_calendar"
    NO_DATE = "no_date"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to read the same words: a label for people, its day, and its instant if it has an hour."""

    label: str
    day: date
    instant: datetime | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What is settled about a source or a negotiation before its words are read.

    date_order: "DMY" or "MDY" for dates such as 04/05/2026; None refuses those that can be read both ways.
    calendar: a calendar of the holidays package ("DE", "US-CA", "NYSE"); holidays: further days off.
    rule: "EU-1182/71", or None for the treaty rule, under which a last day never moves.
    close_of_business: the local hour meant by "close of business".
    feasts: "western" or "orthodox"; None refuses a bare Easter in years in which the two differ.
    country: ISO 3166 alpha-2, for holiday names and zone letters that several countries share.
    """

    date_order: str | None = None
    calendar: str | None = None
    holidays: frozenset[date] = field(default_factory=frozenset)
    rule: str | None = None
    close_of_business: time = time(17, 0)
    feasts: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """A deadline that was understood.

    day: the last local calendar day that is still in; instant: aware local moment, only when an hour was
    given (24:00 of a day is 00:00 of the next, while day stays the day that ends).
    zone: IANA name (or "UTC+03:00") in which day and instant are local. utc: the moment used for sorting and
    reminders; for a whole day that is its 24:00. rule: how it was counted, in words. anchor: the name of the
    event it was counted from. restated: plain text that reads back to the same day and instant.
    """

    expression: str
    day: date
    instant: datetime | None
    precision: Precision
    zone: str
    utc: datetime
    rule: str
    restated: str
    warnings: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A deadline that was not resolved: why (code), what to ask (sentence), and the readings to choose from.

    anchor_noun: for a missing anchor, the event as the text names it, so that the formula can be stored and
    counted when the event is entered.
    """

    expression: str
    code: RefusalCode
    sentence: str
    readings: tuple[Alternative, ...] = ()
    anchor_noun: str | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """One expression of time in a longer text: text[start:end] is the expression, outcome what it means.

    governed: whether a word of ending or limiting ("until", "expires", "deadline") stands before it.
    """

    start: int
    end: int
    expression: str
    outcome: Resolution | Refusal
    governed: bool
