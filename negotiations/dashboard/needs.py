"""What needs the reader: the rows of the Overview that stand now, those that were put off, and why each is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from negotiations.dashboard.put_off import Aside, sign_of
from negotiations.queries import overview as record
from negotiations.queries.articles import ArticleRef
from negotiations.queries.overview import DueLine, FailedAlert, on_one_source, second_hand, unchecked
from negotiations.queries.proposal_lines import ProposalLine

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Later:
    """A row that was put off: its key, what it is about, and until when; None for one that was dealt with."""

    key: str
    name: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Check:
    """A proposal to be looked at, and why."""

    line: ProposalLine
    reasons: list[str]
    unchecked: bool


@dataclass
class Needs:
    """The rows by section; `later` holds those put off, the soonest to come back first.

    `dealt_with` are left out until they are there for another reason; `signs` tell the reason of each row, by its key.
    """

    near: list[DueLine]
    stuck: list[ProposalLine]
    failed: list[FailedAlert]
    to_read: list[ArticleRef]
    checks: list[Check]
    waiting: int
    later: list[Later] = field(default_factory=list)
    dealt_with: list[Later] = field(default_factory=list)
    signs: dict[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows stand now."""
        rows = len(self.near) + len(self.stuck) + len(self.failed) + len(self.to_read) + len(self.checks)
        return rows + self.waiting


def needs_of(known: record.Overview, now: datetime, *, today: bool, put_off: dict[str, Aside]) -> Needs:
    """Who owns a proposal and when it was checked is kept for today only: a past day has nothing to check."""
    aside: list[Later] = []
    signs: dict[str, str] = {}

    def standing(
        rows: Iterable[Row],
        key: Callable[[Row], str],
        name: Callable[[Row], str],
        why: Callable[[Row], tuple[object, ...]],
    ) -> list[Row]:
        kept = []
        for row in rows:
            signs[key(row)] = sign_of(*why(row))
            left_out = put_off.get(key(row))
            if left_out is None or not left_out.holds(signs[key(row)]):
                kept.append(row)
            else:
                aside.append(Later(key(row), name(row), left_out.until))
        return kept

    checks = [
        Check(line, reasons_to_check(line, now), unchecked(line, now))
        for line in (known.to_check(now) if today else [])
    ]
    found = Needs(
        near=standing(
            known.due_by(now + record.NEAR),
            lambda row: f"due-{row.id}",
            lambda row: f"{row.name}: {row.due.title}",
            lambda row: (row.due.at, row.due.at <= now, row.readings),
        ),
        stuck=standing(
            known.stuck,
            lambda row: f"stuck-{row.reference}",
            lambda row: row.name,
            lambda row: (row.status, row.momentum, row.status_reason, row.blocked_by, row.moved_at),
        ),
        failed=standing(
            known.failed, lambda row: f"failed-{row.id}", lambda row: row.about, lambda row: (row.tries, row.reason)
        ),
        to_read=standing(
            known.to_read, lambda row: f"read-{row.reference}", lambda row: row.title, lambda row: (row.reference,)
        ),
        checks=standing(
            checks,
            lambda row: f"check-{row.line.reference}",
            lambda row: row.line.name,
            lambda row: (row.unchecked, row.line.checked_at, row.line.owner, len(row.reasons)),
        ),
        waiting=len(known.waiting),
        dealt_with=[row for row in aside if row.until is None],
        signs=signs,
    )
    found.later = sorted((row for row in aside if row.until), key=lambda row: row.until or now)
    return found


def reasons_to_check(line: ProposalLine, now: datetime) -> list[str]:
    """Why a proposal stands under "To check"."""
    reasons = []
    if on_one_source(line, now):
        reasons.append(_("Everything here rests on one source, and its deadline is near."))
    if second_hand(line, now):
        reasons.append(_("Its date, or where a party stands, is known at second hand only, and its deadline is near."))
    if unchecked(line, now):
        reasons.append(_("Nobody has checked it for %(days)d days.") % {"days": line.check_after_days})
    if not line.owner:
        reasons.append(_("Nobody owns it."))
    return reasons
