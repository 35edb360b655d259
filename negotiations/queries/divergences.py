"""Where the live accounts of a deal differ, with each account and its claim."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from msgspec import Struct

from negotiations import models
from negotiations.enums import AccountAttribute
from negotiations.models.accounts import AccountQuerySet
from negotiations.models.known_values import known_value
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
    live = read(live_accounts(ids, reader), ACCOUNT, reader)
    return {
        proposal: divergences_among([each for each in live if each.proposal and each.proposal.id == proposal])
        for proposal in ids
    }


def divergences_among(live: list[Account]) -> list[Divergence]:
    """Where the live accounts of one proposal differ."""
    told = {_told(account): account for account in live}
    return [
        Divergence(each.attribute, each.one_sided, [told[one] for one in each.accounts]) for each in divergences(told)
    ]


def said_in(live: list[Account], differing: list[Divergence]) -> list[Said]:
    """What the live accounts of one proposal say, attribute by attribute in the order of the code list."""
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
    # Q, because the type checker does not know the column that `_live` adds.
    by_it = Q(("voice", OuterRef("voice")))
    others = of_it.exclude(by_it)
    same = live.filter(
        by_it,
        proposal=OuterRef("proposal"),
        attribute=OuterRef("attribute"),
        said=OuterRef(OuterRef("said")),
    )
    contradicted = Exists(others.filter(~Exists(same)))
    alone = Q(attribute__in=TOLD_BY_ONE) & ~Exists(others)
    return live.filter(contradicted | alone)


def live_accounts(proposals: list[int], reader: Reader) -> AccountQuerySet:
    """What each party says these proposals are, oldest first, as its reader may see it on the day looked at."""
    return _live(reader).filter(proposal__any_of=proposals).order_by("pk")


def _live(reader: Reader) -> AccountQuerySet:
    """What each party (`voice`) that this reader may know says on the day that is looked at."""

    def on_the_day() -> AccountQuerySet:
        given = models.Account.objects.visible_to(reader.user)
        return given.as_of(reader.then.as_of, known_at=reader.then.known_at) if reader.then else given

    known = models.Party.objects.visible_to(reader.user).order_by().values("pk")
    known_at = reader.then.known_at if reader.then else None
    said = on_the_day().live(on_the_day(), known_at=known_at)
    return said.annotate(voice=known_value(models.Account, "party", known_at)).filter(Q(("voice__in", known)))


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
