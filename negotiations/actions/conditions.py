"""Attaching conditions to offers, and saying what they wait for and how far they have come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from negotiations.actions.gathering import counted_on
from negotiations.actions.permission import require_role, require_within
from negotiations.actions.proposal_standing import refresh_standing
from negotiations.actions.recording import action, add, amend, next_reference, revise
from negotiations.codelists import issue, issues
from negotiations.enums import ConditionRole, Progress
from negotiations.errors import InvalidValueError
from negotiations.models import Claim, Condition, ConditionDependency, ConditionProgress, Party, Proposal, User
from negotiations.models.bases import columns
from negotiations.rules.moments import WorldMoment

_REVISABLE = frozenset(
    {
        "text",
        "role",
        "issue_code",
        "issue_text",
        "sanctions_programme",
        "demanded_by",
        "owed_by",
        "blocks",
        "display_order",
    }
)


@action
def attach_condition(
    *,
    proposal: Proposal,
    text: str,
    role: ConditionRole,
    claim: Claim,
    actor: User | None,
    now: datetime,
    issue_code: str = "",
    issue_text: str = "",
    sanctions_programme: str = "",
    demanded_by: Party | None = None,
    owed_by: Party | None = None,
    blocks: bool = False,
    display_order: int | None = None,
) -> Condition:
    """Record one thing asked for or offered (C-1 …). An issue that no code names goes into `issue_text`."""
    require_role(actor, proposal.negotiation)
    require_within(proposal.negotiation, claim=claim, demanded_by=demanded_by, owed_by=owed_by)
    siblings = Condition.objects.unscoped(reason="the proposal's own conditions").filter(proposal=proposal)
    if display_order is None:
        display_order = counted_on(("conditions", proposal.pk), siblings.count)
    condition = Condition(
        negotiation=proposal.negotiation,
        proposal=proposal,
        reference=next_reference("C"),
        text=text,
        role=role,
        issue_code=issue_code,
        issue_scheme=_scheme_of(issue_code),
        issue_text=issue_text,
        sanctions_programme=sanctions_programme,
        demanded_by=demanded_by,
        owed_by=owed_by,
        blocks=blocks,
        display_order=display_order,
        claim=claim,
    )
    add(condition, kind="condition.attached", actor=actor, now=now, claim=claim)
    refresh_standing(proposal, now=now)
    return condition


@action
def revise_condition(
    *, condition: Condition, actor: User | None, now: datetime, reason: str, version: int | None = None, **changes: Any
) -> Condition:
    """Change how a condition is worded or coded, or whether it blocks; progress and stances have their own actions."""
    require_role(actor, condition.negotiation)
    require_within(condition.negotiation, **{name: changes.get(name) for name in ("demanded_by", "owed_by")})
    allowed = _REVISABLE
    if "issue_code" in changes:
        changes["issue_scheme"] = _scheme_of(changes["issue_code"])
        allowed |= {"issue_scheme"}
    revise(condition, columns=allowed, changes=changes, actor=actor, now=now, reason=reason, version=version)
    refresh_standing(condition.proposal, now=now)
    return condition


@action
def drop_condition(
    *, condition: Condition, dropped_on: date, reason: str, claim: Claim, actor: User | None, now: datetime
) -> Condition:
    """Record the day since which a condition is no longer asked for; it stays on record and blocks nothing."""
    require_role(actor, condition.negotiation)
    require_within(condition.negotiation, claim=claim)
    amend(
        condition,
        kind="condition.dropped",
        actor=actor,
        now=now,
        claim=claim,
        reason=reason,
        dropped_on=dropped_on,
    )
    refresh_standing(condition.proposal, now=now)
    return condition


@action
def make_depend(
    *, condition: Condition, needs: Condition, claim: Claim, actor: User | None, now: datetime, reason: str = ""
) -> ConditionDependency:
    """Record that `condition` cannot be carried out before `needs`. A circle is recorded too, and shown as one."""
    require_role(actor, condition.negotiation)
    require_within(condition.negotiation, claim=claim, needs=needs)
    if condition.pk == needs.pk:
        raise InvalidValueError("A condition cannot wait for itself; choose another one.", field="needs")
    known = ConditionDependency.objects.unscoped(reason="the condition's own needs").filter(condition=condition)
    if known.filter(needs=needs).exists():
        raise InvalidValueError("That it waits for this one is on record already; choose another one.", field="needs")
    dependency = ConditionDependency(
        negotiation=condition.negotiation, condition=condition, needs=needs, reason=reason, claim=claim
    )
    return add(dependency, actor=actor, now=now, claim=claim, reason=reason)


@action
def clear_dependency(
    *, dependency: ConditionDependency, cleared_on: date, reason: str, claim: Claim, actor: User | None, now: datetime
) -> ConditionDependency:
    """Record the day on which a condition stopped waiting for another; the row stays."""
    require_role(actor, dependency.negotiation)
    require_within(dependency.negotiation, claim=claim)
    return amend(
        dependency,
        kind="conditiondependency.cleared",
        actor=actor,
        now=now,
        claim=claim,
        reason=reason,
        cleared_on=cleared_on,
    )


@action
def record_progress(
    *,
    condition: Condition,
    progress: Progress,
    claim: Claim,
    actor: User | None,
    now: datetime,
    contested: bool = False,
    reason: str = "",
    stated: WorldMoment | None = None,
) -> ConditionProgress:
    """Record how far a condition had come since `stated`; the newest row is the present one."""
    require_role(actor, condition.negotiation)
    require_within(condition.negotiation, claim=claim)
    since = stated or claim.stated
    rows = ConditionProgress.objects.unscoped(reason="the condition's own history").filter(condition=condition)
    newer = since.at is not None and rows.filter(stated_at__gt=since.at).exists()
    row = ConditionProgress(
        negotiation=condition.negotiation,
        condition=condition,
        progress=progress,
        contested=contested,
        reason=reason,
        claim=claim,
        **columns("stated", since),
    )
    add(row, actor=actor, now=now, claim=claim, reason=reason)
    if not newer:
        amend(
            condition,
            kind="condition.progressed",
            actor=actor,
            now=now,
            claim=claim,
            reason=reason,
            progress=progress,
            contested=contested,
        )
    refresh_standing(condition.proposal, now=now)
    return row


def _scheme_of(code: str) -> str:
    if not code:
        return ""
    try:
        return issue(code).scheme
    except KeyError:
        known = ", ".join(entry.code for entry in issues())
        raise InvalidValueError(
            f"“{code[:40]}” is no issue code; choose one of {known}, or describe the issue in words.",
            field="issue_code",
        ) from None
