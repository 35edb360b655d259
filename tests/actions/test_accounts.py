from datetime import UTC, date, datetime

import pytest

from negotiations.actions.accounts import give_account, withdraw_account
from negotiations.enums import AccountAttribute
from negotiations.errors import AlreadySaidError, InvalidValueError
from negotiations.models import Account, Party, Proposal
from negotiations.queries.audit import doubled_accounts
from negotiations.rules.moments import WorldMoment
from tests import factories as make

pytestmark = pytest.mark.django_db


def give(
    proposal: Proposal, party: Party, day: int, replaces: Account | None = None, stated: WorldMoment | None = None
) -> Account:
    return give_account(
        proposal=proposal,
        party=party,
        attribute=AccountAttribute.ENDS,
        value=f"{day} April",
        value_on=date(2025, 4, day),
        replaces=replaces,
        stated=stated,
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


def test_a_party_says_one_thing_at_a_time() -> None:
    proposal, russia = make.proposal(), make.party(name="Russia")
    first = give(proposal, russia, 17)
    with pytest.raises(AlreadySaidError) as refusal:
        give(proposal, russia, 18)
    assert (refusal.value.field, refusal.value.account) == ("replaces", first.pk)
    assert f"in account {first.pk} (“17 April”)" in refusal.value.reason
    revised = give(proposal, russia, 18, replaces=first)
    with pytest.raises(AlreadySaidError) as refusal:
        give(proposal, russia, 19, replaces=first)
    assert refusal.value.account == revised.pk
    given = give(make.proposal(proposal.negotiation), russia, 18)
    assert list(Account.objects.unscoped(reason="test").live().order_by("pk")) == [revised, given]


def test_what_is_said_again_goes_on_with_the_line() -> None:
    proposal, russia = make.proposal(), make.party()
    first = give(proposal, russia, 17)
    on = {"claim": first.claim, "actor": None, "now": make.NOW}
    taken_back = withdraw_account(account=first, reason="Said no more", **on)
    with pytest.raises(InvalidValueError, match="take back the one that holds"):
        withdraw_account(account=first, reason="Once more", **on)
    again = give(proposal, russia, 18)
    assert (again.replaces, again.first) == (taken_back, first)
    assert list(Account.objects.unscoped(reason="test").live()) == [again]


def test_on_a_day_before_the_middle_of_a_line_was_stated_one_account_stands() -> None:
    """Given on the 10th, revised to a word of the 20th, and that one to a word of the 15th: on the 17th, the last."""
    proposal, russia = make.proposal(), make.party()
    earlier, given = None, []
    for day in (10, 20, 15):
        earlier = give(proposal, russia, day, replaces=earlier, stated=WorldMoment.day(date(2025, 4, day), make.KYIV))
        given.append(earlier)
    rows = Account.objects.unscoped(reason="test")
    on_the_day = rows.as_of(datetime(2025, 4, 17, tzinfo=UTC))
    assert list(on_the_day.live(on_the_day)) == [given[2]]


def test_a_second_account_that_came_by_other_means_is_found() -> None:
    proposal, russia = make.proposal(), make.party()
    first = give(proposal, russia, 17)
    other = give(proposal, make.party(), 18)
    assert doubled_accounts() == []
    Account.objects.unscoped(reason="test").filter(pk=other.pk).update(party=russia)
    assert doubled_accounts() == [first, other]


def test_an_account_revises_one_of_the_same_party() -> None:
    proposal = make.proposal()
    first = give(proposal, make.party(), 17)
    with pytest.raises(InvalidValueError) as refusal:
        give(proposal, make.party(), 18, replaces=first)
    assert refusal.value.field == "replaces"
