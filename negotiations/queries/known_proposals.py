"""The proposals a reader may know of, as they stood on the day that is looked at."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from negotiations.models import Deadline, Proposal, User
from negotiations.models.known_values import known_value
from negotiations.models.proposals import ProposalQuerySet
from negotiations.queries.deadlines import DEADLINE
from negotiations.queries.proposals import PROPOSAL
from negotiations.queries.shapes import Reader, Then
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES
from negotiations.rules.lifecycle import OPEN_STATUSES
from negotiations.rules.moments import NO_DATE

_TEXTS = ("title", "short_title", "summary")

_COLUMN = "a column of proposals that carry their own scope"


def known_proposals(reader: Reader) -> ProposalQuerySet:
    """On a past day with `status_then`, `status_since_at_then` and `due_then`, the nearest deadline open that day,
    and with `title_then`, `short_title_then` and `summary_then`, as the record had them.
    """
    known = Proposal.objects.visible_to(reader.user)
    if reader.then is None:
        return known
    named = {f"{name}_then": known_value(Proposal, name, reader.then.known_at) for name in _TEXTS}
    timed: Any = PROPOSAL.standing(known, reader.then).annotate(due_then=_next_due(reader.then), **named)
    return timed  # type: ignore[no-any-return]


def names(then: Then | None) -> tuple[str, str]:
    """Where the short title and the title of known proposals are read."""
    return ("short_title_then", "title_then") if then else ("short_title", "title")


def open_on_that_day(reader: Reader) -> ProposalQuerySet:
    """Those that had not come to an end."""
    # Q, because the type checker does not know the columns that `as_of` adds.
    status = "status_then__in" if reader.then else "status__in"
    return known_proposals(reader).filter(Q((status, OPEN_STATUSES)))


def open_to(user: User, then: Then | None) -> ProposalQuerySet:
    """The same for a statement that is kept: it does not depend on the hour."""
    return open_on_that_day(Reader(user, then.as_of if then else NO_DATE, then))


def _next_due(then: Then) -> Any:
    rows = Deadline.objects.unscoped(reason=_COLUMN, known_at=then.known_at)
    of_it = rows.filter(Q(proposal=OuterRef("pk")) | Q(condition__proposal=OuterRef("pk")))
    still_open = DEADLINE.standing(of_it, then).filter(Q(("status_then__in", OPEN_DEADLINES)))
    dated = still_open.filter(Q(("due_at_then__isnull", False))).order_by("due_at_then")
    return Coalesce(Subquery(dated.values("due_at_then")[:1]), Value(NO_DATE))
