"""What each party has said about each condition: conditions down, grouped by proposal, parties across."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.text import slugify
from msgspec import Struct

from negotiations import models
from negotiations.enums import ClaimStanding, Stance
from negotiations.models.known_values import known_value
from negotiations.queries.conditions import CONDITION, Condition, not_dropped
from negotiations.queries.divergences import differing_accounts
from negotiations.queries.known_proposals import names
from negotiations.queries.parties import PARTY, Party
from negotiations.queries.positions import POSITION, Position
from negotiations.queries.reading import read
from negotiations.queries.shapes import OLDEST_FIRST, Reader, stood
from negotiations.rules.answers import Answer, answer_to

PROPOSALS, CONDITIONS, POSITIONS, PARTIES = 60, 300, 3000, 12
WEEK = timedelta(days=7)


class MatrixCell(Struct):
    """One party on one condition: its line, oldest first, and persons against it. `key` is the cell's address.

    `concerned`: whether it has a part in the proposal or is on record about it.
    """

    key: str
    party: Party
    concerned: bool
    line: list[Position]
    dissent: list[Position]

    @property
    def position(self) -> Position | None:
        return self.line[-1] if self.line else None

    @property
    def disputed(self) -> list[Position]:
        """What the newest position is disputed by: another stance of the same day, or its claim is in dispute."""
        newest = self.position
        if newest is None:
            return []
        same_day = [each for each in self.line[:-1] if each.stated_on == newest.stated_on and newest.stated_on]
        others = [each for each in same_day if each.stance != newest.stance]
        in_doubt = newest.claim is not None and newest.claim.standing == ClaimStanding.DISPUTED
        return others or ([newest] if in_doubt else [])


class MatrixRow(Struct):
    """A condition; None for the proposal as a whole."""

    condition: Condition | None
    cells: list[MatrixCell]
    changed: bool

    @property
    def answer(self) -> Answer:
        concerned = [cell.position for cell in self.cells if cell.concerned]
        return answer_to(Stance(position.stance) if position else None for position in concerned)

    @property
    def on_record(self) -> int:
        return sum(1 for cell in self.cells if cell.line)

    @property
    def contested(self) -> bool:
        return self.answer == Answer.CONTESTED or any(cell.disputed for cell in self.cells)

    @property
    def unanswered(self) -> bool:
        return self.answer in {Answer.NOBODY, Answer.UNANSWERED}


class MatrixGroup(Struct):
    """A proposal with its rows. `disputed`: the parties' accounts of it differ, or only one side gives some point."""

    reference: str
    title: str
    status: str
    disputed: bool
    rows: list[MatrixRow]


class PositionMatrix(Struct):
    """One negotiation. `parties` are the columns, in the order of the record; `more_parties` found no room."""

    negotiation: str
    parties: list[Party]
    more_parties: int
    groups: list[MatrixGroup]

    @property
    def rows(self) -> list[MatrixRow]:
        return [row for group in self.groups for row in group.rows]

    def coverage(self, party: Party) -> tuple[int, int]:
        """On how many rows the party is on record, and how many concern it."""
        own = [cell for row in self.rows for cell in row.cells if cell.party.id == party.id and cell.concerned]
        return sum(1 for cell in own if cell.line), len(own)


class Matrices(Struct):
    """One matrix for each negotiation, and the ids of all positions in them."""

    matrices: list[PositionMatrix]
    ids: list[int]


