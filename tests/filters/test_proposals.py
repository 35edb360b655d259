from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from negotiations.actions.proposals import change_status, involve
from negotiations.enums import InvolvementRole, ProposalStatus
from negotiations.filters.proposals import ProposalFilters
from negotiations.models import Party, Proposal, User
from negotiations.queries.shapes import Reader
from tests import factories as make

PASSED = datetime(2025, 4, 19, tzinfo=UTC)


class Office:
    """Four proposals that differ in one respect each."""

    def __init__(self) -> None:
        self.reader: User = make.user()
        home = make.negotiation()
        self.host: Party = make.party(name="Saudi Arabia", iso_alpha3="SAU")
        claim = make.claim(home)
        who = {"claim": claim, "actor": None, "now": make.NOW}
        self.hosted = make.proposal(home, title="Élan of the sea", summary="A truce at sea")
        involve(proposal=self.hosted, party=self.host, role=InvolvementRole.HOST, **who)
        self.addressed = make.proposal(home, title="Land")
        involve(proposal=self.addressed, party=self.host, role=InvolvementRole.ADDRESSEE, **who)
        self.ending = make.proposal(home, title="Ending")
        make.deadline(self.ending)
        self.held = make.proposal(make.negotiation(name="Other talks"), title="Held")
        change_status(
            proposal=self.held,
            status=ProposalStatus.ON_HOLD,
            reason="A pause.",
            claim=make.claim(self.held.negotiation),
            actor=None,
            now=make.NOW,
        )

    def kept(self, now: datetime = make.NOW, **query: str) -> list[str]:
        rows = Proposal.objects.visible_to(self.reader)
        found = ProposalFilters(query, rows, reader=Reader(self.reader, now), only=query)
        return [proposal.title for proposal in found.qs.order_by("pk")]


@pytest.fixture
def office(db: None) -> Office:
    return Office()


ANSWERS: list[tuple[dict[str, str], list[str]]] = [
    ({"party": "SAU"}, ["Élan of the sea", "Land"]),
    ({"party": "SAU", "party_role": "host"}, ["Élan of the sea"]),
    ({"party": "SAU", "party_role": "mediator"}, []),
    ({"party_role": "addressee"}, ["Land"]),
    ({"party": "FRA"}, []),
    ({"q": "elan"}, ["Élan of the sea"]),
    ({"q": "ÉLAN SEA"}, ["Élan of the sea"]),
    ({"q": "truce land"}, []),
    ({"q": "100%"}, []),
    ({"status": "on hold"}, ["Held"]),
    ({"status__not": "under discussion"}, ["Held"]),
    ({"next_due_at__isnull": "false"}, ["Ending"]),
    ({"next_due_at__isnull": "true"}, ["Élan of the sea", "Land", "Held"]),
    ({"next_due_at__gt": "2025-01-01T00:00:00Z"}, ["Ending"]),
    ({"next_due_at__lt": "2025-01-01T00:00:00Z"}, []),
    ({"overdue": "true"}, []),
]


@pytest.mark.parametrize(("query", "titles"), ANSWERS, ids=lambda each: str(each)[:40])
def test_a_list_is_narrowed(office: Office, query: dict[str, str], titles: list[str]) -> None:
    assert office.kept(**query) == titles


def test_overdue_follows_the_clock_that_is_given(office: Office) -> None:
    assert office.kept(PASSED, overdue="true") == ["Ending"]
    assert office.kept(PASSED, overdue="false") == ["Élan of the sea", "Land", "Held"]


def test_a_party_is_found_by_its_id_and_a_negotiation_by_its_reference(office: Office) -> None:
    assert office.kept(party=str(office.host.pk)) == ["Élan of the sea", "Land"]
    assert office.kept(negotiation=office.held.negotiation.reference) == ["Held"]
    both: Any = f"{office.held.negotiation.reference},{office.ending.negotiation.reference}"
    assert len(office.kept(negotiation__in=both)) == 4
