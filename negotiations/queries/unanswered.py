"""Proposals in which something is asked for that nobody has answered."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from negotiations import models
from negotiations.enums import Stance
from negotiations.models.proposals import ProposalQuerySet
from negotiations.queries.shapes import NEWEST_FIRST, Reader

_WHY = "looked at from conditions that carry their own scope"


def unanswered(reader: Reader) -> ProposalQuerySet:
    """Those with a condition on which nobody is on record, or which is demanded while a party concerned is silent.

    Concerned is who has a part in the proposal or is on record about it; `rules.answers.answer_to` says the same of
    one condition.
    """
    known = models.Condition.objects.visible_to(reader.user).filter(dropped_on=None)
    said = _positions().filter(condition=OuterRef("pk"))
    newest = _positions().filter(condition=OuterRef("condition"), party=OuterRef("party"), dissent=False)
    lines = said.filter(dissent=False, pk=Subquery(newest.order_by(*NEWEST_FIRST).values("pk")[:1]))
    asked_only = ~Exists(lines.exclude(stance=Stance.DEMANDS))
    open_ends = known.filter(asked_only).filter(~Exists(said.filter(dissent=False)) | _silent())
    found: ProposalQuerySet = models.Proposal.objects.visible_to(reader.user).filter(
        pk__in=open_ends.order_by().values("proposal")
    )
    return found


def positions_on_record() -> Any:
    """On how many conditions of a proposal how many parties have taken a position: the cells that are filled."""
    taken = _positions().filter(condition__proposal=OuterRef("pk"), condition__dropped_on=None, dissent=False)
    # A party and a condition as one number, since not every engine counts distinct pairs.
    cell = ExpressionWrapper(F("condition_id") * 2**31 + F("party_id"), output_field=BigIntegerField())
    counted = taken.exclude(party=None).values("condition__proposal").annotate(cells=Count(cell, distinct=True))
    return Coalesce(Subquery(counted.values("cells"), output_field=IntegerField()), Value(0))


def _positions() -> QuerySet[models.Position]:
    return models.Position.objects.unscoped(reason=_WHY).order_by()


def _silent() -> Any:
    """Whether a party concerned by the proposal of a condition has taken no position on that condition."""
    own = _positions().filter(condition=OuterRef(OuterRef("pk")), party=OuterRef("party"), dissent=False)
    seats = models.Involvement.objects.unscoped(reason=_WHY).order_by().filter(party__isnull=False)
    of_it, of_its_conditions = Q(proposal=OuterRef("proposal")), Q(condition__proposal=OuterRef("proposal"))
    # One question for each path to the proposal: for both in one, all positions are looked through.
    concerned = (seats.filter(of_it), _positions().filter(of_it), _positions().filter(of_its_conditions))
    return Q(*(Exists(rows.filter(~Exists(own))) for rows in concerned), _connector=Q.OR)
