"""Putting offers on record and following them through their life."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from negotiations.actions.permission import require_role, require_within
from negotiations.actions.proposal_standing import refresh_standing
from negotiations.actions.recording import action, add, amend, next_reference, revise
from negotiations.actions.reviewing import reviewed
from negotiations.codelists import CEASEFIRE_SCHEME, STAGE_SCHEME, sub_stages_of
from negotiations.enums import (
    InvolvementRole,
    LineageKind,
    Outlook,
    ProposalKind,
    ProposalStatus,
    ReviewedMove,
    Stage,
    SubStage,
    Trend,
)
from negotiations.errors import ForbiddenMoveError, InvalidValueError
from negotiations.models import (
    Ceasefire,
    Claim,
    Involvement,
    Lineage,
    Negotiation,
    Party,
    Person,
    Proposal,
    StatusChange,
    TrendAssessment,
    User,
)
from negotiations.models.bases import columns
from negotiations.rules.folding import folded
from negotiations.rules.lifecycle import moves_from
from negotiations.rules.moments import WorldMoment

_REVISABLE = frozenset(
    {"title", "short_title", "kind", "stage", "sub_stage", "summary", "scope", "owner", "last_checked_at"}
)


@action
@reviewed(ReviewedMove.OPEN)
def open_proposal(
    *,
    negotiation: Negotiation,
    title: str,
    kind: ProposalKind,
    status: ProposalStatus,
    status_reason: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
    stated: WorldMoment | None = None,
    short_title: str = "",
    stage: Stage | None = None,
    sub_stage: SubStage | None = None,
    summary: str = "",
    scope: str = "",
    opened: WorldMoment | None = None,
    owner: User | None = None,
) -> Proposal:
    """Record an offer (P-1 …) with the status it has, as `claim` says, since `stated` (by default when it was said).

    Any status may be the first: much is entered when it has already happened.
    """
    require_role(actor, negotiation)
    require_within(negotiation, claim=claim)
    since = stated or claim.stated
    proposal = Proposal(
        negotiation=negotiation,
        reference=next_reference("P"),
        title=title,
        short_title=short_title,
        kind=kind,
        summary=summary,
        scope=scope,
        owner=owner,
        status=status,
        status_since_at=since.at,
        changed_at=now,
        search_text=folded(title, short_title, summary),
        **_staged(stage, sub_stage),
        **columns("opened", opened or WorldMoment.unknown(negotiation.time_zone)),
    )
    add(proposal, kind="proposal.opened", actor=actor, now=now, claim=claim)
    _add_status(proposal, status, since, status_reason, claim, actor, now)
    return proposal


@action
def revise_proposal(
    *, proposal: Proposal, actor: User | None, now: datetime, reason: str, version: int | None = None, **changes: Any
) -> Proposal:
    """Change how the offer is described; its status, positions and dates have actions of their own."""
    require_role(actor, proposal.negotiation)
    allowed = _REVISABLE
    if {"stage", "sub_stage"} & set(changes):
        stage, sub_stage = (changes.get(name, getattr(proposal, name)) for name in ("stage", "sub_stage"))
        changes |= _staged(Stage(stage) if stage else None, SubStage(sub_stage) if sub_stage else None)
        allowed |= {"stage_scheme"}
    revise(proposal, columns=allowed, changes=changes, actor=actor, now=now, reason=reason, version=version)
    refresh_standing(proposal, now=now)
    return proposal


@action
@reviewed(ReviewedMove.STATUS)
def change_status(
    *,
    proposal: Proposal,
    status: ProposalStatus,
    reason: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
    stated: WorldMoment | None = None,
    version: int | None = None,
) -> StatusChange:
    """Record that the offer stands otherwise since `stated`.

    A row dated before the newest one is history entered afterwards: it must fit between its neighbours and leaves
    the present status as it is. A forbidden move raises ForbiddenMoveError, which names the moves allowed.
    """
    require_role(actor, proposal.negotiation)
    require_within(proposal.negotiation, claim=claim)
    if not reason.strip():
        raise InvalidValueError("Say in one sentence why the status changes.", field="reason")
    since = stated or claim.stated
    moment = since.at or now
    rows = StatusChange.objects.unscoped(reason="the proposal's own history").filter(proposal=proposal)
    before = rows.as_of(moment).newest_first().first()
    after = next((row for row in reversed(rows.newest_first()) if (row.stated_at or row.recorded_at) > moment), None)
    if before is not None:
        _require_move(ProposalStatus(before.status), status)
    if after is not None:
        _require_move(status, ProposalStatus(after.status))
    if version is not None or after is None:
        current = {} if after else {"status": status, "status_since_at": since.at}
        amend(
            proposal,
            kind="proposal.status_changed",
            actor=actor,
            now=now,
            claim=claim,
            reason=reason,
            version=version,
            **current,
        )
    change = _add_status(proposal, status, since, reason, claim, actor, now)
    refresh_standing(proposal, now=now)
    return change


@action
def involve(
    *,
    proposal: Proposal,
    role: InvolvementRole,
    claim: Claim,
    actor: User | None,
    now: datetime,
    party: Party | None = None,
    person: Person | None = None,
) -> Involvement:
    """Record the part of a party, or of a person, in an offer."""
    require_role(actor, proposal.negotiation)
    require_within(proposal.negotiation, claim=claim, party=party, person=person)
    if (party is None) == (person is None):
        raise InvalidValueError("Name either a party or a person.", field="party")
    involvement = Involvement(
        negotiation=proposal.negotiation,
        proposal=proposal,
        party=party,
        person=person,
        role=role,
        claim=claim,
        status=proposal.status,
        next_due_at=proposal.next_due_at,
    )
    return add(involvement, actor=actor, now=now, claim=claim)


@action
def link_proposals(
    *, proposal: Proposal, other: Proposal, kind: LineageKind, claim: Claim, actor: User | None, now: datetime
) -> Lineage:
    """Record that `proposal` revises, renews, supersedes, rivals or is part of `other`."""
    require_role(actor, proposal.negotiation)
    require_within(proposal.negotiation, claim=claim, other=other)
    lineage = Lineage(negotiation=proposal.negotiation, proposal=proposal, other=other, kind=kind, claim=claim)
    return add(lineage, actor=actor, now=now, claim=claim)


@action
def assess_trend(
    *,
    proposal: Proposal,
    reason: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
    trend: Trend | None = None,
    outlook: Outlook | None = None,
    slipping: bool = False,
    stated: WorldMoment | None = None,
) -> TrendAssessment:
    """Record where a source sees the offer going; `slipping` when it says that hopes fade."""
    require_role(actor, proposal.negotiation)
    require_within(proposal.negotiation, claim=claim)
    assessment = TrendAssessment(
        negotiation=proposal.negotiation,
        proposal=proposal,
        trend=trend or "",
        outlook=outlook or "",
        slipping=slipping,
        reason=reason,
        claim=claim,
        **columns("stated", stated or claim.stated),
    )
    add(assessment, actor=actor, now=now, claim=claim, reason=reason)
    refresh_standing(proposal, now=now)
    return assessment


@action
def code_ceasefire(*, proposal: Proposal, claim: Claim, actor: User | None, now: datetime, **coding: Any) -> Ceasefire:
    """Code a truce after ETH/PRIO; `coding` are columns of Ceasefire. A second coding replaces the first."""
    require_role(actor, proposal.negotiation)
    require_within(proposal.negotiation, claim=claim)
    known = Ceasefire.objects.unscoped(reason="the proposal's own coding").filter(proposal=proposal).first()
    open_ended, term = (coding.get(name, getattr(known, name, None)) for name in ("open_ended", "term_days"))
    if open_ended and term is not None:
        raise InvalidValueError("A truce without an end has no term; leave one of them out.", field="open_ended")
    if known is not None:
        return amend(known, kind="ceasefire.recoded", actor=actor, now=now, claim=claim, **coding)
    ceasefire = Ceasefire(
        negotiation=proposal.negotiation, proposal=proposal, scheme=CEASEFIRE_SCHEME, claim=claim, **coding
    )
    return add(ceasefire, actor=actor, now=now, claim=claim)


def _add_status(  # noqa: PLR0917 - private, and called in the order it is declared
    proposal: Proposal,
    status: ProposalStatus,
    since: WorldMoment,
    reason: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
) -> StatusChange:
    change = StatusChange(
        negotiation=proposal.negotiation,
        proposal=proposal,
        status=status,
        reason=reason,
        claim=claim,
        **columns("stated", since),
    )
    return add(change, actor=actor, now=now, claim=claim, reason=reason)


def _require_move(old: ProposalStatus, new: ProposalStatus) -> None:
    allowed = moves_from(old)
    if new in allowed:
        return
    choices = ", ".join(f"“{status}”" for status in allowed)
    remedy = (
        f"From there it can only become {choices}." if allowed else "Open a new proposal that renews or revises it."
    )
    raise ForbiddenMoveError(f"A proposal that is “{old}” cannot become “{new}”. {remedy}", allowed=allowed)


def _staged(stage: Stage | None, sub_stage: SubStage | None) -> dict[str, str]:
    if sub_stage and (stage is None or sub_stage not in sub_stages_of(stage)):
        fitting = ", ".join(sub_stages_of(stage)) if stage else "none without a stage"
        raise InvalidValueError(
            f"Sub-stage {sub_stage} does not belong to {stage}; fitting: {fitting}.", field="sub_stage"
        )
    return {"stage": stage or "", "sub_stage": sub_stage or "", "stage_scheme": STAGE_SCHEME if stage else ""}
