"""Two proposals side by side, condition by condition."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Q
from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import Alignment
from negotiations.queries.bounds import Line, Reason
from negotiations.queries.cited import PROPOSAL_REF, ProposalRef
from negotiations.queries.conditions import LISTED_CONDITION, ListedCondition
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader
from negotiations.rules.comparison import Worded, aligned

AT_MOST = 200


class WordRun(Struct):
    """Words that both texts have (`same`), or only one of them."""

    where: Alignment
    text: Reason


class Point(Struct):
    """One matter as both proposals have it; `differing` names what differs beside the words."""

    outcome: Alignment
    here: ListedCondition | None
    there: ListedCondition | None
    words: Annotated[list[WordRun], Meta(max_length=2000)]
    differing: Annotated[list[Line], Meta(max_length=10)]


class Comparison(Struct):
    """`proposal` and `other`, with every condition of either once; each side's first 200 are compared."""

    proposal: ProposalRef
    other: ProposalRef
    points: Annotated[list[Point], Meta(max_length=2 * AT_MOST)]


def comparison(reference: str, other: str, reader: Reader) -> Comparison | None:
    """The comparison on the day that is looked at; None unless this reader may know of both."""
    known = models.Proposal.objects.visible_to(reader.user).filter(reference__in={reference, other})
    stood = PROPOSAL_REF.standing(known, reader.then).order_by("pk")
    by_reference = {each.reference: each for each in read(stood, PROPOSAL_REF, reader)}
    if reference not in by_reference or other not in by_reference:
        return None
    one, two = by_reference[reference], by_reference[other]
    here, there = _conditions(one.id, reader), _conditions(two.id, reader)
    points = [
        Point(
            pair.outcome,
            here.get(pair.here or 0),
            there.get(pair.there or 0),
            [WordRun(run.where, run.text) for run in pair.runs],
            list(pair.differing),
        )
        for pair in aligned([_worded(each) for each in here.values()], [_worded(each) for each in there.values()])
    ]
    return Comparison(one, two, points)


def _conditions(proposal: int, reader: Reader) -> dict[int, ListedCondition]:
    asked_for = Q(dropped_on=None) | (Q(dropped_on__gt=reader.then.as_of.date()) if reader.then else Q())
    known = models.Condition.objects.visible_to(reader.user).filter(asked_for, proposal=proposal)
    rows = LISTED_CONDITION.standing(known, reader.then).order_by("display_order", "pk")[:AT_MOST]
    return {each.id: each for each in read(rows, LISTED_CONDITION, reader)}


def _worded(condition: ListedCondition) -> Worded:
    terms = {
        "role": condition.role,
        "demanded_by": condition.demanded_by.name if condition.demanded_by else "",
        "owed_by": condition.owed_by.name if condition.owed_by else "",
        "blocks": str(condition.blocks),
    }
    return Worded(condition.id, condition.issue_code or "", condition.text, tuple(terms.items()))
