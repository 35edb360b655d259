from datetime import date

import pytest

from negotiations.actions.accounts import give_account, withdraw_account
from negotiations.enums import AccountAttribute
from negotiations.errors import InvalidValueError
from negotiations.models import Account, Party, Proposal
from tests import factories as make

pytestmark = pytest.mark.django_db


def give(proposal: Proposal, party: Party, day: int, replaces: Account | None = None) -> Account:
    return give_account(
        proposal=proposal,
        party=party,
        attribute=AccountAttribute.ENDS,
        value=f"{day} April",
        value_on=date(2025, 4, day),
        replaces=replaces,
        claim=make.claim(proposal.negotiation),
        actor=None,
        now=make.NOW,
    )


def test_revised_and_withdrawn_accounts_stay_and_are_no_longer_live() -> None:
    proposal, russia, ukraine = make.proposal(), make.party(), make.party()
    first = give(proposal, russia, 17)
    revised = give(proposal, russia, 16, replaces=first)
    given = give(proposal, ukraine, 18)
    withdrawal = withdraw_account(account=given, reason="Said no more", claim=given.claim, actor=None, now=make.NOW)
    every = Account.objects.unscoped(reason="test").order_by("pk")
    assert list(every) == [first, revised, given, withdrawal]
    assert list(every.live()) == [revised]


def test_an_account_revises_one_of_the_same_party() -> None:
    proposal = make.proposal()
    first = give(proposal, make.party(), 17)
    with pytest.raises(InvalidValueError) as refusal:
        give(proposal, make.party(), 18, replaces=first)
    assert refusal.value.field == "replaces"


def test_an_account_is_replaced_once() -> None:
    proposal, russia = make.proposal(), make.party()
    first = give(proposal, russia, 17)
    give(proposal, russia, 16, replaces=first)
    with pytest.raises(InvalidValueError):
        give(proposal, russia, 15, replaces=first)
