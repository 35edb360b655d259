"""Where the live accounts of a deal differ, with each account and its claim."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from msgspec import Struct

from negotiations import models
from negotiations.enums import AccountAttribute
from negotiations.models.accounts import AccountQuerySet
from negotiations.queries.accounts import ACCOUNT, Account
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader
from negotiations.rules.divergence import TOLD_BY_ONE, Told, divergences


class Divergence(Struct):
    """One attribute on which parties' accounts differ; `one_sided` when only one party speaks of it."""

    attribute: AccountAttribute
    one_sided: bool
    accounts: list[Account]


class Said(Struct):
    """What the parties that this reader may know say of one attribute, and whether they differ on it."""

    attribute: AccountAttribute
    accounts: list[Account]
    differs: bool
    one_sided: bool


def divergences_by_proposal(ids: list[int], reader: Reader) -> dict[int, list[Divergence]]:
    """The divergences of each proposal, worked out from the accounts this reader may see."""
    live = _live_accounts(ids, reader)
    found: dict[int, list[Divergence]] = {}
    for proposal in ids:
        of_it = {_told(account): account for account in live if account.proposal and account.proposal.id == proposal}
        found[proposal] = [
            Divergence(each.attribute, each.one_sided, [of_it[told] for told in each.accounts])
            for each in divergences(of_it)
        ]
    return found


def accounts_of(proposal: int, differing: list[Divergence], reader: Reader) -> list[Said]:
    """What the parties say of a proposal now, attribute by attribute in the order of the code list."""
    live = _live_accounts([proposal], reader)
    by_attribute = {each: [account for account in live if account.attribute == each] for each in AccountAttribute}
    known = {each.attribute: each for each in differing}
    return [
        Said(each, accounts, each in known, each in known and known[each].one_sided)
        for each, accounts in by_attribute.items()
        if accounts
    ]


def differing_accounts(reader: Reader) -> AccountQuerySet:
    """The live accounts from which another party's differ, as the rule says it, without reading any into memory."""
    live = _live(reader)
    of_it = live.filter(proposal=OuterRef("proposal"), attribute=OuterRef("attribute"))
    others = of_it.exclude(party=OuterRef("party"))
    same = live.filter(
        proposal=OuterRef("proposal"),
        attribute=OuterRef("attribute"),
        party=OuterRef("party"),
        said=OuterRef(OuterRef("said")),
    )
    contradicted = Exists(others.filter(~Exists(same)))
    alone = Q(attribute__in=TOLD_BY_ONE) & ~Exists(others)
    return live.filter(contradicted | alone)


def _live_accounts(proposals: list[int], reader: Reader) -> list[Account]:
    """Accounts that no later one replaces or takes back, of parties that this reader may know."""
    rows = models.Account.objects.visible_to(reader.user).filter(proposal__any_of=proposals)
    given = read(ACCOUNT.standing(rows, reader.then).order_by("pk"), ACCOUNT, reader)
    replaced = {account.replaces for account in given}
    return [each for each in given if each.id not in replaced and not each.withdrawn and each.party]


def _live(reader: Reader) -> AccountQuerySet:
    """What each party that this reader may know says on the day that is looked at."""

    def on_the_day() -> AccountQuerySet:
        given = models.Account.objects.visible_to(reader.user)
        return given.as_of(reader.then.as_of, known_at=reader.then.known_at) if reader.then else given

    known = models.Party.objects.visible_to(reader.user).order_by().values("pk")
    replaced = on_the_day().filter(replaces=OuterRef("pk"))
    return on_the_day().filter(~Exists(replaced), withdrawn=False, party__in=known)


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
