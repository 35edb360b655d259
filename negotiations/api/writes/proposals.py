"""Offers, as they are sent in, and how they come to stand."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from negotiations.actions.proposals import change_status, open_proposal, revise_proposal
from negotiations.api.writes.bounds import Instant, Name, NegotiationKey, Prose, Reason, Short, UserKey
from negotiations.api.writes.evidence import OnClaim
from negotiations.api.writes.moments import Moment
from negotiations.api.writes.operations import Operation
from negotiations.enums import ProposalKind, ProposalStatus, Stage, SubStage
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
