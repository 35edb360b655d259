"""Conditions: what is asked for or offered, what it waits for, and how far it has come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import ConditionRole, Precision, Progress
from negotiations.queries.bounds import Id, Line, Reason, Reference, Scheme, Version, Zone
from negotiations.queries.cited import CONDITION_REF, PROPOSAL_REF, ConditionRef, ProposalRef
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.deadlines import DEADLINE_REF, DeadlineRef
from negotiations.queries.parties import PARTY_REF, PartyRef
from negotiations.queries.shapes import NEWEST_FIRST, OLDEST_FIRST, Children, Reader, Shape, Then, or_none

IssueCode = Annotated[str, Meta(max_length=20)]
Programme = Annotated[str, Meta(max_length=40)]

_COLUMN = "a column of conditions that carry their own scope"


class ListedCondition(Struct):
    """A condition, as its proposal lists it."""

    id: Id
    reference: Reference
    text: Reason
    role: ConditionRole
    issue_code: IssueCode | None
    demanded_by: PartyRef | None
    owed_by: PartyRef | None
    blocks: bool
    dropped_on: date | None
    progress: Progress
    contested: bool


class Need(Struct):
    """A condition that must be carried out first; no longer once `cleared_on`."""

    id: Id
    needs: ConditionRef | None
    reason: Reason
    cleared_on: date | None
    claim: ClaimRef | None


class NeededBy(Struct):
    """A condition that waits for this one; no longer once `cleared_on`."""

    id: Id
    condition: ConditionRef | None
    reason: Reason
    cleared_on: date | None
    claim: ClaimRef | None


class ProgressRow(Struct):
    """How far a condition had come from a moment on: 0 not initiated, 1 minimal, 2 intermediate, 3 full."""

    id: Id
    progress: Progress
    contested: bool
    reason: Reason
    stated_on: date | None
    stated_at: datetime | None
    stated_precision: Precision
    stated_zone: Zone
    claim: ClaimRef | None
    recorded_at: datetime


class Condition(Struct):
    """One thing asked for or offered in a proposal; `blocks` says that it holds the proposal up."""

    id: Id
    reference: Reference
    negotiation: Reference
    proposal: ProposalRef | None
    text: Reason
    role: ConditionRole
    issue_code: IssueCode | None
    issue_scheme: Scheme | None
    issue_text: Line
    sanctions_programme: Programme
    demanded_by: PartyRef | None
    owed_by: PartyRef | None
    blocks: bool
    dropped_on: date | None
    progress: Progress
    contested: bool
    claim: ClaimRef | None
    version: Version
    recorded_at: datetime


class ConditionDetail(Condition):
    """A condition with what it waits for, what waits for it, its progress and its deadlines."""

    needs: list[Need]
    needed_by: list[NeededBy]
    progress_rows: list[ProgressRow]
    deadlines: list[DeadlineRef]


def _newest_progress(then: Then, column: str, start: Any) -> Any:
    rows = models.ConditionProgress.objects.unscoped(reason=_COLUMN, known_at=then.known_at)
    held = rows.as_of(then.as_of, known_at=then.known_at).filter(condition=OuterRef("pk"))
    newest = held.order_by(*NEWEST_FIRST).values(column)[:1]
    return Coalesce(Subquery(newest), Value(start))


def not_dropped(reader: Reader) -> Q:
    """Conditions still asked for at the end of the day that is looked at."""
    if reader.then is None:
        return Q(dropped_on=None)
    day = reader.then.as_of.astimezone(ZoneInfo(reader.user.time_zone)).date()
    return Q(dropped_on=None) | Q(dropped_on__gt=day)


_THEN = {
    "progress": lambda then: _newest_progress(then, "progress", Progress.NOT_INITIATED.value),
    "contested": lambda then: _newest_progress(then, "contested", False),
}
_PARTIES = {"demanded_by": PARTY_REF, "owed_by": PARTY_REF}
_POINTS_TO: dict[str, Shape[Any]] = {"proposal": PROPOSAL_REF, **_PARTIES, "claim": CLAIM_REF}
_CODES = or_none("issue_code", "issue_scheme")

LISTED_CONDITION = Shape(
    ListedCondition,
    models.Condition,
    columns=or_none("issue_code"),
    refs=_PARTIES,
    then=_THEN,
    order=("display_order", "pk"),
)
NEED = Shape(Need, models.ConditionDependency, refs={"needs": CONDITION_REF, "claim": CLAIM_REF}, links=("needs",))
NEEDED_BY = Shape(
    NeededBy, models.ConditionDependency, refs={"condition": CONDITION_REF, "claim": CLAIM_REF}, links=("condition",)
)
PROGRESS_ROW = Shape(
    ProgressRow,
    models.ConditionProgress,
    refs={"claim": CLAIM_REF},
    order=OLDEST_FIRST,
)
CONDITION = Shape(Condition, models.Condition, columns=_CODES, refs=_POINTS_TO, then=_THEN, timeless=("version",))
CONDITION_DETAIL = Shape(
    ConditionDetail,
    models.Condition,
    columns=_CODES,
    refs=_POINTS_TO,
    children={
        "needs": Children(NEED, "condition_id"),
        "needed_by": Children(NEEDED_BY, "needs_id"),
        "progress_rows": Children(PROGRESS_ROW, "condition_id"),
        "deadlines": Children(DEADLINE_REF, "condition_id"),
    },
    then=_THEN,
    timeless=("version",),
)
