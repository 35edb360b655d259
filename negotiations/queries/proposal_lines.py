"""Proposals as lines of a list: status, movement, next date, positions on record, what blocks them.

Any number of proposals is read in nine statements.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple

import msgspec
from django.db.models import F, Q

from negotiations.enums import DeadlineKind, Precision, Progress
from negotiations.models import (
    Condition,
    Deadline,
    Involvement,
    Party,
    Position,
    Proposal,
    StatusChange,
    Subscription,
    TrendAssessment,
)
from negotiations.models.proposals import ProposalQuerySet
from negotiations.queries.momentum import momentum_by_proposal
from negotiations.queries.shapes import Reader


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
    def kind_word(self) -> str:
        return str(DeadlineKind(self.kind).label)

    @property
    def to_the_day(self) -> bool:
        """Whether the source gives a day and no hour."""
        return self.precision not in {Precision.HOUR, Precision.MINUTE}


def due_of(row: Deadline) -> Due:
    """A deadline that has a date, as a list shows it."""
    if row.due_on is None or row.due_at is None:
        raise ValueError("only a deadline with a date has time left")
    return Due(row.title, row.kind, row.status, row.due_on, row.due_at, row.due_precision, row.due_zone)


class ProposalLine(msgspec.Struct, frozen=True):
    """`deadlines` are the open ones with a date, nearest first; one that has ended has no momentum ("").

    `units` holds, for each condition in order, the stance of each party in order; "" is not on record.
    `articles` are the ids of those that its status, deadlines, conditions and positions rest on.
    """

    reference: str
    title: str
    name: str
    summary: str
    status: str
    status_reason: str
    momentum: str
    because: str
    trend: str
    trend_reason: str
    deadlines: tuple[Due, ...]
    units: tuple[tuple[str, ...], ...]
    blocked_by: tuple[str, ...]
    owner: str
    checked_at: datetime | None
    opened_at: datetime
    watched: bool
    articles: frozenset[int]

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
    rows = list(proposals.select_related("owner"))
    if not rows:
        return []
    children = _Children([row.pk for row in rows], reader)
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
        self.ids = ids
        self.user = reader.user
        self.momentum = momentum_by_proposal(ids, reader)
        self.articles: defaultdict[int, set[int]] = defaultdict(set)
        self.statuses = self._statuses()
        self.trends = self._trends()
        self.deadlines = self._deadlines()
        self.conditions = self._conditions()
        self.stances, taken_by = self._stances()
        self.parties = self._parties(taken_by)
        watching = Subscription.objects.visible_to(self.user).filter(user=self.user, ended_at=None, proposal__in=ids)
        self.watched = set(watching.values_list("proposal_id", flat=True))

    def line(self, row: Proposal) -> ProposalLine:
        conditions = self.conditions[row.pk]
        status, trend = self.statuses.get(row.pk), self.trends.get(row.pk)
        momentum = self.momentum.get(row.pk)
        return ProposalLine(
            reference=row.reference,
            title=row.title,
            name=row.short_title or row.title,
            summary=row.summary,
            status=row.status,
            status_reason=status.reason if status else "",
            momentum=momentum.code if momentum else "",
            because=momentum.because if momentum else "",
            trend=trend.value if trend else "",
            trend_reason=trend.reason if trend else "",
            deadlines=tuple(self.deadlines[row.pk]),
            units=tuple(
                tuple(self.stances.get((condition.id, party), "") for party in self.parties[row.pk])
                for condition in conditions
            ),
            blocked_by=tuple(condition.text for condition in conditions if condition.blocks),
            owner=str(row.owner) if row.owner else "",
            checked_at=row.last_checked_at,
            opened_at=row.recorded_at,
            watched=row.pk in self.watched,
            articles=frozenset(self.articles[row.pk]),
        )

    def _statuses(self) -> dict[int, _Newest]:
        rows = StatusChange.objects.visible_to(self.user).filter(proposal__in=self.ids)
        found: dict[int, _Newest] = {}
        columns = ("proposal_id", "status", "reason", "claim__article_id")
        for proposal, status, reason, article in rows.newest_first().values_list(*columns):
            self.articles[proposal].add(article)
            found.setdefault(proposal, _Newest(status, reason))
        return found

    def _trends(self) -> dict[int, _Newest]:
        rows = TrendAssessment.objects.visible_to(self.user).filter(proposal__in=self.ids).exclude(trend="")
        ordered = rows.order_by(F("stated_at").asc(nulls_first=True), "recorded_at", "pk")
        columns = ("proposal_id", "trend", "reason")
        return {proposal: _Newest(*rest) for proposal, *rest in ordered.values_list(*columns)}

    def _deadlines(self) -> defaultdict[int, list[Due]]:
        rows = (
            Deadline.objects.visible_to(self.user)
            .open()
            .filter(Q(proposal__in=self.ids) | Q(condition__proposal__in=self.ids), due_at__isnull=False)
            .order_by("due_at", "pk")
        )
        found: defaultdict[int, list[Due]] = defaultdict(list)
        columns = (
            *("proposal_id", "condition__proposal_id", "claim__article_id"),
            *("title", "kind", "status", "due_on", "due_at", "due_precision", "due_zone"),
        )
        for own, through_condition, article, *due in rows.values_list(*columns):
            proposal = own or through_condition
            self.articles[proposal].add(article)
            found[proposal].append(Due(*due))
        return found

    def _conditions(self) -> defaultdict[int, list[_Condition]]:
        rows = Condition.objects.visible_to(self.user).filter(proposal__in=self.ids, dropped_on=None)
        found: defaultdict[int, list[_Condition]] = defaultdict(list)
        columns = ("proposal_id", "claim__article_id", "id", "text", "blocks", "progress")
        for proposal, article, pk, text, blocks, progress in rows.values_list(*columns):
            self.articles[proposal].add(article)
            found[proposal].append(_Condition(pk, text, blocks and progress != Progress.FULL))
        return found

    def _stances(self) -> tuple[dict[tuple[int, int], str], defaultdict[int, set[int]]]:
        """The newest line of each party on each condition, and who has taken one on which proposal."""
        rows = Position.objects.visible_to(self.user).filter(
            condition__proposal__in=self.ids, condition__dropped_on=None, dissent=False
        )
        oldest_first = rows.order_by(F("stated_at").asc(nulls_first=True), "recorded_at", "pk")
        stances: dict[tuple[int, int], str] = {}
        taken_by: defaultdict[int, set[int]] = defaultdict(set)
        columns = ("condition__proposal_id", "claim__article_id", "condition_id", "party_id", "stance")
        for proposal, article, condition, party, stance in oldest_first.values_list(*columns):
            self.articles[proposal].add(article)
            taken_by[proposal].add(party)
            stances[condition, party] = stance
        return stances, taken_by

    def _parties(self, taken_by: defaultdict[int, set[int]]) -> defaultdict[int, list[int]]:
        """The parties of each proposal in the one order of the record: those with a part in it, and those on record."""
        seats = Involvement.objects.visible_to(self.user).filter(proposal__in=self.ids, party__isnull=False)
        for proposal, party in seats.values_list("proposal_id", "party_id"):
            taken_by[proposal].add(party)
        named = {party for parties in taken_by.values() for party in parties}
        order = {
            pk: n
            for n, pk in enumerate(
                Party.objects.visible_to(self.user).filter(pk__in=named).values_list("pk", flat=True)
            )
        }
        found: defaultdict[int, list[int]] = defaultdict(list)
        for proposal, parties in taken_by.items():
            found[proposal] = sorted(parties & order.keys(), key=order.__getitem__)
        return found
