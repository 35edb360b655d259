"""The way a proposal has come, and the clock of the deadline that stands first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from negotiations.enums import AccountAttribute, Precision, ProposalStatus
from negotiations.queries.deadlines import DeadlineDetail
from negotiations.queries.proposal_page import ProposalPage
from negotiations.queries.proposals import StatusRow
from negotiations.rules.capitals import clocks
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES
from negotiations.rules.term import Term, term

S = ProposalStatus
# The five steps that are always drawn, each with the statuses that stand on it.
_PATH: tuple[tuple[str, frozenset[str]], ...] = (
    (S.REPORTED, frozenset({S.REPORTED, S.TABLED})),
    (S.UNDER_DISCUSSION, frozenset({S.UNDER_DISCUSSION})),
    (S.AGREED, frozenset({S.AGREED_IN_PRINCIPLE, S.AGREED})),
    (S.IN_FORCE, frozenset({S.IN_FORCE, S.RENEWED})),
    ("", frozenset({S.EXPIRED, S.FULFILLED, S.COLLAPSED, S.REJECTED, S.WITHDRAWN, S.SUPERSEDED})),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: past, at (with `held` when it stopped there) or still to come.

    `back` is the status from which the proposal came back to this step, and `since` when that was said.
    """

    word: str
    state: str
    held: bool = False
    back: str = ""
    since: StatusRow | None = None


def steps(rows: list[StatusRow]) -> list[Step]:
    """The way a proposal has come, from its statuses, oldest first."""
    now = rows[-1].status
    placed = [(_place(row.status), row) for row in rows if row.status != S.ON_HOLD]
    held = now == S.ON_HOLD
    at = placed[-1][0] if placed else 0
    back, since = _came_back(placed)
    found = []
    for place, (name, members) in enumerate(_PATH):
        state = "past" if place < at else "at" if place == at else ""
        word = now if place == at and (held or now in members) else name
        named = capfirst(str(S(word).label)) if word else _("Ended")
        here = place == at
        found.append(Step(named, state, held and here, back if here else "", since if here else None))
    return found


def _came_back(placed: list[tuple[int, StatusRow]]) -> tuple[str, StatusRow | None]:
    """The furthest status from which it last stepped back, and the row that says so, unless it went on since."""
    for (before, left), (after, row) in zip(reversed(placed[:-1]), reversed(placed[1:]), strict=True):
        if after < before:
            return capfirst(str(S(left.status).label)), row
        if after > before:
            break
    return "", None


def _place(status: str) -> int:
    return next(place for place, (_name, members) in enumerate(_PATH) if status in members)


@dataclass(frozen=True, slots=True)
class Clock:
    """The deadline that stands first, with the term it ends, when that is known."""

    deadline: DeadlineDetail
    until: datetime
    begins: date | None
    term: Term | None
    zones: tuple[str, ...]

    @property
    def last_minute(self) -> datetime:
        """What is shown in each zone: a whole day ends at 24:00, and is read as 23:59 of that day."""
        to_the_day = self.deadline.due_precision not in {Precision.HOUR, Precision.MINUTE}
        return self.until - timedelta(minutes=1) if to_the_day else self.until

    @property
    def today_cell(self) -> int:
        """The cell of today, 0 when it lies outside the term."""
        run = self.term
        return run.cell if run and 1 <= run.cell <= run.cells else 0

    @property
    def cells_left(self) -> int:
        return self.term.cells - self.today_cell if self.term else 0

    @property
    def shows_begin(self) -> bool:
        """Whether the first day has room beside today's mark."""
        return self.term is not None and (not self.today_cell or self.today_cell * 3 > self.term.cells)

    @property
    def shows_end(self) -> bool:
        """Whether the last day has room beside today's mark."""
        return self.term is not None and self.cells_left * 10 > self.term.cells

    @property
    def cells(self) -> list[str]:
        """The class of each cell of the bar."""
        run = self.term
        return (
            ["past" if n < run.cell else "now" if n == run.cell else "" for n in range(1, run.cells + 1)] if run else []
        )


def clock_of(page: ProposalPage, today: date, zone: str, capitals: Iterable[str]) -> Clock | None:
    """The nearest open deadline with a date, None without one; read in its own zone, the capitals', `zone` and UTC."""
    for deadline in page.deadlines:
        if deadline.status in OPEN_DEADLINES and deadline.due_at and deadline.due_on:
            begins = _begins(page)
            zones = clocks((deadline.due_zone, *capitals, zone, "UTC"))
            run = term(begins, deadline.due_on, today) if begins else None
            return Clock(deadline, deadline.due_at, begins if run else None, run, zones)
    return None


def _begins(page: ProposalPage) -> date | None:
    """When what the deadline ends began: only as far as it is on record, and not while the sides differ about it."""
    disputed = any(each.attribute == AccountAttribute.STARTS for each in page.divergences)
    ceasefire = page.proposal.ceasefire
    return ceasefire.effective_on if ceasefire and not disputed else None
