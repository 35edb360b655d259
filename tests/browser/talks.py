"""Talks that only two people know of, so that what they record moves nothing that other tests look at."""

from __future__ import annotations

from typing import Any

from negotiations.actions.negotiations import revise_negotiation
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import link_proposals
from negotiations.enums import LineageKind, MemberRole, Stance
from tests import factories as make

FIRST, SECOND = "first@example.org", "second@example.org"
DRAFT, REVISION = "First draft", "Second draft"
DOUBTED = "Both sides accept the exchange."
MINUTES = "Minutes of the quartermaster"


def prepare(password: str) -> None:
    """Two drafts of an exchange of prisoners, compared point by point; every status waits for a second person."""
    home = make.negotiation(name="Exchange of prisoners", restricted=True)
    for address, role in ((FIRST, MemberRole.EDITOR), (SECOND, MemberRole.LEAD)):
        person = make.user(email=address, name=address.partition("@")[0].title(), password=password)
        make.member(home, person, role)
    claim = make.claim(home)
    on: dict[str, Any] = {"claim": claim, "actor": None, "now": make.NOW}
    draft, revision = (
        make.proposal(home, title=f"{title} of an exchange", short_title=title, claim=claim)
        for title in (DRAFT, REVISION)
    )
    link_proposals(proposal=revision, other=draft, kind=LineageKind.REVISES, **on)
    shared = "A list of names is handed over first."
    for offer, text, code in (
        (draft, shared, "XNuclear"),
        (revision, shared, "XNuclear"),
        (draft, "One for one, within thirty days.", "XSanc"),
        (revision, "All for all, within thirty days.", "XSanc"),
        (draft, "Observers count them.", "XMaritime"),
        (revision, "Their families are told.", "XAsset"),
    ):
        make.condition(offer, text=text, issue_code=code, claim=claim)
    doubted = make.claim(home, assertion=DOUBTED, article=make.article(title=MINUTES))
    party = make.party(name="Sylvania", negotiation=home)
    take_position(proposal=draft, party=party, stance=Stance.ACCEPTS, **{**on, "claim": doubted})
    revise_negotiation(negotiation=home, two_person_review=True, reason="Four eyes.", actor=None, now=make.NOW)
