"""What needs the reader: the rows of the Overview that stand now, those that were put off, and why each is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from django.utils.translation import gettext as _

from negotiations.queries import overview as record
from negotiations.queries.articles import ArticleRef
from negotiations.queries.overview import DueLine, FailedAlert, on_one_source, unchecked
from negotiations.queries.proposal_lines import ProposalLine

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Later:
    """A row that was put off: its key, what it is about, and until when."""

    key: str
    name: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """A proposal to be looked at, and why."""

    line: ProposalLine
    reasons: list[str]
    unchecked: bool


@dataclass
class Needs:
    """The rows by section; `later` holds those put off, the soonest to come back first."""

    near: list[DueLine]
    stuck: list[ProposalLine]
    failed: list[FailedAlert]
    to_read: list[ArticleRef]
    checks: list[Check]
    waiting: int
    later: list[Later] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many rows stand now."""
        rows = len(self.near) + len(self.stuck) + len(self.failed) + len(self.to_read) + len(self.checks)
        return rows + self.waiting


def needs_of(known: record.Overview, now: datetime, *, today: bool, put_off: dict[str, datetime]) -> Needs:
    """Who owns a proposal and when it was checked is kept for today only: a past day has nothing to check."""
    later: list[Later] = []

    def standing(rows: Iterable[Row], key: Callable[[Row], str], name: Callable[[Row], str]) -> list[Row]:
        kept = []
        for row in rows:
            until = put_off.get(key(row))
            if until is None:
                kept.append(row)
            else:
                later.append(Later(key(row), name(row), until))
        return kept

    checks = [
        Check(line, reasons_to_check(line, now), unchecked(line, now))
        for line in (known.to_check(now) if today else [])
    ]
    found = Needs(
        near=standing(
            known.due_by(now + record.NEAR), lambda row: f"due-{row.id}", lambda row: f"{row.name}: {row.due.title}"
        ),
        stuck=standing(known.stuck, lambda row: f"stuck-{row.reference}", lambda row: row.name),
        failed=standing(known.failed, lambda row: f"failed-{row.id}", lambda row: row.about),
        to_read=standing(known.to_read, lambda row: f"read-{row.reference}", lambda row: row.title),
        checks=standing(checks, lambda row: f"check-{row.line.reference}", lambda row: row.line.name),
        waiting=len(known.waiting),
    )
    found.later = sorted(later, key=lambda row: row.until)
    return found


def reasons_to_check(line: ProposalLine, now: datetime) -> list[str]:
    """Why a proposal stands under "To check"."""
    reasons = []
    if on_one_source(line, now):
        reasons.append(_("Everything here rests on one source, and its deadline is near."))
    if unchecked(line, now):
        reasons.append(_("Nobody has checked it for %(days)d days.") % {"days": record.UNCHECKED // timedelta(days=1)})
    if not line.owner:
        reasons.append(_("Nobody owns it."))
    return reasons
