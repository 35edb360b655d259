"""Where the live accounts of a deal differ, with each account and its claim."""

from __future__ import annotations

from msgspec import Struct

from negotiations import models
from negotiations.enums import AccountAttribute
from negotiations.queries.accounts import ACCOUNT, Account
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader
from negotiations.rules.divergence import Told, divergences


class Divergence(Struct):
    """One attribute on which parties' accounts differ; `one_sided` when only one party speaks of it."""

    attribute: AccountAttribute
    one_sided: bool
    accounts: list[Account]


def divergences_by_proposal(ids: list[int], reader: Reader) -> dict[int, list[Divergence]]:
    """The divergences of each proposal, worked out from the accounts this reader may see."""
    rows = models.Account.objects.visible_to(reader.user).filter(proposal__any_of=ids)
    given = read(ACCOUNT.standing(rows, reader.then).order_by("pk"), ACCOUNT, reader)
    replaced = {account.replaces for account in given}
    live = [account for account in given if account.id not in replaced and not account.withdrawn]
    found: dict[int, list[Divergence]] = {}
    for proposal in ids:
        of_it = {_told(account): account for account in live if account.proposal and account.proposal.id == proposal}
        found[proposal] = [
            Divergence(each.attribute, each.one_sided, [of_it[told] for told in each.accounts])
            for each in divergences(told for told in of_it if told.party_id)
        ]
    return found


def _told(account: Account) -> Told:
    """The account as the rule compares it; party 0 where the reader may not know the party."""
    return Told(
        party_id=account.party.id if account.party else 0,
        attribute=AccountAttribute(account.attribute),
        value=account.value,
        value_on=account.value_on,
        stated_at=account.stated_at,
        claim_id=account.claim.id if account.claim else 0,
    )
