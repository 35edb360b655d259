"""What needs the reader: the rows of the Overview that stand now, those that were put off, and why each is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from negotiations.dashboard.alerts import FAILED
from negotiations.dashboard.put_off import Aside, sign_of
from negotiations.queries import overview as record
from negotiations.queries.allowances import NEAR
from negotiations.queries.articles import ArticleRef
from negotiations.queries.checking import on_one_source, second_hand, unchecked
from negotiations.queries.needing import AT_MOST as ROWS
from negotiations.queries.needing import Found, Named
from negotiations.queries.overview import DueLine, FailedAlert
from negotiations.queries.proposal_lines import ProposalLine

Row = TypeVar("Row")
KEPT = {"to_be_read": "true"}


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


@dataclass(frozen=True, slots=True)
class Section(Generic[Row]):
    """The rows of a section that stand, of `count` in all; `capped`: of more than that. `link` lists them all."""

    rows: list[Row]
    count: int
    capped: bool = False
    link: str = ""

    @property
    def more(self) -> int:
        """How many have no row."""
        return self.count - len(self.rows)

    @property
    def said(self) -> str:
        """How many there are, as far as they were counted."""
        return number(self.count, capped=self.capped)

    @property
    def more_said(self) -> str:
        if self.capped:
            return _("and more than %(n)s more") % {"n": self.more}
        return ngettext("and %(n)s more", "and %(n)s more", self.more) % {"n": self.more}

    def __bool__(self) -> bool:
        return self.count > 0


@dataclass
class Needs:
    """The rows by section, of which `over` deadlines have passed; `later` holds those put off, the soonest first.

    `dealt_with` are left out until they are there for another reason; `signs` tell the reason of each row, by its key.
    """

    near: Section[DueLine]
    over: int
    stuck: Section[ProposalLine]
    failed: Section[FailedAlert]
    to_read: Section[ArticleRef]
    checks: Section[Check]
    waiting: int
    later: list[Later] = field(default_factory=list)
    dealt_with: list[Later] = field(default_factory=list)
    signs: dict[str, str] = field(default_factory=dict)

    @property
    def sections(self) -> tuple[Section[Any], ...]:
        return self.near, self.stuck, self.failed, self.to_read, self.checks

    @property
    def count(self) -> int:
        """How many stand now."""
        return sum(section.count for section in self.sections) + self.waiting

    @property
    def capped(self) -> bool:
        """Whether there are more, which nobody counted."""
        return any(section.capped for section in self.sections)

    @property
    def said(self) -> str:
        """How many stand now, as far as they were counted."""
        return number(self.count, capped=self.capped)

    @property
    def to_look_at(self) -> Section[Any]:
        """The three kinds of row under "To check" in one."""
        three = (self.failed, self.to_read, self.checks)
        rows: list[Any] = [row for section in three for row in section.rows]
        return Section(rows, sum(each.count for each in three), any(each.capped for each in three))


class _Sorting:
    """Leaves out what was put off or dealt with, and signs every row with why it is there."""

    def __init__(self, put_off: dict[str, Aside]) -> None:
        self.put_off = put_off
        self.aside: list[Later] = []
        self.signs: dict[str, str] = {}

    def standing(
        self,
        found: Found[Row],
        key: Callable[[Row], str],
        name: Callable[[Row], str],
        why: Callable[[Row], tuple[object, ...]],
        link: str,
    ) -> Section[Row]:
        kept = []
        for row in found.rows:
            self.signs[key(row)] = sign_of(*why(row))
            left_out = self.put_off.get(key(row))
            if left_out is None or not left_out.holds(self.signs[key(row)]):
                kept.append(row)
            else:
                self.aside.append(Later(key(row), name(row), left_out.until))
        gone = len(found.rows) - len(kept)
        return Section(kept[:ROWS], found.count - gone, found.capped, link)


def named_in(put_off: dict[str, Aside]) -> Named:
    """The rows that were left out, by section."""
    of: defaultdict[str, set[str]] = defaultdict(set)
    for key in put_off:
        section, _dash, name = key.partition("-")
        of[section].add(name)
    return Named(
        deadlines=frozenset(map(int, of["due"])),
        stuck=frozenset(of["stuck"]),
        checks=frozenset(of["check"]),
        failed=frozenset(map(int, of["failed"])),
        to_read=frozenset(of["read"]),
    )


def needs_of(known: record.Overview, now: datetime, *, today: bool, put_off: dict[str, Aside]) -> Needs:
    """What stands, and what was left out. The lists cannot be asked for a past day, which has no links."""
    sorting = _Sorting(put_off)
    checks = [Check(line, reasons_to_check(line, now), unchecked(line, now)) for line in known.checks.rows]

    def link(noun: str, asked: dict[str, str]) -> str:
        return listed(noun, asked) if today else ""

    near = sorting.standing(
        known.near,
        lambda row: f"due-{row.id}",
        lambda row: f"{row.name}: {row.due.title}",
        lambda row: (row.due.at, row.due.at <= now, row.readings),
        link("proposal", {"next_due_at__lte": soon(now)}),
    )
    left_out = {row.key for row in sorting.aside}
    passed = sum(1 for row in known.near.rows if row.due.at <= now and f"due-{row.id}" in left_out)
    stuck = sorting.standing(
        known.stuck,
        lambda row: f"stuck-{row.reference}",
        lambda row: row.name,
        lambda row: (row.status, row.momentum, row.status_reason, row.blocked_by, row.moved_at),
        link("proposal", {"stuck": "true"}),
    )
    failed = sorting.standing(
        known.failed,
        lambda row: f"failed-{row.id}",
        lambda row: row.about,
        lambda row: (row.tries, row.reason),
        link("alert", FAILED),
    )
    to_read = sorting.standing(
        known.to_read,
        lambda row: f"read-{row.reference}",
        lambda row: row.title,
        lambda row: (row.reference,),
        link("article", KEPT),
    )
    looked_at = sorting.standing(
        Found(checks, known.checks.count, known.checks.capped),
        lambda row: f"check-{row.line.reference}",
        lambda row: row.line.name,
        lambda row: (row.unchecked, row.line.checked_at, row.line.owner, len(row.reasons)),
        link("proposal", {"to_check": "true"}),
    )
    return Needs(
        near=near,
        over=known.over - passed,
        stuck=stuck,
        failed=failed,
        to_read=to_read,
        checks=looked_at,
        waiting=len(known.waiting),
        later=sorted((row for row in sorting.aside if row.until), key=lambda row: row.until or now),
        dealt_with=[row for row in sorting.aside if row.until is None],
        signs=sorting.signs,
    )


def number(count: int, *, capped: bool) -> str:
    """A count in figures; where nobody counted further, it says so."""
    return _("more than %(n)s") % {"n": count} if capped else str(count)


def listed(noun: str, asked: dict[str, str]) -> str:
    """The list of a noun that answers a question."""
    return f"{reverse(f'dashboard:{noun}-list')}?{urlencode(asked)}"


def soon(now: datetime) -> str:
    """The end of the days that count as near, as an address says it."""
    return (now + NEAR).astimezone(UTC).isoformat(timespec="seconds")


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
