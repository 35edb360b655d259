"""Recording what each party says the deal is."""

from __future__ import annotations

from datetime import date, datetime

from negotiations.actions.alerts.recalling import recall_account
from negotiations.actions.gathering import asked_once
from negotiations.actions.permission import require_role, require_within
from negotiations.actions.proposal_standing import refresh_standing
from negotiations.actions.recording import action, add
from negotiations.enums import AccountAttribute
from negotiations.errors import AlreadySaidError, InvalidValueError
from negotiations.models import Account, Claim, Party, Proposal, User
from negotiations.models.bases import columns
from negotiations.rules.divergence import said_of
from negotiations.rules.moments import WorldMoment

_Lines = dict[tuple[int, str], list[Account]]


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
    """Record what a party says of one attribute; `replaces` is its earlier account that this one revises.

    A party says one thing at a time: over an account that holds, one that does not name it is refused
    (AlreadySaidError). After one that was taken back a new one goes on with its line.
    """
    require_role(actor, proposal.negotiation)
    require_within(proposal.negotiation, claim=claim, party=party)
    lines = _lines(proposal)
    earlier = _earlier(lines.get((party.pk, attribute), []), replaces, party)
    account = Account(
        negotiation=proposal.negotiation,
        proposal=proposal,
        party=party,
        attribute=attribute,
        value=value,
        value_on=value_on,
        said=said_of(value, value_on),
        replaces=earlier,
        first_id=_first(earlier),
        claim=claim,
        **columns("stated", stated or claim.stated),
    )
    kind = "account.revised" if replaces else "account.given"
    add(account, kind=kind, actor=actor, now=now, claim=claim, reason=reason)
    lines[party.pk, attribute] = [account]
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
    newest = _lines(account.proposal).get((account.party_id, account.attribute), [])
    if account.withdrawn or account not in newest:
        raise InvalidValueError(
            f"The account {account.pk} was revised or taken back since; take back the one that holds."
        )
    withdrawal = Account(
        negotiation=account.negotiation,
        proposal=account.proposal,
        party=account.party,
        attribute=account.attribute,
        value=account.value,
        value_on=account.value_on,
        said=account.said,
        withdrawn=True,
        replaces=account,
        first_id=_first(account),
        claim=claim,
        **columns("stated", stated or claim.stated),
    )
    add(withdrawal, kind="account.withdrawn", actor=actor, now=now, claim=claim, reason=reason)
    recall_account(account=account)
    refresh_standing(account.proposal, now=now)
    return withdrawal


def _lines(proposal: Proposal) -> _Lines:
    """The last row of each line of accounts, by party and attribute.

    One party has two where it was merged with another, and at most one of them holds.
    """

    def ask() -> _Lines:
        rows = Account.objects.unscoped(reason="what a party says already is compared with what it says now")
        lines: _Lines = {}
        for row in rows.filter(proposal=proposal).newest().order_by("pk"):
            lines.setdefault((row.party_id, row.attribute), []).append(row)
        return lines

    return asked_once(("accounts", proposal.pk), ask)


def _earlier(newest: list[Account], replaces: Account | None, party: Party) -> Account | None:
    """The account that a new one replaces: the one named, else one that was taken back."""
    live = next((each for each in newest if not each.withdrawn), None)
    if live is not None and live != replaces:
        raise AlreadySaidError(
            f"{party} has given its account of this already, in account {live.pk} (“{live.value[:200]}”). Revise that "
            "one, so that the new account names it as the one it replaces; or take it back first.",
            account=live.pk,
        )
    if replaces is not None and replaces not in newest:
        raise InvalidValueError(
            "An account revises the newest one of the same party, proposal and attribute; choose that one.",
            field="replaces",
        )
    return replaces or (newest[-1] if newest else None)


def _first(earlier: Account | None) -> int | None:
    """The account with which the line goes on that another row begins or follows."""
    return (earlier.first_id or earlier.pk) if earlier else None
