"""Recording what each party says the deal is."""

from __future__ import annotations

from datetime import date, datetime

from negotiations.actions.alerts.recalling import recall_account
from negotiations.actions.permission import require_role, require_within
from negotiations.actions.proposal_standing import refresh_standing
from negotiations.actions.recording import action, add
from negotiations.enums import AccountAttribute
from negotiations.errors import InvalidValueError
from negotiations.models import Account, Claim, Party, Proposal, User
from negotiations.models.bases import columns
from negotiations.rules.moments import WorldMoment


@action
def give_account(
    *,
    proposal: Proposal,
    party: Party,
    attribute: AccountAttribute,
    value: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
    value_on: date | None = None,
    stated: WorldMoment | None = None,
    replaces: Account | None = None,
    reason: str = "",
) -> Account:
    """Record what a party says of one attribute; `replaces` is its earlier account that this one revises."""
    require_role(actor, proposal.negotiation)
    require_within(proposal.negotiation, claim=claim, party=party)
    if replaces is not None:
        _require_same(replaces, proposal, party, attribute)
    account = Account(
        negotiation=proposal.negotiation,
        proposal=proposal,
        party=party,
        attribute=attribute,
        value=value,
        value_on=value_on,
        replaces=replaces,
        claim=claim,
        **columns("stated", stated or claim.stated),
    )
    kind = "account.revised" if replaces else "account.given"
    add(account, kind=kind, actor=actor, now=now, claim=claim, reason=reason)
    refresh_standing(proposal, now=now)
    return account


@action
def withdraw_account(
    *,
    account: Account,
    reason: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
    stated: WorldMoment | None = None,
) -> Account:
    """Record that a party no longer says so; the account stays on record as withdrawn."""
    require_role(actor, account.negotiation)
    require_within(account.negotiation, claim=claim)
    withdrawal = Account(
        negotiation=account.negotiation,
        proposal=account.proposal,
        party=account.party,
        attribute=account.attribute,
        value=account.value,
        value_on=account.value_on,
        withdrawn=True,
        replaces=account,
        claim=claim,
        **columns("stated", stated or claim.stated),
    )
    add(withdrawal, kind="account.withdrawn", actor=actor, now=now, claim=claim, reason=reason)
    recall_account(account=account)
    refresh_standing(account.proposal, now=now)
    return withdrawal


def _require_same(earlier: Account, proposal: Proposal, party: Party, attribute: AccountAttribute) -> None:
    if (earlier.proposal_id, earlier.party_id, earlier.attribute) != (proposal.pk, party.pk, attribute):
        raise InvalidValueError(
            "An account revises one of the same party, proposal and attribute; choose that one.", field="replaces"
        )
