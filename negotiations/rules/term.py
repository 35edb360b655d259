"""How far a term has run: the cells of the bar that stands under a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MOST_CELLS = 60


@dataclass(frozen=True, slots=True)
class Term:
    """`day` of `days`, counted from the day after the beginning; one cell is `unit` days (1, or 7 for a week)."""

    days: int
    day: int
    unit: int

    @property
    def cells(self) -> int:
        return -(-self.days // self.unit)

    @property
    def cell(self) -> int:
        """The cell of today, 1 for the first; 0 before the beginning, beyond `cells` after the end."""
        return -(-self.day // self.unit)


def term(begins: date, ends: date, today: date) -> Term | None:
    """The term between two days, None when it has no length or is too long to draw in sixty weeks."""
    days = (ends - begins).days
    unit = 1 if days <= MOST_CELLS else 7
    if days < 1 or days > MOST_CELLS * 7:
        return None
    return Term(days=days, day=(today - begins).days, unit=unit)
