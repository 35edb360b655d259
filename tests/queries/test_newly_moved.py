"""What moved lately, read as the record knew it: in the words of then, named by those who named it then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from negotiations.actions.merging import merge_parties
from negotiations.actions.parties import revise_party
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import change_status, revise_proposal
from negotiations.enums import ProposalStatus, Stance
from negotiations.queries.newly_moved import newly_moved
from negotiations.queries.shapes import Reader, Then
from negotiations.rules.moments import WorldMoment
from tests import factories as make

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def test_what_was_renamed_and_merged_since_stands_as_it_was_known() -> None:
    truce, user = make.proposal(title="Truce at sea"), make.user()
    said, twice = make.party(name="Ruritania"), make.party(name="Republic of Ruritania")
    by = {"actor": None, "now": make.NOW}
    stated = WorldMoment.instant(make.NOW, make.KYIV)
    claim = make.claim(truce.negotiation)
    change_status(proposal=truce, status=ProposalStatus.ON_HOLD, stated=stated, reason="It waits.", claim=claim, **by)
    take_position(proposal=truce, party=twice, stance=Stance.ACCEPTS, stated=stated, claim=claim, **by)
    later = {"actor": None, "now": make.NOW + timedelta(hours=2), "reason": "Told better."}
    truce.refresh_from_db()
    revise_proposal(proposal=truce, title="Ceasefire on the water", **later)
    merge_parties(party=twice, into=said, **later)
    revise_party(party=said, name="Kingdom of Ruritania", **later)
    now = make.NOW + timedelta(days=1)

    def told(known_at: timedelta | None) -> set[tuple[str, str, str]]:
        then = None if known_at is None else Then(now, make.NOW + known_at)
        return {(row.kind, row.title, row.words) for row in newly_moved(Reader(user, now, then), WEEK)}

    def as_named(offer: str, party: str) -> set[tuple[str, str, str]]:
        reasons = ("It waits.", "Both sides talk about it.")
        moved = {("change", offer, reason) for reason in reasons}
        return {*moved, ("position", party, f"{truce.reference} {offer}")}

    assert told(timedelta(hours=1)) == as_named("Truce at sea", "Republic of Ruritania")
    assert told(timedelta(hours=3)) == as_named("Ceasefire on the water", "Kingdom of Ruritania")
    assert told(None) == told(timedelta(hours=3))
