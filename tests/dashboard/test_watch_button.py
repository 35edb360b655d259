"""Watching what a proposal belongs to, from its own page."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from negotiations.actions.proposals import involve
from negotiations.actions.subscriptions import watch
from negotiations.enums import InvolvementRole
from negotiations.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_negotiation_and_the_parties_are_watched_where_a_proposal_meets_them(
    page: Client, reader: User, tuesday: datetime
) -> None:
    home, party = make.negotiation(), make.party(name="North")
    proposal, claim = make.proposal(home), make.claim(home)
    watch(user=reader, negotiation=home, actor=reader, now=make.NOW)
    involve(proposal=proposal, party=party, role=InvolvementRole.PROPOSER, claim=claim, actor=None, now=make.NOW)
    address = f"/proposals/{proposal.reference}/"
    watched = [(each.name, each.watched) for each in page.get(address).context["also"]]
    assert watched == [(home.name, True), ("North", False)]
    for button, wish in ((f"/negotiations/{home.reference}/watch/", "off"), (f"/parties/{party.pk}/watch/", "on")):
        answer = page.post(button, {"watch": wish, "next": address})
        assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert [each.watched for each in page.get(address).context["also"]] == [False, True]
    away = page.post(f"/negotiations/{home.reference}/watch/", {"watch": "on", "next": "//evil.example"})
    assert away.headers["Location"] == f"/proposals/?negotiation={home.reference}"
    assert page.post("/negotiations/N-987/watch/", {"watch": "on"}).status_code == 404
