"""Everything the page of one proposal shows, as its reader may know it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from msgspec import Struct

from negotiations import models
from negotiations.enums import Progress, Stance
from negotiations.queries import proposal_parts as parts
from negotiations.queries.changes import Change, changes_for
from negotiations.queries.cited import ConditionRef, ProposalRef
from negotiations.queries.claims import ClaimRef
from negotiations.queries.conditions import ConditionDetail, not_dropped
from negotiations.queries.deadlines import DeadlineDetail
from negotiations.queries.dependencies import still_waits
from negotiations.queries.divergences import (
    Divergence,
    Said,
    divergences_among,
    live_accounts,
    said_in,
)
from negotiations.queries.events import Event
from negotiations.queries.lineage import Lineage, lineage_from, ties_of
from negotiations.queries.parties import PartyRef
from negotiations.queries.proposal_parts import KeptArticle, SentAlert, Stand
from negotiations.queries.proposals import ProposalDetail
from negotiations.queries.proposed_changes import ProposedChange
from negotiations.queries.reading import read_together
from negotiations.queries.shapes import OLDEST_FIRST, Reader
from negotiations.queries.texts import Text
from negotiations.rules.answers import Answer, answer_to

AT_MOST = 200
CHANGES = 10
MOST_WAITING = 50


class Cell(Struct):
    """One party and where it stands now; None when it is not on record. `dissent` lists persons against its line."""

    party: PartyRef
    position: Stand | None
    dissent: list[Stand]


class ConditionBlock(Struct):
    """A condition with a cell for each party concerned; `needed` must still come before it."""

    condition: ConditionDetail
    cells: list[Cell]
    needed: list[ConditionRef]

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

    article: KeptArticle
    claims: int


class Watching(Struct):
    """Who watches the proposal by itself; and what of this its reader does: it, its negotiation, which parties."""

    watchers: list[str]
    proposal: bool
    negotiation: bool
    parties: set[int]


class ProposalPage(Struct):
    """One proposal with what hangs on it. `alerts` are only those this reader may know of."""

    proposal: ProposalDetail
    home: models.Negotiation
    divergences: list[Divergence]
    own_cells: list[Cell]
    conditions: list[ConditionBlock]
    accounts: list[Said]
    texts: list[Text]
    deadlines: list[DeadlineDetail]
    events: list[Event]
    alerts: list[SentAlert]
    waiting: list[ProposedChange]
    family: Lineage
    sources: list[SourceUse]
    changes: list[Change]


def proposal_page(reference: str, reader: Reader) -> ProposalPage | None:
    """The page of one proposal, None where this reader knows of none under that reference."""
    user, then = reader.user, reader.then
    known = parts.PROPOSAL.standing(models.Proposal.objects.visible_to(user), then).filter(reference=reference)
    found = _found(known)
    if not found:
        return None
    pk, home = found[0].pk, found[0].negotiation
    # By their keys: rows of the proposal or of a condition of it are then found by index, and not among all there are.
    of_it = Q(proposal=pk) | Q(condition__in=[row.condition_key for row in found if row.condition_key])
    due = F("due_at_then" if then else "due_at")
    deadlines = parts.DEADLINE.standing(models.Deadline.objects.visible_to(user).filter(of_it), then)
    conditions = parts.CONDITION.standing(models.Condition.objects.visible_to(user).filter(proposal=pk), then)
    positions = parts.STAND.standing(models.Position.objects.visible_to(user).filter(of_it), then)
    events = parts.EVENT.standing(models.Event.objects.visible_to(user).filter(bears_on__proposal=pk), then)
    texts = parts.TEXT.standing(models.ProposalText.objects.visible_to(user).filter(proposal=pk), then)
    # What was sent and what waits is today's: it says nothing of a past day.
    alerts = parts.ALERT.scoped(user).filter(deadline__in=deadlines.order_by().values("pk"))
    waiting = models.ProposedChange.objects.visible_to(user).waiting().filter(proposal=pk)
    read = read_together(
        (
            (known, parts.PROPOSAL),
            (deadlines.order_by(due.asc(nulls_last=True), "pk")[:AT_MOST], parts.DEADLINE),
            (conditions.filter(not_dropped(reader)).order_by("display_order", "pk")[:AT_MOST], parts.CONDITION),
            (positions.order_by(*OLDEST_FIRST), parts.STAND),
            (events.order_by(F("occurred_at").desc(nulls_last=True), "-pk")[:AT_MOST], parts.EVENT),
            (live_accounts([pk], reader), parts.ACCOUNT),
            (texts.order_by("-pk")[:AT_MOST], parts.TEXT),
            (alerts.none() if then else alerts.order_by("send_at", "pk")[:AT_MOST], parts.ALERT),
            (waiting.none() if then else waiting.order_by("-pk")[:MOST_WAITING], parts.WAITING),
            (ties_of({pk}, reader), parts.TIE),
            (_changes(pk, deadlines, conditions, reader), parts.CHANGE),
        ),
        reader,
    )
    return _laid_out(read, home, reader)


def watching(proposal: int, home: int, parties: Collection[int], reader: Reader) -> Watching:
    """Who watches the proposal, and what of it and of what it touches this reader does."""
    mine = Q(user=reader.user)
    beside = mine & (Q(watched_negotiation=home) | Q(party__in=parties))
    rows = models.Subscription.objects.visible_to(reader.user).filter(Q(proposal=proposal) | beside, ended_at=None)
    mine_first = ExpressionWrapper(mine, output_field=BooleanField()).desc()
    found = list(rows.select_related("user").order_by(mine_first, "user_id", "pk")[:AT_MOST])
    own = [row for row in found if row.user_id == reader.user.pk]
    return Watching(
        watchers=sorted(str(row.user) for row in found if row.proposal_id),
        proposal=any(row.proposal_id for row in own),
        negotiation=any(row.watched_negotiation_id for row in own),
        parties={row.party_id for row in own if row.party_id},
    )


def _found(known: QuerySet[Any]) -> list[Any]:
    """The proposal with its negotiation, once for each of its conditions, whose key it carries; or once without any."""
    rows = known.order_by().select_related("negotiation").only("negotiation")
    return list(rows.annotate(condition_key=F("conditions")))


def _laid_out(found: list[list[Any]], home: models.Negotiation, reader: Reader) -> ProposalPage:
    (proposal,), deadlines, conditions, positions, events, live, texts, alerts, waiting, ties, changes = found
    differing = divergences_among(live)
    parties = _parties(proposal, positions)
    own = [position for position in positions if position.condition_id is None]
    shown = (proposal, ties, deadlines, conditions, positions, live, texts, events)
    named = ProposalRef(proposal.id, proposal.reference, proposal.title, proposal.short_title)
    return ProposalPage(
        proposal=proposal,
        home=home,
        divergences=differing,
        own_cells=_cells(parties, own) if own else [],
        conditions=[
            ConditionBlock(
                each,
                _cells(parties, [one for one in positions if one.condition_id == each.id]),
                [need.needs for need in each.needs if need.needs and still_waits(need, reader)],
            )
            for each in conditions
        ],
        accounts=said_in(live, differing),
        texts=texts,
        deadlines=deadlines,
        events=events,
        alerts=alerts,
        waiting=waiting,
        family=lineage_from(named, ties, reader),
        sources=_sources(claim for part in shown for claim in _claims_in(part)),
        changes=changes,
    )


def _parties(proposal: ProposalDetail, positions: list[Stand]) -> list[PartyRef]:
    """Those with a part in the proposal and those on record about it, in the one order of the record."""
    named: list[Any] = [seat.party for seat in proposal.involvements] + [position.party for position in positions]
    met = {party.id: party for party in named if party}
    return sorted(met.values(), key=lambda party: party.place)


def _cells(parties: list[PartyRef], positions: list[Stand]) -> list[Cell]:
    """The newest line of each party, from positions that come oldest first."""
    lines: dict[int, Stand] = {}
    dissent: dict[int, list[Stand]] = {}
    for position in positions:
        if position.party is None:
            continue
        if position.dissent:
            dissent.setdefault(position.party.id, []).append(position)
        else:
            lines[position.party.id] = position
    return [Cell(party, lines.get(party.id), dissent.get(party.id, [])) for party in parties]


def _claims_in(part: Any) -> Iterator[ClaimRef]:
    """Every claim that anything shown rests on."""
    if isinstance(part, parts.CLAIM.struct):
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
    articles: dict[int, Any] = {article.id: article for article in known.values() if article}
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
