"""Conditions, as they are sent in, what they wait for and how far they have come."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import UNSET, Struct, UnsetType

from negotiations.actions.conditions import (
    attach_condition,
    clear_dependency,
    drop_condition,
    make_depend,
    record_progress,
    revise_condition,
)
from negotiations.api.writes.bounds import (
    Code,
    ConditionKey,
    Day,
    DependencyKey,
    Line,
    Note,
    Order,
    PartyKey,
    ProposalKey,
    Reason,
    Words,
)
from negotiations.api.writes.evidence import OnClaim
from negotiations.api.writes.moments import Moment
from negotiations.api.writes.operations import Operation
from negotiations.api.writes.variants import without
from negotiations.enums import ConditionRole, Progress
from negotiations.errors import InvalidValueError
from negotiations.models import Claim, Condition, ConditionDependency, User
from negotiations.queries.conditions import CONDITION_DETAIL


class NewCondition(Struct, forbid_unknown_fields=True, kw_only=True):
    """One thing asked for or offered; an issue that no code names goes into `issue_text`."""

    proposal: ProposalKey
    text: Words
    role: ConditionRole
    claim: OnClaim
    issue_code: Code | UnsetType = UNSET
    issue_text: Line | UnsetType = UNSET
    sanctions_programme: Code | UnsetType = UNSET
    demanded_by: PartyKey | UnsetType = UNSET
    owed_by: PartyKey | UnsetType = UNSET
    blocks: bool | UnsetType = UNSET
    display_order: Order | UnsetType = UNSET


class ConditionRevision(Struct, forbid_unknown_fields=True, kw_only=True):
    """How a condition is worded or coded, or whether it blocks."""

    reason: Reason
    text: Words | UnsetType = UNSET
    role: ConditionRole | UnsetType = UNSET
    issue_code: Code | UnsetType = UNSET
    issue_text: Line | UnsetType = UNSET
    sanctions_programme: Code | UnsetType = UNSET
    demanded_by: PartyKey | UnsetType | None = UNSET
    owed_by: PartyKey | UnsetType | None = UNSET
    blocks: bool | UnsetType = UNSET
    display_order: Order | UnsetType = UNSET


class NewProgress(Struct, forbid_unknown_fields=True, kw_only=True):
    """How far a condition had come: 0 not initiated, 1 minimal, 2 intermediate, 3 full."""

    progress: Progress
    claim: OnClaim
    contested: bool | UnsetType = UNSET
    reason: Note | UnsetType = UNSET
    stated: Moment | UnsetType = UNSET


class NewDependency(Struct, forbid_unknown_fields=True, kw_only=True):
    """A condition that must be carried out first."""

    needs: ConditionKey
    claim: OnClaim
    reason: Note | UnsetType = UNSET


class ClearedDependency(Struct, forbid_unknown_fields=True, kw_only=True):
    """The day on which a condition stopped waiting for another."""

    dependency: DependencyKey
    cleared_on: Day
    reason: Reason
    claim: OnClaim


class Dropped(Struct, forbid_unknown_fields=True, kw_only=True):
    """The day since which a condition is no longer asked for."""

    dropped_on: Day
    reason: Reason
    claim: OnClaim


ConditionOfProposal = without(
    NewCondition, "proposal", called="ConditionOfProposal", words="One thing asked for or offered in this proposal."
)


def clear(
    *,
    condition: Condition,
    dependency: ConditionDependency,
    cleared_on: date,
    reason: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
) -> ConditionDependency:
    """Clear one of this condition's own dependencies."""
    if dependency.condition_id != condition.pk:
        raise InvalidValueError("Choose one of the needs of this condition.", field="dependency")
    return clear_dependency(
        dependency=dependency, cleared_on=cleared_on, reason=reason, claim=claim, actor=actor, now=now
    )


ATTACH_CONDITION = Operation(
    summary="Record one thing asked for or offered.",
    does=attach_condition,
    body=NewCondition,
    shows=CONDITION_DETAIL,
    made="condition",
)
CONDITION_OF_PROPOSAL = Operation(
    summary="Record one thing asked for or offered in this proposal.",
    does=attach_condition,
    body=ConditionOfProposal,
    of="proposal",
    shows=CONDITION_DETAIL,
    made="condition",
)
REVISE_CONDITION = Operation(
    summary="Change how a condition is worded or coded, or whether it blocks.",
    does=revise_condition,
    body=ConditionRevision,
    of="condition",
    moves=True,
)
RECORD_PROGRESS = Operation(
    summary="Record how far a condition had come.",
    does=record_progress,
    body=NewProgress,
    of="condition",
    moves=True,
)
MAKE_DEPEND = Operation(
    summary="Record that this condition cannot be carried out before another.",
    does=make_depend,
    body=NewDependency,
    of="condition",
)
CLEAR_DEPENDENCY = Operation(
    summary="Record that this condition no longer waits for another.",
    does=clear,
    body=ClearedDependency,
    of="condition",
    moves=True,
)
DROP_CONDITION = Operation(
    summary="Record that a condition is no longer asked for.",
    does=drop_condition,
    body=Dropped,
    of="condition",
    moves=True,
)
