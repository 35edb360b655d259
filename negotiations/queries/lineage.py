"""Where a proposal comes from and what came of it: its whole family, walked in both directions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import LineageKind
from negotiations.queries.bounds import Id
from negotiations.queries.cited import PROPOSAL_REF, ProposalRef
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader, Shape

FURTHEST, AT_MOST = 12, 200


class Tie(Struct):
    """`proposal` `kind` `other`: revises it, renews it, is part of it."""

    id: Id
    kind: LineageKind
    proposal: ProposalRef | None
    other: ProposalRef | None
    claim: ClaimRef | None


class Lineage(Struct):
    """A proposal with every tie of its family, the nearest first; at most 12 steps away and 200 ties."""

    proposal: ProposalRef
    ties: Annotated[list[Tie], Meta(max_length=AT_MOST)]

    @property
    def relatives(self) -> list[ProposalRef]:
        """Every other proposal of the family, the nearest first."""
        ends = [end for tie in self.ties for end in (tie.proposal, tie.other) if end]
        return list({end.id: end for end in ends if end.id != self.proposal.id}.values())


TIE = Shape(
    Tie,
    models.Lineage,
    refs={"proposal": PROPOSAL_REF, "other": PROPOSAL_REF, "claim": CLAIM_REF},
)


def lineage(reference: str, reader: Reader) -> Lineage | None:
    """The family of a proposal on the day that is looked at; None where this reader knows of none so named."""
    known = models.Proposal.objects.visible_to(reader.user)
    found = read(PROPOSAL_REF.standing(known.filter(reference=reference), reader.then), PROPOSAL_REF, reader)
    return lineage_of(found[0], reader) if found else None


def lineage_of(proposal: ProposalRef, reader: Reader) -> Lineage:
    """The family of a proposal that this reader may know of."""
    return lineage_from(proposal, read(ties_of({proposal.id}, reader), TIE, reader), reader)


def ties_of(proposals: Collection[int], reader: Reader) -> QuerySet[Any]:
    """The ties at either end of these proposals."""
    return _ties(reader).filter(Q(proposal__in=proposals) | Q(other__in=proposals)).order_by("pk")[:AT_MOST]


def lineage_from(proposal: ProposalRef, near: list[Tie], reader: Reader) -> Lineage:
    """The family of a proposal whose own ties have been read.

    One statement for each further step away from it: how far a family reaches is in the rows themselves.
    """
    ties = dict.fromkeys(tie.id for tie in near)
    seen = {proposal.id}
    edge = {end.id for tie in near for end in (tie.proposal, tie.other) if end} - seen
    for _step in range(1, FURTHEST):
        if not edge or len(ties) >= AT_MOST:
            break
        met = list(ties_of(edge, reader).values_list("pk", "proposal_id", "other_id"))
        ties |= dict.fromkeys(pk for pk, _, _ in met)
        seen |= edge
        edge = {end for _, *ends in met for end in ends} - seen
    further = list(ties)[len(near) : AT_MOST]
    by_id = {tie.id: tie for tie in read(_ties(reader).filter(pk__in=further), TIE, reader)}
    return Lineage(proposal, [*near, *(by_id[pk] for pk in further)])


def _ties(reader: Reader) -> QuerySet[Any]:
    """Ties of which this reader may know both ends."""
    known = models.Proposal.objects.visible_to(reader.user).order_by().values("pk")
    return TIE.standing(models.Lineage.objects.visible_to(reader.user), reader.then).filter(
        proposal__in=known, other__in=known
    )
