"""The lanes of the timeline: at most 60 columns, in which marks and bars take rows so that none covers another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from negotiations.dashboard.display import unquoted
from negotiations.enums import DeadlineStatus, Precision, ProposalStatus, Stance, Trend
from negotiations.queries.newly_moved import Moved
from negotiations.queries.timeline import Lane, Stretch

ROWS, LETTERS = 4, 44
# The width of the lanes in pixels at which the text beside a mark is measured, and that of a letter.
_WIDTH, _LETTER, _MARK = 900, 7, 40
# The width in pixels from which a bar has room for its beginning.
_ROOMY = 190
_BARS = {
    ProposalStatus.IN_FORCE: "green",
    ProposalStatus.RENEWED: "green",
    ProposalStatus.AGREED: "green",
    ProposalStatus.AGREED_IN_PRINCIPLE: "green",
    ProposalStatus.ON_HOLD: "amber",
}


@dataclass(frozen=True, slots=True)
class Window:
    """`columns` columns of `unit` days from `start`; every `step` columns have a line and a date."""

    start: date
    columns: int
    unit: int
    step: int

    @property
    def end(self) -> date:
        """The last day."""
        return self.start + timedelta(days=self.columns * self.unit - 1)

    def column(self, on: date) -> int:
        """From 1; outside the window, outside 1 to `columns`."""
        return (on - self.start).days // self.unit + 1

    def heads(self) -> list[tuple[int, int, date]]:
        """Column, width and first day of each stretch between two lines."""
        return [
            (column, min(self.step, self.columns - column + 1), self.start + timedelta(days=(column - 1) * self.unit))
            for column in range(1, self.columns + 1, self.step)
        ]


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry, by its number in the table.

    Its mark is in the first of its columns, or in the last where the text stands `before` it. The text is its
    `title`, and of what it says as much as there is room for: `words`, or what was `spoken`.
    """

    entry: Moved
    title: str
    words: str
    spoken: str
    number: int
    column: int
    width: int
    row: int
    before: bool

    @property
    def about(self) -> bool:
        return self.entry.when.precision in {Precision.MONTH, Precision.YEAR}


@dataclass(frozen=True, slots=True)
class Bar:
    """A status over time: `cut` began before the window, `fades` where no source dates its beginning, `ends` at the
    next deadline of what is in force, is too `narrow` to say since when, or so `short` that its word comes after."""

    status: str
    hue: str
    column: int
    width: int
    row: int
    since: date | None
    cut: bool
    fades: bool
    ends: bool
    narrow: bool
    short: bool


@dataclass(frozen=True, slots=True)
class End:
    """The next deadline of what is in force, and the row of the bar that ends there."""

    on: date
    row: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A lane with what is drawn in it; `more` marks found no room."""

    lane: Lane | None
    name: str
    bars: list[Bar]
    marks: list[Mark]
    more: int


def drawn(lane: Lane | None, name: str, entries: list[tuple[int, Moved]], window: Window, today: date) -> Drawn:
    """One lane. `entries` are those that belong to it, newest first, each with its number in the table."""
    taken: list[list[tuple[int, int]]] = [[] for _row in range(ROWS)]
    end = _end(lane, [entry for _number, entry in entries], today)
    bars = [bar for bar in (_bar(each, window, today, end, taken) for each in (lane.stretches if lane else [])) if bar]
    drawn_as_bars = {(bar.status, bar.since) for bar in bars}
    rest = [each for each in entries if each[1].kind != "change" or (each[1].value, _day(each[1])) not in drawn_as_bars]
    ending = End(end, next((bar.row for bar in bars if bar.ends), 1)) if end else None
    marks = [_mark(number, entry, window, ending, taken) for number, entry in reversed(rest)]
    kept = [mark for mark in marks if mark]
    return Drawn(lane, name, bars, kept, len(marks) - len(kept))


def _row(column: int, width: int, taken: list[list[tuple[int, int]]], least: int = 1) -> int:
    """The first row from the `least` on in which these columns are free, which are taken then; 0 when there is none."""
    for number, spans in enumerate(taken, start=1):
        if number >= least and all(column > last or column + width - 1 < first for first, last in spans):
            spans.append((column, column + width - 1))
            return number
    return 0


def _day(entry: Moved) -> date:
    return entry.when.on or timezone.localdate(entry.counted_at)


def _end(lane: Lane | None, entries: list[Moved], today: date) -> date | None:
    """The next deadline of a proposal in force."""
    if lane is None or lane.status not in {ProposalStatus.IN_FORCE, ProposalStatus.RENEWED}:
        return None
    return min((_day(entry) for entry in entries if entry.kind == "deadline" and _day(entry) >= today), default=None)


def _text(entry: Moved) -> tuple[str, str, str]:
    """What stands beside the mark: the title, and words or spoken words, within LETTERS together."""
    title, words = entry.title, ""
    if entry.kind == "change":
        title = str(capfirst(ProposalStatus(entry.value).label))
    elif entry.kind == "trend":
        title = str(capfirst(Trend(entry.value).label)) if entry.value else _("Reviewed")
    elif entry.kind == "position":
        words = str(Stance(entry.value).label)
    elif entry.kind == "outcome":
        words = str(DeadlineStatus(entry.value).label)
    elif entry.kind == "deadline":
        words = date_format(_day(entry), _("D j M"))
    title = Truncator(title).chars(LETTERS)
    room = LETTERS - len(title)
    spoken = unquoted(entry.quotation) if entry.kind == "statement" else ""
    return title, Truncator(words).chars(room) if words else "", Truncator(spoken).chars(room) if spoken else ""


def _columns(letters: int, window: Window) -> int:
    """How many columns a mark takes with so many letters beside it."""
    return max(-(-(letters * _LETTER + _MARK) * window.columns // _WIDTH), 1)


def _mark(
    number: int, entry: Moved, window: Window, end: End | None, taken: list[list[tuple[int, int]]]
) -> Mark | None:
    column = min(max(window.column(_day(entry)), 1), window.columns)
    title, words, spoken = _text(entry)
    needed = _columns(len(title) + len(words) + len(spoken), window)
    before, least = column > window.columns * 0.55, 1
    here = entry.kind == "deadline" and end is not None and _day(entry) == end.on
    if end and here and column + _columns(len(title), window) <= window.columns:
        # Right after the bar that ends there; without the day where that has no room.
        words = words if column + needed <= window.columns else ""
        column, before, least = column + 1, False, end.row
    width = min(needed, column if before else window.columns - column + 1)
    first = column - width + 1 if before else column
    row = _row(first, width, taken, least)
    return Mark(entry, title, words, spoken, number, first, width, row, before) if row else None


def _bar(
    stretch: Stretch, window: Window, today: date, end: date | None, taken: list[list[tuple[int, int]]]
) -> Bar | None:
    hue = _BARS.get(ProposalStatus(stretch.status))
    since, until = stretch.since, stretch.until or end or today
    if hue is None or until < window.start or (since or until) > window.end:
        return None
    first = max(window.column(since or window.start), 1)
    last = min(max(window.column(until), first), window.columns)
    width = last - first + 1
    label = _columns(len(stretch.status), window)
    short = label > width and last + label <= window.columns
    row = _row(first, width + label if short else max(width, min(label, window.columns - first + 1)), taken)
    narrow = width * _WIDTH < _ROOMY * window.columns
    cut = since is not None and since < window.start
    ends = end is not None and stretch.until is None and end <= window.end
    return Bar(stretch.status, hue, first, width, row, since, cut, since is None, ends, narrow, short) if row else None
