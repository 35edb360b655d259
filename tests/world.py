"""A small negotiation in which every action has been used once and every noun has a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from negotiations.actions.accounts import give_account, withdraw_account
from negotiations.actions.claims import mark_claim
from negotiations.actions.conditions import clear_dependency, make_depend, record_progress
from negotiations.actions.deadlines import add_reading, extend_deadline, settle_deadline
from negotiations.actions.negotiations import revise_negotiation
from negotiations.actions.parties import join_group
from negotiations.actions.people import hold_role
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import (
    assess_trend,
    change_status,
    code_ceasefire,
    involve,
    link_proposals,
    revise_proposal,
)
from negotiations.actions.texts import record_text
from negotiations.enums import (
    AccountAttribute,
    CeasefireClass,
    CeasefireExtent,
    CeasefireSide,
    ClaimStanding,
    DeadlineStatus,
    EventRole,
    InvolvementRole,
    LineageKind,
    NameKind,
    Outlook,
    Progress,
    ProposalStatus,
    Stance,
    Trend,
)
from negotiations.models import Negotiation, Party, Proposal, User
from tests import factories as make

BEFORE = datetime(2025, 4, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class World:
    """What tests ask for by name; everything else is found through these."""

    negotiation: Negotiation
    lead: User
    proposal: Proposal
    parties: tuple[Party, Party]


def build(*, restricted: bool = False, mark: str = "") -> World:
    """Every noun once; `mark` is put into every text, and parties, people and sources belong to the negotiation."""
    home = make.negotiation(name=f"Talks {mark}", summary=f"Summary {mark}", restricted=restricted)
    lead = make.user()
    make.member(home, lead)
    own = home if restricted else None
    who = {"actor": None, "now": make.NOW}
    russia, ukraine, leaders = (
        make.party(
            name=f"{name} {mark}",
            negotiation=own,
            neutral_note=f"Note {mark}",
            names=[(f"Other {name} {mark}", "en", NameKind.ALTERNATIVE)],
        )
        for name in ("Russia", "Ukraine", "Leaders")
    )
    join_group(party=ukraine, group=leaders, **who)
    envoy = make.person(
        name=f"Envoy {mark}", negotiation=own, names=[(f"Spelt otherwise {mark}", "uk", NameKind.TRANSLITERATION)]
    )
    hold_role(person=envoy, party=russia, title=f"Office {mark}", since_on=date(2025, 1, 1), **who)
    outlet = make.source(name=f"Outlet {mark}", negotiation=own)
    article = make.article(source=outlet, title=f"Report {mark}", author=f"Author {mark}", negotiation=own)
    claim = make.claim(
        home,
        article=article,
        assertion=f"Assertion {mark}",
        quotation=f"Quotation {mark}",
        locator=f"Paragraph {mark}",
        asserted_by_person=envoy,
    )
    mark_claim(claim=make.claim(home, article=article), standing=ClaimStanding.DISPUTED, reason=f"Doubt {mark}", **who)
    on = {"claim": claim, **who}
    proposal = make.proposal(
        home,
        title=f"Truce {mark}",
        short_title=f"Short {mark}",
        summary=f"What {mark}",
        scope=f"Where {mark}",
        status_reason=f"Why {mark}",
        claim=claim,
    )
    revise_proposal(proposal=proposal, summary=f"What, revised {mark}", reason=f"Clearer {mark}", **who)
    change_status(proposal=proposal, status=ProposalStatus.IN_FORCE, reason=f"It began {mark}", **on)
    assess_trend(
        proposal=proposal, trend=Trend.UNCHANGED, outlook=Outlook.RISK, slipping=True, reason=f"Fades {mark}", **on
    )
    code_ceasefire(
        proposal=proposal,
        side=CeasefireSide.BILATERAL,
        extent=CeasefireExtent.PARTIAL,
        ceasefire_class=CeasefireClass.CESSATION,
        term_days=30,
        other_purpose=f"Purpose {mark}",
        **on,
    )
    involve(proposal=proposal, party=russia, role=InvolvementRole.PROPOSER, **on)
    involve(proposal=proposal, person=envoy, role=InvolvementRole.MEDIATOR, **on)
    rival = make.proposal(home, title=f"Rival {mark}", status_reason=f"Floated {mark}", claim=claim)
    link_proposals(proposal=rival, other=proposal, kind=LineageKind.RIVAL_OF, **on)
    relief, silence = (
        make.condition(proposal, text=f"{text} {mark}", claim=claim, demanded_by=russia, issue_text=f"Issue {mark}")
        for text in ("Relief", "Silence")
    )
    clear_dependency(
        dependency=make_depend(condition=relief, needs=silence, reason=f"First {mark}", **on),
        cleared_on=date(2025, 4, 14),
        reason=f"Cleared {mark}",
        **on,
    )
    record_progress(condition=relief, progress=Progress.MINIMAL, reason=f"Begun {mark}", **on)
    take_position(condition=relief, party=russia, stance=Stance.DEMANDS, note=f"Loudly {mark}", **on)
    take_position(proposal=proposal, party=ukraine, stance=Stance.ACCEPTS, person=envoy, by_proxy=True, **on)
    ends = {"proposal": proposal, "attribute": AccountAttribute.ENDS}
    give_account(party=russia, value=f"Thursday {mark}", value_on=date(2025, 4, 17), **ends, **on)
    friday = give_account(party=ukraine, value=f"Friday {mark}", value_on=date(2025, 4, 18), **ends, **on)
    withdraw_account(account=friday, reason=f"Said no more {mark}", **on)
    record_text(proposal=proposal, name=f"Terms {mark}", edition=f"Draft {mark}", text=f"They stop {mark}", **on)
    make.event(
        home,
        title=f"Meeting {mark}",
        summary=f"They met {mark}",
        place=f"Place {mark}",
        ordinal=3,
        ordinal_note=f"Since {mark}",
        claim=claim,
        parts=[(russia, EventRole.HOST), (envoy, EventRole.PARTICIPANT)],
        proposals=[proposal],
    )
    ending = make.deadline(proposal, title=f"Ends {mark}", claim=claim)
    add_reading(deadline=ending, expression="17 April 2025", party=russia, **on)
    extend_deadline(deadline=ending, expression="2 May 2025", reason=f"Longer {mark}", **on)
    reply = make.deadline(proposal, title=f"Reply {mark}", expression="by 20 April 2025", claim=claim)
    settle_deadline(deadline=reply, status=DeadlineStatus.MET, reason=f"Answered {mark}", **on)
    editor = make.user()
    make.member(home, editor)
    propose_hold(proposal, editor, mark, on)
    return World(home, lead, proposal, (russia, ukraine))


def propose_hold(proposal: Proposal, editor: User, mark: str, on: dict[str, Any]) -> None:
    """A change of status that waits for a second person; then one person is enough again."""
    for two, why in ((True, "Four eyes"), (False, "One is enough")):
        revise_negotiation(
            negotiation=proposal.negotiation, two_person_review=two, reason=f"{why} {mark}", actor=None, now=make.NOW
        )
        if two:
            hold = {"status": ProposalStatus.ON_HOLD, "reason": f"Proposed {mark}"}
            change_status(proposal=proposal, **hold, **{**on, "actor": editor})
