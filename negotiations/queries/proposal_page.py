"""Everything the page of one proposal shows, as its reader may know it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from msgspec import Struct

from negotiations import models
from negotiations.enums import ArmingState, Progress, Stance
from negotiations.queries.accounts import ACCOUNT
from negotiations.queries.alerts import ALERT, Alert, alerts_for
from negotiations.queries.articles import ArticleRef
from negotiations.queries.changes import CHANGE, Change, changes_for
from negotiations.queries.claims import ClaimRef
from negotiations.queries.conditions import CONDITION, Condition, not_dropped
from negotiations.queries.deadlines import DEADLINE_DETAIL, DeadlineDetail
from negotiations.queries.divergences import (
    Divergence,
    Said,
    divergences_among,
    live_accounts,
    said_in,
)
from negotiations.queries.events import EVENT, Event
from negotiations.queries.parties import PARTY_REF, PartyRef
from negotiations.queries.planned_alerts import planned_alerts
from negotiations.queries.positions import POSITION, Position
from negotiations.queries.proposals import PROPOSAL_DETAIL, ProposalDetail
from negotiations.queries.reading import read, read_together
from negotiations.queries.shapes import OLDEST_FIRST, Reader
from negotiations.queries.texts import TEXT, Text
from negotiations.rules.answers import Answer, answer_to

AT_MOST = 200
CHANGES = 10
# The page reads these with more beside them.
_READ_APART = {"conditions", "deadlines", "divergences"}
_PROPOSAL = PROPOSAL_DETAIL.only(frozenset(PROPOSAL_DETAIL.struct.__struct_fields__) - _READ_APART)


class Cell(Struct):
    """One party and where it stands now; None when it is not on record. `dissent` lists persons against its line."""

    party: PartyRef
    position: Position | None
    dissent: list[Position]


class ConditionBlock(Struct):
    """A condition with a cell for each party concerned."""

    condition: Condition
    cells: list[Cell]

    @property
    def answer(self) -> Answer:
        return answer_to(Stance(cell.position.stance) if cell.position else None for cell in self.cells)

    @property
    def on_record(self) -> int:
        return sum(1 for cell in self.cells if cell.position)

    @property
    def holds_up(self) -> bool:
        """Whether it blocks the proposal now."""
        condition = self.condition
        return condition.blocks and condition.dropped_on is None and condition.progress != Progress.FULL


class SourceUse(Struct):
    """An article, and how many of the claims on the page it carries."""

    article: ArticleRef
    claims: int


class ArmedStage(Struct):
    """An alert that will go to this reader at `send_at` (UTC) unless the deadline moves or is settled.

    One that somebody `skipped` will not, but could again.
    """

    id: int
    deadline_id: int
    rule: str
    send_at: datetime
    skipped: bool


class ProposalPage(Struct):
    """One proposal with what hangs on it. `alerts` are only those this reader may know of."""

    proposal: ProposalDetail
    divergences: list[Divergence]
    own_cells: list[Cell]
    conditions: list[ConditionBlock]
    accounts: list[Said]
    texts: list[Text]
    deadlines: list[DeadlineDetail]
    events: list[Event]
    armed: list[ArmedStage]
    alerts: list[Alert]
    watchers: list[str]
    sources: list[SourceUse]
    changes: list[Change]


def proposal_page(reference: str, reader: Reader) -> ProposalPage | None:
    """The page of one proposal, None where this reader knows of none under that reference."""
    user, then = reader.user, reader.then
    known = _PROPOSAL.standing(models.Proposal.objects.visible_to(user), then).filter(reference=reference)
    keys = list(known.order_by().values_list("pk", "conditions"))
    if not keys:
        return None
    pk = keys[0][0]
    # By their keys: rows of the proposal or of a condition of it are then found by index, and not among all there are.
    of_it = Q(proposal=pk) | Q(condition__in=[condition for _, condition in keys if condition])
    due = F("due_at_then" if then else "due_at")
    deadlines = DEADLINE_DETAIL.standing(models.Deadline.objects.visible_to(user).filter(of_it), then)
    conditions = CONDITION.standing(models.Condition.objects.visible_to(user).filter(proposal=pk), then)
    positions = POSITION.standing(models.Position.objects.visible_to(user).filter(of_it), then)
    events = EVENT.standing(models.Event.objects.visible_to(user).filter(bears_on__proposal=pk), then)
    texts = TEXT.standing(models.ProposalText.objects.visible_to(user).filter(proposal=pk), then)
    # What is planned, sent and watched is today's: it says nothing of a past day.
    alerts = alerts_for(user).filter(Q(deadline__in=deadlines.order_by().values("pk")))
    found = read_together(
        (
            (known, _PROPOSAL),
            (deadlines.order_by(due.asc(nulls_last=True), "pk")[:AT_MOST], DEADLINE_DETAIL),
            (conditions.filter(not_dropped(reader)).order_by("display_order", "pk")[:AT_MOST], CONDITION),
            (positions.order_by(*OLDEST_FIRST), POSITION),
            (events.order_by(F("occurred_at").desc(nulls_last=True), "-pk")[:AT_MOST], EVENT),
            (live_accounts([pk], reader), ACCOUNT),
            (texts.order_by("-pk")[:AT_MOST], TEXT),
            (alerts.none() if then else alerts.order_by("send_at", "pk")[:AT_MOST], ALERT),
            (_changes(pk, deadlines, conditions, reader), CHANGE),
        ),
        reader,
    )
    return _laid_out(found, reader)


def _laid_out(found: list[list[Any]], reader: Reader) -> ProposalPage:
    (proposal,), deadlines, conditions, positions, events, live, texts, alerts, changes = found
    differing = divergences_among(live)
    parties = _parties(proposal, positions, reader)
    own = [position for position in positions if position.condition is None]
    shown = (proposal, deadlines, conditions, positions, live, texts, events)
    return ProposalPage(
        proposal=proposal,
        divergences=differing,
        own_cells=_cells(parties, own) if own else [],
        conditions=[ConditionBlock(each, _cells(parties, _on(positions, each.id))) for each in conditions],
        accounts=said_in(live, differing),
        texts=texts,
        deadlines=deadlines,
        events=events,
        armed=[] if reader.then else _armed([deadline.id for deadline in deadlines], reader),
        alerts=alerts,
        watchers=[] if reader.then else _watchers(proposal.id, reader),
        sources=_sources(claim for part in shown for claim in _claims_in(part)),
        changes=changes,
    )


def _parties(proposal: ProposalDetail, positions: list[Position], reader: Reader) -> list[PartyRef]:
    """Those with a part in the proposal and those on record about it, in the one order of the record."""
    ids = {seat.party.id for seat in proposal.involvements if seat.party}
    ids |= {position.party.id for position in positions if position.party}
    return read(models.Party.objects.visible_to(reader.user).filter(pk__in=ids), PARTY_REF, reader)


def _on(positions: list[Position], condition: int) -> list[Position]:
    return [position for position in positions if position.condition and position.condition.id == condition]


def _cells(parties: list[PartyRef], positions: list[Position]) -> list[Cell]:
    """The newest line of each party, from positions that come oldest first."""
    lines: dict[int, Position] = {}
    dissent: dict[int, list[Position]] = {}
    for position in positions:
        if position.party is None:
            continue
        if position.dissent:
            dissent.setdefault(position.party.id, []).append(position)
        else:
            lines[position.party.id] = position
    return [Cell(party, lines.get(party.id), dissent.get(party.id, [])) for party in parties]


def _armed(deadlines: list[int], reader: Reader) -> list[ArmedStage]:
    rows = models.ArmedAlert.objects.visible_to(reader.user).filter(deadline__in=deadlines)
    planned = planned_alerts(reader.user, rows, most=AT_MOST, states=(ArmingState.ARMED, ArmingState.SKIPPED))
    return [
        ArmedStage(row.pk, row.deadline_id, row.rule, send_at, row.state == ArmingState.SKIPPED)
        for row, send_at in planned
        if row.state == ArmingState.ARMED or send_at > reader.now
    ]


def _watchers(proposal: int, reader: Reader) -> list[str]:
    rows = models.Subscription.objects.visible_to(reader.user).filter(proposal=proposal, ended_at=None)
    return sorted(str(row.user) for row in rows.select_related("user")[:AT_MOST])


def _claims_in(part: Any) -> Iterator[ClaimRef]:
    """Every claim that anything shown rests on."""
    if isinstance(part, ClaimRef):
        yield part
    elif isinstance(part, Struct):
        for name in part.__struct_fields__:
            yield from _claims_in(getattr(part, name))
    elif isinstance(part, list):
        for each in part:
            yield from _claims_in(each)


def _sources(claims: Iterable[ClaimRef]) -> list[SourceUse]:
    """The articles behind the claims, the one that carries most first."""
    known = {claim.id: claim.article for claim in claims}
    articles = {article.id: article for article in known.values() if article}
    carried = Counter(article.id for article in known.values() if article)
    return [SourceUse(articles[id_], count) for id_, count in carried.most_common()]


def _changes(
    proposal: int, deadlines: QuerySet[Any], conditions: QuerySet[Any], reader: Reader
) -> QuerySet[models.Change]:
    """The newest changes of the proposal's own rows."""
    of_it = Q(noun="proposal", object_id=proposal)
    for noun, rows in (("deadline", deadlines), ("condition", conditions)):
        of_it |= Q(noun=noun, object_id__in=rows.order_by().values("pk"))
    rows = changes_for(reader.user).filter(of_it)
    if reader.then:
        rows = rows.filter(recorded_at__lte=reader.then.known_at or reader.then.as_of)
    return rows.order_by("-sequence")[:CHANGES]
