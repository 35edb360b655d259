"""The filter `divergent` keeps exactly the proposals whose page shows a divergence, on any day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest

from negotiations.actions.accounts import give_account, withdraw_account
from negotiations.enums import AccountAttribute
from negotiations.errors import AlreadySaidError
from negotiations.filters.proposals import ProposalFilters
from negotiations.models import Account, Proposal, User
from negotiations.queries.divergences import divergences_by_proposal
from negotiations.queries.proposals import PROPOSAL
from negotiations.queries.shapes import Reader, Then
from tests import factories as make

DAYS = 6
WORDS = ("Energy only", "energy  only", "Énergie", "2025")


@pytest.fixture
def reader(db: None) -> User:
    """Ten proposals, of which three parties give, revise and take back accounts in no order, over six days."""
    chance, home = Random(11), make.negotiation()  # noqa: S311 - the same history in every run
    claim, parties = make.claim(home), [make.party() for _ in range(3)]
    offers = [make.proposal(home, claim=claim) for _ in range(10)]
    live: list[Account] = []
    for step in range(60):
        now = make.NOW + timedelta(days=step * DAYS / 60)
        on = {"claim": claim, "actor": None, "now": now, "stated": None}
        told = chance.choice(live) if live and chance.random() < 0.4 else None
        if told is not None:
            live.remove(told)
        if told is not None and chance.random() < 0.5:
            withdraw_account(account=told, reason="Said no more.", **on)  # type: ignore[arg-type]
            continue
        day = date(2025, 4, chance.choice((17, 18))) if chance.random() < 0.4 else None
        what = {
            "proposal": told.proposal if told else chance.choice(offers),
            "party": told.party if told else chance.choice(parties),
            "attribute": AccountAttribute(told.attribute) if told else chance.choice(list(AccountAttribute)),
        }
        with suppress(AlreadySaidError):
            live.append(give_account(value=chance.choice(WORDS), value_on=day, replaces=told, **what, **on))  # type: ignore[arg-type]
    return make.user()


def test_it_keeps_what_the_rule_finds(reader: User) -> None:
    later = make.NOW + timedelta(days=DAYS + 1)
    known = [make.NOW + timedelta(days=days) for days in (0.5, 2, 4)]
    seen = []
    for then in (None, *(Then(later, moment) for moment in known)):
        looking = Reader(reader, later, then)
        every = PROPOSAL.standing(Proposal.objects.visible_to(reader), then)
        ids = sorted(every.values_list("pk", flat=True))
        expected = [pk for pk, found in divergences_by_proposal(ids, looking).items() if found]
        for value, kept in (("true", expected), ("false", [pk for pk in ids if pk not in expected])):
            query = {"divergent": value}
            filtered = ProposalFilters(query, every, reader=looking, only=query).qs
            assert sorted(filtered.values_list("pk", flat=True)) == kept, (then, value)
        seen.append(len(expected))
    assert 0 < min(seen) < max(seen) <= len(ids)
    assert len(set(seen)) > 1


def test_an_account_of_a_party_that_the_reader_may_not_know_is_no_divergence(db: None) -> None:
    home = make.negotiation()
    proposal, ends = make.proposal(home), {"attribute": AccountAttribute.ENDS, "actor": None, "now": make.NOW}
    claim = make.claim(home)
    hidden = make.party(negotiation=make.negotiation(restricted=True))
    for party, value in ((make.party(), "Thursday"), (make.party(), "Friday")):
        given = give_account(proposal=proposal, party=party, value=value, claim=claim, **ends)  # type: ignore[arg-type]
    Account.objects.unscoped(reason="test").filter(pk=given.pk).update(party=hidden)
    query = {"divergent": "true"}
    reader = Reader(make.user(), make.NOW)
    rows = Proposal.objects.visible_to(reader.user).filter(pk=proposal.pk)
    assert list(ProposalFilters(query, rows, reader=reader, only=query).qs) == []
