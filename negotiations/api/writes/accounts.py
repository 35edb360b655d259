"""What parties say a deal is, as it is sent in."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from negotiations.actions.accounts import give_account, withdraw_account
from negotiations.api.writes.bounds import AccountKey, Day, PartyKey, ProposalKey, Reason, Words
from negotiations.api.writes.evidence import OnClaim
from negotiations.api.writes.moments import Moment
from negotiations.api.writes.operations import Operation
from negotiations.api.writes.variants import without
from negotiations.enums import AccountAttribute
from negotiations.queries.accounts import ACCOUNT


class NewAccount(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a party says of one attribute; `replaces` is its earlier account that this one revises."""

    proposal: ProposalKey
    party: PartyKey
    attribute: AccountAttribute
    value: Words
    claim: OnClaim
    value_on: Day | UnsetType = UNSET
    stated: Moment | UnsetType = UNSET
    replaces: AccountKey | UnsetType = UNSET


class Withdrawal(Struct, forbid_unknown_fields=True, kw_only=True):
    """That a party no longer says so."""

    reason: Reason
    claim: OnClaim
    stated: Moment | UnsetType = UNSET


AccountOfProposal = without(
    NewAccount, "proposal", called="AccountOfProposal", words="What a party says of one attribute of this proposal."
)

GIVE_ACCOUNT = Operation(
    summary="Record what a party says a deal is.", does=give_account, body=NewAccount, shows=ACCOUNT, made="account"
)
ACCOUNT_OF_PROPOSAL = Operation(
    summary="Record what a party says this deal is.",
    does=give_account,
    body=AccountOfProposal,
    of="proposal",
    shows=ACCOUNT,
    made="account",
)
WITHDRAW_ACCOUNT = Operation(
    summary="Record that a party no longer says so: a new account that takes this one back.",
    does=withdraw_account,
    body=Withdrawal,
    of="account",
    shows=ACCOUNT,
    made="account",
)
