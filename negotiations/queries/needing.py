"""What needs the reader, among all that they may know of: the first rows of each section, and how many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Q

from negotiations.enums import ProposalStatus
from negotiations.models import Deadline, User
from negotiations.models.proposals import ProposalQuerySet
from negotiations.queries.allowances import Allowance, allowances, given, moments
from negotiations.queries.checking import to_check_by
from negotiations.queries.compiled import rows_given
from negotiations.queries.known_proposals import open_to
from negotiations.queries.momentum import stuck_by
from negotiations.queries.proposal_rows import Values, open_and_dated
from negotiations.queries.shapes import Reader, Then

AT_MOST = 20
COUNTED = 1000
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Named:
    """The rows of each section that the reader left out, which are read whether or not they are among the first."""

    deadlines: frozenset[int] = frozenset()
    stuck: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    failed: frozenset[int] = frozenset()
    to_read: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found(Generic[Row]):
    """The first rows of a section and those that were named, in order; `count` is how many there are in all.

    `capped`: there are more than that, which nobody counted.
    """

    rows: list[Row] = field(default_factory=list)
    count: int = 0
    capped: bool = False

    def with_rows(self, rows: Mapping[int, Any]) -> Found[Any]:
        """The same with what was read in the place of the ids."""
        return Found([rows[pk] for pk in self.rows if pk in rows], self.count, self.capped)  # type: ignore[index]


def found_among(ordered: Iterable[tuple[int, Any]], named: Collection[Any]) -> Found[int]:
    """The ids of a section, of pairs of an id and the name of its row, of which one more than counted was read."""
    counted = list(ordered)
    picked, others = [], 0
    for pk, name in counted[:COUNTED]:
        if name in named:
            picked.append(pk)
        elif others < AT_MOST:
            others += 1
            picked.append(pk)
    return Found(picked, len(counted[:COUNTED]), len(counted) > COUNTED)


@dataclass(frozen=True, slots=True)
class Dates:
    """Open deadlines by id, soonest first: when each passes, and whether it is of a proposal."""

    at: dict[int, datetime]
    of_proposals: frozenset[int]

    def due_by(self, moment: datetime, named: Collection[int]) -> Found[int]:
        """What has passed or passes by then."""
        return found_among(((pk, pk) for pk, at in self.at.items() if at <= moment), named)


def dates(reader: Reader) -> Dates:
    """As many as are counted, and one more."""
    read = rows_given(_dates, (), (), reader)
    of_proposals = frozenset(pk for pk, _at, proposal, condition in read if proposal or condition)
    return Dates({pk: at for pk, at, _proposal, _condition in read}, of_proposals)


def needing(reader: Reader, named: Named) -> tuple[Found[int], Found[int]]:
    """The proposals that are stuck and those that are to be checked, by id, soonest date first.

    On a past day those on hold, and none to be checked: movement, checks and owners are kept for today only.
    """
    if reader.then:
        return found_among(rows_given(_on_hold, (), (), reader), named.stuck), Found()
    allowed = allowances(reader)
    values = moments(allowed, reader.now)
    stuck, checks = (rows_given(build, (allowed,), values, reader) for build in (_stuck, _to_check))
    return found_among(stuck, named.stuck), found_among(checks, named.checks)


def _dates(user: User, then: Then | None = None) -> Values:
    due = "due_at_then" if then else "due_at"
    rows = open_and_dated(Deadline.objects.visible_to(user), then)
    return rows.values_list("pk", due, "proposal_id", "condition_id")[: COUNTED + 1]


def _on_hold(user: User, then: Then) -> Values:
    held = open_to(user, then).filter(Q(("status_then", ProposalStatus.ON_HOLD)))
    due = "due_then"
    return held.order_by(due, "pk").values_list("pk", "reference")[: COUNTED + 1]


def _stuck(allowed: tuple[Allowance, ...], user: User) -> Values:
    return _pairs(stuck_by(allowed, given(allowed), user))


def _to_check(allowed: tuple[Allowance, ...], user: User) -> Values:
    return _pairs(to_check_by(allowed, given(allowed), user))


def _pairs(rows: ProposalQuerySet) -> Values:
    return rows.order_by("next_due_at", "pk").values_list("pk", "reference")[: COUNTED + 1]
