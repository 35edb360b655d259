"""Claims, as they are sent in, and how the team holds them."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from negotiations.actions.claims import mark_claim, record_claim
from negotiations.api.writes.bounds import ClaimKey, NegotiationKey, Reason
from negotiations.api.writes.evidence import NewClaim
from negotiations.api.writes.operations import Operation
from negotiations.enums import ClaimStanding
from negotiations.queries.claims import CLAIM


class OwnClaim(NewClaim, kw_only=True):
    """One assertion found in an article; with neither person nor party it is the article's own."""

    negotiation: NegotiationKey


class Judgement(Struct, forbid_unknown_fields=True, kw_only=True):
    """How a claim is held from now on; `corrected_by` is the claim that takes its place."""

    standing: ClaimStanding
    reason: Reason
    corrected_by: ClaimKey | UnsetType = UNSET


RECORD_CLAIM = Operation(
    summary="Record one assertion found in an article.", does=record_claim, body=OwnClaim, shows=CLAIM, made="claim"
)
MARK_CLAIM = Operation(
    summary="Judge a claim: supported, disputed, withdrawn, or corrected by another.",
    does=mark_claim,
    body=Judgement,
    of="claim",
    moves=True,
)
