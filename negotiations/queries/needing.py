"""What needs the reader, among all that they may know of: the first rows of each section, and how many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

from negotiations.enums import ProposalStatus
from negotiations.models import Deadline
from negotiations.models.proposals import ProposalQuerySet
from negotiations.queries import momentum
from negotiations.queries.known_proposals import open_on_that_day
from negotiations.queries.proposal_lines import open_and_dated
from negotiations.queries.shapes import Reader

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


def pairs(rows: QuerySet[Any], name: str) -> list[tuple[int, Any]]:
    """The id and the name of each row, in order: as many as are counted, and one more."""
    return list(rows.values_list("pk", name)[: COUNTED + 1])


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
    due = "due_at_then" if reader.then else "due_at"
    rows = open_and_dated(Deadline.objects.visible_to(reader.user), reader.then)
    read = list(rows.values_list("pk", due, "proposal_id", "condition_id")[: COUNTED + 1])
    of_proposals = frozenset(pk for pk, _at, proposal, condition in read if proposal or condition)
    return Dates({pk: at for pk, at, _proposal, _condition in read}, of_proposals)


def stuck(reader: Reader) -> ProposalQuerySet:
    """Proposals that do not move; on a past day those on hold, since movement is worked out for today only."""
    if reader.then is None:
        return momentum.stuck(reader)
    return open_on_that_day(reader).filter(Q(("status_then", ProposalStatus.ON_HOLD)))
