"""A month laid out as weeks, and the same days one below the other."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import get_format

from negotiations.queries.calendar_days import DayEntry

SHOWN = 3
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day: `shown` are the entries a cell has room for; `outside` when it belongs to another month."""

    on: date
    entries: list[DayEntry]
    outside: bool
    today: bool

    @property
    def shown(self) -> list[DayEntry]:
        return self.entries[:SHOWN]

    @property
    def more(self) -> int:
        return max(len(self.entries) - SHOWN, 0)


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its first day, drawn as whole weeks that begin where the reader's language begins them."""

    first: date

    @property
    def days(self) -> list[date]:
        # Django counts from Sunday, Python from Monday.
        begins = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
        return list(calendar.Calendar(begins).itermonthdates(self.first.year, self.first.month))

    @property
    def last(self) -> date:
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])

    @property
    def before(self) -> date | None:
        return (self.first - timedelta(days=1)).replace(day=1) if self.first > EARLIEST else None

    @property
    def after(self) -> date | None:
        return self.last + timedelta(days=1) if self.first < LATEST else None

    def weeks(self, entries: list[DayEntry], today: date) -> Iterator[list[Day]]:
        """Exactly dated entries alone: one that is only about a day stands on none."""
        by_day: dict[date, list[DayEntry]] = {}
        for entry in entries:
            if not entry.about:
                by_day.setdefault(entry.on, []).append(entry)
        days = self.days
        for start in range(0, len(days), 7):
            yield [
                Day(on, by_day.get(on, []), on.month != self.first.month, on == today) for on in days[start : start + 7]
            ]


def month_named(text: str) -> Month | None:
    """The month written as 2025-04; None for anything else."""
    year, dash, number = text.partition("-")
    if not (dash and len(year) == 4 and len(number) == 2 and (year + number).isascii() and (year + number).isdigit()):
        return None
    if not (EARLIEST.year <= int(year) <= LATEST.year and 1 <= int(number) <= 12):
        return None
    return Month(date(int(year), int(number), 1))
