"""Every change of a proposal and of what hangs on it, saving by saving."""

from __future__ import annotations

from itertools import groupby

from django.db.models import Model, Q, QuerySet
from msgspec import Struct

from negotiations import models
from negotiations.queries.changes import CHANGE, Change, changes_for
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader

# What hangs on a proposal, and the paths by which it does.
_HANGING: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (models.Condition, ("proposal",)),
    (models.ConditionProgress, ("condition__proposal",)),
    (models.Position, ("proposal", "condition__proposal")),
    (models.Account, ("proposal",)),
    (models.ProposalText, ("proposal",)),
    (models.Deadline, ("proposal", "condition__proposal")),
    (models.DeadlineReading, ("deadline__proposal", "deadline__condition__proposal")),
    (models.DeadlineOutcome, ("deadline__proposal", "deadline__condition__proposal")),
    (models.TrendAssessment, ("proposal",)),
    (models.Involvement, ("proposal",)),
    (models.Ceasefire, ("proposal",)),
    (models.Event, ("bears_on__proposal",)),
)


class Saving(Struct):
    """What one person, or Parley itself, wrote at once; newest change first."""

    changes: list[Change]


def history_of(proposal: int, reader: Reader) -> QuerySet[models.Change]:
    """The changes this reader may know of, newest first; those of rows that were taken back among them."""
    of_it = Q(noun="proposal", object_id=proposal)
    for model, paths in _HANGING:
        hangs = Q(*((path, proposal) for path in paths), _connector=Q.OR)
        of_it |= Q(noun=model._meta.model_name, object_id__in=model._base_manager.filter(hangs).values("pk"))
    return changes_for(reader.user).filter(of_it).order_by("-sequence")


def savings(changes: QuerySet[models.Change], reader: Reader) -> list[Saving]:
    """The changes of one page, those written by one request together."""
    found = read(changes, CHANGE, reader)
    return [Saving(list(together)) for _key, together in groupby(found, lambda each: each.request_id or each.id)]
