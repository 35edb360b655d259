"""Stances, as they are sent in."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from negotiations.actions.positions import take_position
from negotiations.api.writes.bounds import ConditionKey, Note, PartyKey, PersonKey, ProposalKey
from negotiations.api.writes.evidence import OnClaim
from negotiations.api.writes.moments import Moment
from negotiations.api.writes.operations import Operation
from negotiations.enums import Stance
from negotiations.queries.positions import POSITION


class PositionOnOffer(Struct, forbid_unknown_fields=True, kw_only=True):
    """A stance of a party on the proposal or condition in the address.

    `person` speaks for the party, or with `dissent` against its line; `by_proxy` marks what another ascribes to it.
    """

    party: PartyKey
    stance: Stance
    claim: OnClaim
    person: PersonKey | UnsetType = UNSET
    dissent: bool | UnsetType = UNSET
    by_proxy: bool | UnsetType = UNSET
    note: Note | UnsetType = UNSET
    stated: Moment | UnsetType = UNSET


class NewPosition(PositionOnOffer, kw_only=True):
    """A stance of a party on a proposal, or on a condition: name one of them."""

    proposal: ProposalKey | UnsetType = UNSET
    condition: ConditionKey | UnsetType = UNSET


TAKE_POSITION = Operation(
    summary="Record where a party, or a person, stands on a proposal or a condition.",
    does=take_position,
    body=NewPosition,
    shows=POSITION,
    made="position",
)
POSITION_ON_PROPOSAL = Operation(
    summary="Record where a party, or a person, stands on this proposal.",
    does=take_position,
    body=PositionOnOffer,
    of="proposal",
    shows=POSITION,
    made="position",
)
POSITION_ON_CONDITION = Operation(
    summary="Record where a party, or a person, stands on this condition.",
    does=take_position,
    body=PositionOnOffer,
    of="condition",
    shows=POSITION,
    made="position",
)
