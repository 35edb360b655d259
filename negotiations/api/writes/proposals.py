"""Offers, as they are sent in, and how they come to stand."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from negotiations.actions.proposals import (
    assess_trend,
    change_status,
    code_ceasefire,
    involve,
    link_proposals,
    open_proposal,
    revise_proposal,
)
from negotiations.api.writes.bounds import (
    Day,
    Instant,
    Line,
    Name,
    NegotiationKey,
    PartyKey,
    PersonKey,
    ProposalKey,
    Prose,
    Reason,
    Short,
    UserKey,
)
from negotiations.api.writes.evidence import OnClaim
from negotiations.api.writes.moments import Moment
from negotiations.api.writes.operations import Operation
from negotiations.enums import (
    CeasefireClass,
    CeasefireExtent,
    CeasefireSide,
    InvolvementRole,
    LineageKind,
    Outlook,
    ProposalKind,
    ProposalStatus,
    Stage,
    SubStage,
    Trend,
)
from negotiations.queries.proposals import PROPOSAL_DETAIL


class NewProposal(Struct, forbid_unknown_fields=True, kw_only=True):
    """An offer with the status it has, as its claim says; any status may be the first."""

    negotiation: NegotiationKey
    title: Name
    kind: ProposalKind
    status: ProposalStatus
    status_reason: Reason
    claim: OnClaim
    stated: Moment | UnsetType = UNSET
    short_title: Short | UnsetType = UNSET
    stage: Stage | UnsetType = UNSET
    sub_stage: SubStage | UnsetType = UNSET
    summary: Prose | UnsetType = UNSET
    scope: Prose | UnsetType = UNSET
    opened: Moment | UnsetType = UNSET
    owner: UserKey | UnsetType = UNSET


class ProposalRevision(Struct, forbid_unknown_fields=True, kw_only=True):
    """How an offer is described; what is dated (status, positions, dates) has addresses of its own."""

    reason: Reason
    title: Name | UnsetType = UNSET
    short_title: Short | UnsetType = UNSET
    kind: ProposalKind | UnsetType = UNSET
    stage: Stage | UnsetType | None = UNSET
    sub_stage: SubStage | UnsetType | None = UNSET
    summary: Prose | UnsetType = UNSET
    scope: Prose | UnsetType = UNSET
    owner: UserKey | UnsetType | None = UNSET
    last_checked_at: Instant | UnsetType | None = UNSET


class NewStatus(Struct, forbid_unknown_fields=True, kw_only=True):
    """How an offer stands since a moment, on whose word and why.

    Dated before the newest status it is history entered afterwards, and leaves the present one as it is.
    """

    status: ProposalStatus
    reason: Reason
    claim: OnClaim
    stated: Moment | UnsetType = UNSET


class NewInvolvement(Struct, forbid_unknown_fields=True, kw_only=True):
    """The part of a party, or of a person, in an offer: name one of them."""

    role: InvolvementRole
    claim: OnClaim
    party: PartyKey | UnsetType = UNSET
    person: PersonKey | UnsetType = UNSET


class NewLink(Struct, forbid_unknown_fields=True, kw_only=True):
    """This proposal `kind` the other: revises it, renews it, is part of it."""

    other: ProposalKey
    kind: LineageKind
    claim: OnClaim


class NewTrend(Struct, forbid_unknown_fields=True, kw_only=True):
    """Where a source sees the offer going; `slipping` when it says that hopes fade."""

    reason: Reason
    claim: OnClaim
    trend: Trend | UnsetType = UNSET
    outlook: Outlook | UnsetType = UNSET
    slipping: bool | UnsetType = UNSET
    stated: Moment | UnsetType = UNSET


class CeasefireCoding(Struct, forbid_unknown_fields=True, kw_only=True):
    """A truce coded after ETH/PRIO; a second coding replaces the first."""

    side: CeasefireSide
    extent: CeasefireExtent
    ceasefire_class: CeasefireClass
    claim: OnClaim
    written: bool | UnsetType | None = UNSET
    open_ended: bool | UnsetType = UNSET
    term_days: Annotated[int, Meta(ge=0, le=36500)] | UnsetType | None = UNSET
    for_peace_process: bool | UnsetType = UNSET
    humanitarian: bool | UnsetType = UNSET
    holiday: bool | UnsetType = UNSET
    election: bool | UnsetType = UNSET
    other_purpose: Line | UnsetType = UNSET
    mediated: bool | UnsetType | None = UNSET
    implementation_mechanism: bool | UnsetType | None = UNSET
    enforcement: bool | UnsetType | None = UNSET
    declared_on: Day | UnsetType | None = UNSET
    effective_on: Day | UnsetType | None = UNSET
    ended_on: Day | UnsetType | None = UNSET


OPEN_PROPOSAL = Operation(
    summary="Put an offer on record.", does=open_proposal, body=NewProposal, shows=PROPOSAL_DETAIL, made="proposal"
)
REVISE_PROPOSAL = Operation(
    summary="Change how an offer is described.",
    does=revise_proposal,
    body=ProposalRevision,
    of="proposal",
    moves=True,
)
CHANGE_STATUS = Operation(
    summary="Record that an offer stands otherwise.", does=change_status, body=NewStatus, of="proposal", moves=True
)
INVOLVE = Operation(
    summary="Record the part of a party, or a person, in this offer.",
    does=involve,
    body=NewInvolvement,
    of="proposal",
)
LINK_PROPOSALS = Operation(
    summary="Record how this offer follows from another.", does=link_proposals, body=NewLink, of="proposal"
)
ASSESS_TREND = Operation(
    summary="Record where a source sees this offer going.", does=assess_trend, body=NewTrend, of="proposal"
)
CODE_CEASEFIRE = Operation(
    summary="Code this truce after ETH/PRIO.", does=code_ceasefire, body=CeasefireCoding, of="proposal", moves=True
)
