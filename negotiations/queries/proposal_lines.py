"""Proposals as lines of a list: status, movement, next date, positions on record, what blocks them.

Any number of proposals is read in nine statements.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec
from django.db.models import F, Q, QuerySet

from negotiations.enums import DeadlineKind, Precision, Progress, ProposalKind
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
from negotiations.models.written_codes import AmongCodes
from negotiations.queries.conditions import CONDITION, not_dropped
from negotiations.queries.deadlines import DEADLINE
from negotiations.queries.momentum import momentum_by_proposal
from negotiations.queries.shapes import Reader, Then, stood
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES
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
    def kind_word(self) -> str:
        return str(DeadlineKind(self.kind).label)

    @property
    def to_the_day(self) -> bool:
        """Whether the source gives a day and no hour."""
        return self.precision not in {Precision.HOUR, Precision.MINUTE}


_DUE = ("title", "kind", "status", "due_on", "due_at", "due_precision", "due_zone")


def open_and_dated(deadlines: QuerySet[Deadline], then: Then | None) -> QuerySet[Deadline]:
    """Those with a date and no outcome, nearest first; on a past day by how they were read then."""
    if then is None:
        still_open = deadlines.filter(AmongCodes(F("status"), OPEN_DEADLINES), due_at__isnull=False)
        return still_open.order_by("due_at", "pk")
    was_open = Q(("status_then__in", OPEN_DEADLINES), ("due_at_then__isnull", False))
    return DEADLINE.standing(deadlines, then).filter(was_open).order_by("due_at_then", "pk")


def due_columns(then: Then | None) -> list[str]:
    """Where the fields of `Due` are read, in their order."""
    return [f"{name}_then" if then and name in DEADLINE.then else name for name in _DUE]


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
    rows = list(proposals.select_related("owner", "negotiation"))
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
        self.reader = reader
        self.then = reader.then
        self.momentum = momentum_by_proposal(ids, reader)
        self.articles: defaultdict[int, set[int]] = defaultdict(set)
        self.second_hand: set[int] = set()
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
        title, short_title, summary = (_worded(row, name) for name in ("title", "short_title", "summary"))
        return ProposalLine(
            id=row.pk,
            reference=row.reference,
            negotiation=row.negotiation.name,
            kind=row.kind,
            title=title,
            short_title=short_title,
            summary=summary,
            status=status.value if status and self.then else row.status,
            status_reason=status.reason if status else "",
            momentum=momentum.code if momentum else "",
            because=momentum.because if momentum else "",
            moved_at=momentum.last_moved_at if momentum else None,
            trend=trend.value if trend else "",
            trend_reason=trend.reason if trend else "",
            deadlines=tuple(self.deadlines[row.pk]),
            units=tuple(
                tuple(self.stances.get((condition.id, party), "") for party in self.parties[row.pk])
                for condition in conditions
            ),
            blocked_by=tuple(condition.text for condition in conditions if condition.blocks),
            owner=str(row.owner) if row.owner and not self.then else "",
            checked_at=None if self.then else row.last_checked_at,
            check_after_days=row.negotiation.unchecked_after_days,
            opened=WorldMoment(row.opened_on, row.opened_at, Precision(row.opened_precision), row.opened_zone),
            recorded_at=row.recorded_at,
            changed_at=None if self.then else row.changed_at,
            watched=row.pk in self.watched,
            articles=frozenset(self.articles[row.pk]),
            second_hand=row.pk in self.second_hand,
        )

    def _statuses(self) -> dict[int, _Newest]:
        rows: Any = stood(StatusChange.objects.visible_to(self.user).filter(proposal__in=self.ids), self.then)
        found: dict[int, _Newest] = {}
        columns = ("proposal_id", "status", "reason", "claim__article_id")
        for proposal, status, reason, article in rows.newest_first().values_list(*columns):
            self.articles[proposal].add(article)
            found.setdefault(proposal, _Newest(status, reason))
        return found

    def _trends(self) -> dict[int, _Newest]:
        rows = TrendAssessment.objects.visible_to(self.user).filter(proposal__in=self.ids).exclude(trend="")
        ordered = stood(rows, self.then).order_by(F("stated_at").asc(nulls_first=True), "recorded_at", "pk")
        columns = ("proposal_id", "trend", "reason")
        return {proposal: _Newest(*rest) for proposal, *rest in ordered.values_list(*columns)}

    def _deadlines(self) -> defaultdict[int, list[Due]]:
        of_them = Q(proposal__in=self.ids) | Q(condition__proposal__in=self.ids)
        rows = open_and_dated(Deadline.objects.visible_to(self.user).filter(of_them), self.then)
        found: defaultdict[int, list[Due]] = defaultdict(list)
        columns = (
            *("proposal_id", "condition__proposal_id", "claim__article_id", "claim__article__cites_id"),
            *due_columns(self.then),
        )
        for own, through_condition, article, cites, *due in rows.values_list(*columns):
            proposal = own or through_condition
            self.articles[proposal].add(article)
            if cites and proposal not in found:
                self.second_hand.add(proposal)
            found[proposal].append(Due(*due))
        return found

    def _conditions(self) -> defaultdict[int, list[_Condition]]:
        known = Condition.objects.visible_to(self.user).filter(not_dropped(self.reader), proposal__in=self.ids)
        rows = CONDITION.standing(known, self.then)
        found: defaultdict[int, list[_Condition]] = defaultdict(list)
        progress = "progress_then" if self.then else "progress"
        columns = ("proposal_id", "claim__article_id", "id", "text", "blocks", progress)
        for proposal, article, pk, text, blocks, reached in rows.values_list(*columns):
            self.articles[proposal].add(article)
            found[proposal].append(_Condition(pk, text, blocks and reached != Progress.FULL))
        return found

    def _stances(self) -> tuple[dict[tuple[int, int], str], defaultdict[int, set[int]]]:
        """The newest line of each party on each condition, and who has taken one on which proposal."""
        rows = Position.objects.visible_to(self.user).filter(condition__proposal__in=self.ids, dissent=False)
        of_those = rows.filter(condition__in=[each.id for found in self.conditions.values() for each in found])
        oldest_first = stood(of_those, self.then).order_by(F("stated_at").asc(nulls_first=True), "recorded_at", "pk")
        stances: dict[tuple[int, int], str] = {}
        taken_by: defaultdict[int, set[int]] = defaultdict(set)
        by_proxy: dict[tuple[int, int], int] = {}
        columns = ("condition__proposal_id", "claim__article_id", "condition_id", "party_id", "stance", "by_proxy")
        for proposal, article, condition, party, stance, proxy in oldest_first.values_list(*columns):
            self.articles[proposal].add(article)
            taken_by[proposal].add(party)
            stances[condition, party] = stance
            by_proxy[condition, party] = proposal if proxy else 0
        self.second_hand |= set(by_proxy.values()) - {0}
        return stances, taken_by

    def _parties(self, taken_by: defaultdict[int, set[int]]) -> defaultdict[int, list[int]]:
        """The parties of each proposal in the one order of the record: those with a part in it, and those on record."""
        seats = Involvement.objects.visible_to(self.user).filter(proposal__in=self.ids, party__isnull=False)
        for proposal, party in stood(seats, self.then).values_list("proposal_id", "party_id"):
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


def _worded(row: Proposal, name: str) -> str:
    """A text as `known_proposals` found it on the day that is looked at, or today's."""
    text: str = getattr(row, f"{name}_then", getattr(row, name))
    return text