def position_matrices(
    proposals: QuerySet[models.Proposal], positions: QuerySet[models.Position], reader: Reader, *, bare: bool
) -> Matrices:
    """The matrices of these proposals from these positions, both scoped and standing on the day that is looked at.

    `bare`: conditions that nobody has taken a position on are rows too.
    """
    columns = (
        "pk",
        "reference",
        *names(reader.then),
        "status_then" if reader.then else "status",
        "negotiation__name",
    )
    held = [_Held(*row) for row in proposals.values_list(*columns)[:PROPOSALS]]
    ids = [each.id for each in held]
    known = models.Condition.objects.visible_to(reader.user).filter(not_dropped(reader), proposal__in=ids)
    ordered = CONDITION.standing(known, reader.then).order_by("display_order", "pk")
    conditions = read(ordered[:CONDITIONS], CONDITION, reader)
    of_them = Q(proposal__in=ids) | Q(condition__in=[each.id for each in conditions])
    taken = read(positions.filter(of_them).order_by(*OLDEST_FIRST)[:POSITIONS], POSITION, reader)
    rows = _Rows(conditions, taken, reader)
    seats = models.Involvement.objects.visible_to(reader.user).filter(proposal__in=ids, party__isnull=False)
    party_then = known_value(models.Involvement, "party", reader.then.known_at if reader.then else None)
    for proposal, party in stood(seats, reader.then).values_list("proposal_id", party_then):
        rows.concerned[proposal].add(party)
    everybody = {party for parties in rows.concerned.values() for party in parties}
    parties = read(models.Party.objects.visible_to(reader.user).filter(pk__in=everybody), PARTY, reader)
    rows.disputed = set(differing_accounts(reader).filter(proposal__in=ids).values_list("proposal_id", flat=True))
    homes = dict.fromkeys(each.negotiation for each in held)
    found = [
        _matrix(name, [each for each in held if each.negotiation == name], parties, rows, bare=bare) for name in homes
    ]
    return Matrices([matrix for matrix in found if matrix.groups], [position.id for position in taken])


def _matrix(name: str, held: list[_Held], parties: list[Party], rows: _Rows, *, bare: bool) -> PositionMatrix:
    concerned = {party for each in held for party in rows.concerned[each.id]}
    own = [party for party in parties if party.id in concerned]
    columns = own[:PARTIES]
    groups = [
        MatrixGroup(each.reference, each.name, each.status, each.id in rows.disputed, rows.of(each, columns, bare=bare))
        for each in held
    ]
    return PositionMatrix(name, columns, len(own) - len(columns), [group for group in groups if group.rows or bare])


class _Held(NamedTuple):
    """A proposal, as its group is headed."""

    id: int
    reference: str
    short_title: str
    title: str
    status: str
    negotiation: str

    @property
    def name(self) -> str:
        return self.short_title or self.title


class _Rows:
    """Builds rows from positions that come oldest first.

    `concerned` holds the parties of each proposal, `disputed` the proposals of which accounts differ.
    """

    def __init__(self, conditions: list[Condition], taken: list[Position], reader: Reader) -> None:
        self.since = reader.now - WEEK
        self.conditions: defaultdict[int, list[Condition]] = defaultdict(list)
        self.by_condition: defaultdict[int, list[Position]] = defaultdict(list)
        self.by_proposal: defaultdict[int, list[Position]] = defaultdict(list)
        self.concerned: defaultdict[int, set[int]] = defaultdict(set)
        self.disputed: set[int] = set()
        home = {}
        for condition in conditions:
            if condition.proposal:
                self.conditions[condition.proposal.id].append(condition)
                home[condition.id] = condition.proposal.id
        for position in taken:
            if position.condition:
                self.by_condition[position.condition.id].append(position)
                proposal = home[position.condition.id]
            elif position.proposal:
                self.by_proposal[position.proposal.id].append(position)
                proposal = position.proposal.id
            if position.party:
                self.concerned[proposal].add(position.party.id)

    def of(self, held: _Held, columns: list[Party], *, bare: bool) -> list[MatrixRow]:
        named = Counter(slugify(party.name) for party in columns)
        seats = self.concerned[held.id]
        whole = self.by_proposal[held.id]
        rows = [self._row(held.reference, None, whole, columns, named, seats)] if whole else []
        for condition in self.conditions[held.id]:
            taken = self.by_condition[condition.id]
            if bare or taken:
                rows.append(self._row(condition.reference, condition, taken, columns, named, seats))
        return rows

    def _row(  # noqa: PLR0917 - all that a row is made of
        self,
        reference: str,
        condition: Condition | None,
        taken: list[Position],
        columns: list[Party],
        named: Counter[str],
        seats: set[int],
    ) -> MatrixRow:
        cells = []
        for party in columns:
            own = [each for each in taken if each.party and each.party.id == party.id]
            slug = slugify(party.name)
            key = f"{reference}.{slug if slug and named[slug] == 1 else party.id}"
            line = [each for each in own if not each.dissent]
            cells.append(MatrixCell(key, party, party.id in seats, line, [each for each in own if each.dissent]))
        changed = any((each.stated_at or each.recorded_at) > self.since for each in taken)
        return MatrixRow(condition, cells, changed)
