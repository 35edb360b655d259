"""The filters `stuck` and `unanswered` keep exactly what the pages that show these readings would."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from negotiations.actions.conditions import record_progress
from negotiations.actions.negotiations import revise_negotiation
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import assess_trend, change_status, involve
from negotiations.enums import InvolvementRole, Momentum, Progress, ProposalStatus, Stance, Trend
from negotiations.filters.proposals import ProposalFilters
from negotiations.models import Negotiation, Position, Proposal, User
from negotiations.queries.position_matrix import position_matrices
from negotiations.queries.proposal_lines import proposal_lines
from negotiations.queries.shapes import Reader
from negotiations.rules.moments import WorldMoment
from tests import factories as make

S = ProposalStatus
LATER = make.NOW + timedelta(days=30)
WHO: dict[str, Any] = {"actor": None, "now": make.NOW}
pytestmark = pytest.mark.django_db


def kept(user: User, **query: str) -> set[str]:
    rows = Proposal.objects.visible_to(user).open()
    found = ProposalFilters(query, rows, reader=Reader(user, LATER), only=query)
    return set(found.qs.values_list("title", flat=True))


def said(day: date) -> WorldMoment:
    return WorldMoment.day(day, make.KYIV)


def _named(home: Negotiation, words: str, **given: Any) -> Proposal:
    return make.proposal(home, title=f"{words}, {home.name}", **given)


def test_stuck_is_what_is_on_hold_or_stalled_by_the_days_of_its_negotiation() -> None:
    """Ten proposals, alike but for what their titles say, in talks that go by different days."""
    quick, slow = make.negotiation(), make.negotiation()
    for home, days in ((quick, (7, 3)), (slow, (90, 60))):
        given = dict(zip(("stalled_after_days", "warning_days"), days, strict=True))
        revise_negotiation(negotiation=home, reason="Its own days.", **given, **WHO)
    old, new = said(date(2025, 3, 1)), said(date(2025, 5, 12))
    for home in (quick, slow):
        named = partial(_named, home)
        claim = make.claim(home, stated=old)
        on: dict[str, Any] = {"claim": claim, **WHO}
        named("quiet", stated=old, claim=claim)
        named("in force", stated=old, claim=claim, status=S.IN_FORCE)
        named("on hold", stated=new, claim=claim, status=S.ON_HOLD)
        named("over", stated=old, claim=claim, status=S.EXPIRED)
        make.deadline(named("overdue", stated=old, claim=claim))
        slips = named("slips", stated=old, claim=claim)
        assess_trend(proposal=slips, trend=Trend.DETERIORATED, slipping=True, reason="It slips.", **on)
        blocked = named("blocked near its date", stated=old, claim=claim)
        make.condition(blocked, blocks=True, claim=claim)
        make.deadline(blocked, expression="5 June 2025", claim=claim)
        moved = named("moved", stated=old, claim=claim)
        change_status(proposal=moved, status=S.AGREED, reason="So.", stated=new, **on)
        spoken = make.condition(named("a party spoke", stated=old, claim=claim), claim=claim)
        take_position(condition=spoken, party=make.party(), stance=Stance.ACCEPTS, stated=new, **on)
        begun = make.condition(named("begun", stated=old, claim=claim), claim=claim)
        record_progress(condition=begun, progress=Progress.MINIMAL, reason="Begun.", stated=new, **on)
    reader = make.user()
    lines = proposal_lines(Proposal.objects.visible_to(reader).open(), Reader(reader, LATER))
    expected = {
        line.title
        for line in lines
        if line.status == S.ON_HOLD or (line.momentum == Momentum.STALLED and line.status != S.IN_FORCE)
    }
    assert {f"quiet, {quick.name}", f"on hold, {slow.name}"} <= expected
    assert kept(reader, stuck="true") == expected
    assert kept(reader, stuck="false") == {line.title for line in lines} - expected


def test_unanswered_is_what_the_matrix_finds_unanswered() -> None:
    home = make.negotiation()
    claim, earlier = make.claim(home), make.claim(home, stated=said(date(2025, 4, 1)))
    ours, theirs, envoy = make.party(), make.party(), make.person()

    def asked(title: str) -> Any:
        proposal = make.proposal(home, title=title, claim=claim)
        for party in (ours, theirs):
            involve(proposal=proposal, party=party, role=InvolvementRole.ADDRESSEE, claim=claim, **WHO)
        return make.condition(proposal, claim=claim)

    def stands(condition: Any, party: Any, stance: Stance, **given: Any) -> None:
        take_position(condition=condition, party=party, stance=stance, **{"claim": claim, **WHO, **given})

    make.proposal(home, title="no condition", claim=claim)
    asked("nobody")
    stands(asked("one demands"), ours, Stance.DEMANDS)
    both = asked("both demand")
    stands(both, ours, Stance.DEMANDS)
    stands(both, theirs, Stance.DEMANDS)
    answered = asked("answered")
    stands(answered, ours, Stance.DEMANDS)
    stands(answered, theirs, Stance.REJECTS)
    stands(asked("one accepts"), ours, Stance.ACCEPTS)
    changed = asked("now demands")
    stands(changed, ours, Stance.ACCEPTS, claim=earlier)
    stands(changed, ours, Stance.DEMANDS)
    against = asked("only a person against the line")
    stands(against, ours, Stance.REJECTS, person=envoy, dissent=True)
    third = asked("a third is on record elsewhere")
    stands(third, ours, Stance.DEMANDS)
    stands(third, theirs, Stance.DEMANDS)
    other = make.condition(third.proposal, claim=claim)
    for party in (ours, theirs, make.party()):
        stands(other, party, Stance.CONSIDERING)
    hidden = make.negotiation(restricted=True)
    make.condition(make.proposal(hidden, title="hidden"))
    reader = make.user()
    known = Proposal.objects.visible_to(reader)
    found = position_matrices(known, Position.objects.visible_to(reader), Reader(reader, LATER), bare=True)
    expected = {
        group.title
        for matrix in found.matrices
        for group in matrix.groups
        if any(row.unanswered and row.condition for row in group.rows)
    }
    assert expected == {"nobody", "one demands", "now demands", "only a person against the line", third.proposal.title}
    assert kept(reader, unanswered="true") == expected
