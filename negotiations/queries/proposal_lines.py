"""Proposals as lines of a list: status, movement, next date, positions on record, what blocks them.

Any number of proposals is read in eight statements, whose texts are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from negotiations.enums import Precision, Progress, ProposalKind
from negotiations.models.proposals import ProposalQuerySet
from negotiations.queries.compiled import Rows, rows_for, rows_of_each
from negotiations.queries.momentum import PULSE, momentum_of
from negotiations.queries.proposal_rows import (
    Row,
    conditions,
    deadlines,
    parties_in_order,
    seats,
    stances,
    statuses,
    then_of,
    today,
    trends,
)
from negotiations.queries.shapes import Reader
from negotiations.rules.lifecycle import OPEN_STATUSES
from negotiations.rules.moments import WorldMoment


class Due(msgspec.Struct, frozen=True):
    """An open deadline with a date. `at` is the UTC instant at which it has passed, `on` its day in `zone`."""

    title: str
    kind: str
    status: str
    on: date
    at: datetime
    precision: str
    zone: str

    @property
    def to_the_day(self) -> bool:
        """Whether the source gives a day and no hour."""
        return self.precision not in {Precision.HOUR, Precision.MINUTE}


class ProposalLine(msgspec.Struct, frozen=True):
    """`deadlines` are the open ones with a date, nearest first; one that has ended has no momentum ("").

    `units` holds, for each condition in order, the stance of each party in order; "" is not on record.
    `articles` are the ids of those that its status, deadlines, conditions and positions rest on.
    `second_hand`: its next date is from a document that cites another, or somebody else says where a party stands.
    """

    id: int
    reference: str
    negotiation: str
    kind: str
    title: str
    short_title: str
    summary: str
    status: str
    status_reason: str
    momentum: str
    because: str
    moved_at: datetime | None
    trend: str
    trend_reason: str
    deadlines: tuple[Due, ...]
    units: tuple[tuple[str, ...], ...]
    blocked_by: tuple[str, ...]
    owner: str
    checked_at: datetime | None
    check_after_days: int
    opened: WorldMoment
    recorded_at: datetime
    changed_at: datetime | None
    watched: bool
    articles: frozenset[int]
    second_hand: bool

    @property
    def name(self) -> str:
        return self.short_title or self.title

    @property
    def kind_word(self) -> str:
        return str(ProposalKind(self.kind).label)

    @property
    def next(self) -> Due | None:
        return self.deadlines[0] if self.deadlines else None

    @property
    def more_blockers(self) -> int:
        """How many conditions block it besides the first."""
        return max(len(self.blocked_by) - 1, 0)

    @property
    def on_record(self) -> int:
        return sum(1 for unit in self.units for stance in unit if stance)

    @property
    def cells(self) -> int:
        return sum(len(unit) for unit in self.units)


def proposal_lines(proposals: ProposalQuerySet, reader: Reader) -> list[ProposalLine]:
    """The given proposals, already scoped, ordered and bounded, as lines; their children as the reader may see them."""
    if reader.then is None:
        ids = list(proposals.values_list("pk", flat=True))
        lines = lines_by_id(ids, reader)
        return [lines[pk] for pk in ids if pk in lines]
    return _lines([Row(*row) for row in then_of(proposals, reader.user)], reader)


def lines_by_id(ids: Sequence[int], reader: Reader) -> dict[int, ProposalLine]:
    """The proposals with these ids as they are today; those that the reader may not know of are left out."""
    rows = [Row(*row) for row in rows_for(today, ids, reader.user)]
    return {line.id: line for line in _lines(rows, reader)}


def _lines(rows: list[Row], reader: Reader) -> list[ProposalLine]:
    if not rows:
        return []
    children = _Children([row.id for row in rows], reader)
    return [children.line(row) for row in rows]


class _Newest(NamedTuple):
    """The newest status or trend of a proposal."""

    value: str
    reason: str


class _Condition(NamedTuple):
    id: int
    text: str
    blocks: bool


class _Children:
    """What hangs on a page of proposals, one statement for each kind of row."""

    def __init__(self, ids: list[int], reader: Reader) -> None:
        self.reader = reader
        self.then = reader.then
        self.articles: defaultdict[int, set[int]] = defaultdict(set)
        self.second_hand: set[int] = set()
        found = rows_of_each((statuses, trends, deadlines, conditions, stances, seats), ids, reader)
        self.statuses = self._statuses(found[0])
        self.trends = {proposal: _Newest(*rest) for proposal, *rest in found[1]}
        self.deadlines = self._deadlines(found[2])
        self.conditions = self._conditions(found[3])
        self.stances, taken_by = self._stances(found[4])
        self.parties = self._parties(found[5], taken_by)

    def line(self, row: Row) -> ProposalLine:
        conditions = self.conditions[row.id]
        status, trend = self.statuses.get(row.id), self.trends.get(row.id)
        is_open = not self.then and row.status in OPEN_STATUSES
        momentum = momentum_of(row[len(Row._fields) - len(PULSE) :], self.reader.now) if is_open else None
        return ProposalLine(
            id=row.id,
            reference=row.reference,
            negotiation=row.negotiation,
            kind=row.kind,
            title=row.title,
            short_title=row.short_title,
            summary=row.summary,
            status=status.value if status and self.then else row.status,
            status_reason=status.reason if status else "",
            momentum=momentum.code if momentum else "",
            because=momentum.because if momentum else "",
            moved_at=momentum.last_moved_at if momentum else None,
            trend=trend.value if trend else "",
            trend_reason=trend.reason if trend else "",
            deadlines=tuple(self.deadlines[row.id]),
            units=tuple(
                tuple(self.stances.get((condition.id, party), "") for party in self.parties[row.id])
                for condition in conditions
            ),
            blocked_by=tuple(condition.text for condition in conditions if condition.blocks),
            owner="" if self.then else row.owner,
            checked_at=None if self.then else row.checked_at,
            check_after_days=row.check_after_days,
            opened=WorldMoment(row.opened_on, row.opened_at, Precision(row.opened_precision), row.opened_zone),
            recorded_at=row.recorded_at,
            changed_at=None if self.then else row.changed_at,
            watched=row.watched,
            articles=frozenset(self.articles[row.id]),
            second_hand=row.id in self.second_hand,
        )

    def _statuses(self, rows: Rows) -> dict[int, _Newest]:
        found: dict[int, _Newest] = {}
        for proposal, status, reason, article in rows:
            self.articles[proposal].add(article)
            found.setdefault(proposal, _Newest(status, reason))
        return found

    def _deadlines(self, rows: Rows) -> defaultdict[int, list[Due]]:
        found: defaultdict[int, list[Due]] = defaultdict(list)
        for own, through_condition, article, cites, *due in rows:
            proposal = own or through_condition
            self.articles[proposal].add(article)
            if cites and proposal not in found:
                self.second_hand.add(proposal)
            found[proposal].append(Due(*due))
        return found

    def _conditions(self, rows: Rows) -> defaultdict[int, list[_Condition]]:
        found: defaultdict[int, list[_Condition]] = defaultdict(list)
        for proposal, article, pk, text, blocks, reached in rows:
            self.articles[proposal].add(article)
            found[proposal].append(_Condition(pk, text, blocks and reached != Progress.FULL))
        return found

    def _stances(self, rows: Rows) -> tuple[dict[tuple[int, int], str], defaultdict[int, set[int]]]:
        """The newest line of each party on each condition, and who has taken one on which proposal."""
        shown = {each.id for found in self.conditions.values() for each in found}
        stances: dict[tuple[int, int], str] = {}
        taken_by: defaultdict[int, set[int]] = defaultdict(set)
        by_proxy: dict[tuple[int, int], int] = {}
        for proposal, article, condition, party, stance, proxy in rows:
            if condition not in shown:
                continue
            self.articles[proposal].add(article)
            taken_by[proposal].add(party)
            stances[condition, party] = stance
            by_proxy[condition, party] = proposal if proxy else 0
        self.second_hand |= set(by_proxy.values()) - {0}
        return stances, taken_by

    def _parties(self, rows: Rows, taken_by: defaultdict[int, set[int]]) -> defaultdict[int, list[int]]:
        """The parties of each proposal in the one order of the record: those with a part in it, and those on record."""
        for proposal, party in rows:
            taken_by[proposal].add(party)
        named = sorted({party for parties in taken_by.values() for party in parties})
        order = {pk: n for n, (pk,) in enumerate(rows_of_each((parties_in_order,), named, self.reader)[0])}
        found: defaultdict[int, list[int]] = defaultdict(list)
        for proposal, parties in taken_by.items():
            found[proposal] = sorted(parties & order.keys(), key=order.__getitem__)
        return found
