from datetime import UTC, date, datetime

import pytest

from negotiations.actions.proposals import change_status, code_ceasefire, open_proposal
from negotiations.enums import CeasefireClass, CeasefireExtent, CeasefireSide, ProposalKind, Stage, SubStage
from negotiations.enums import ProposalStatus as S
from negotiations.errors import ForbiddenMoveError, InvalidValueError
from negotiations.models import Proposal, StatusChange
from negotiations.rules.moments import WorldMoment
from tests import factories as make

pytestmark = pytest.mark.django_db


def day(number: int) -> WorldMoment:
    return WorldMoment.day(date(2025, 4, number), make.KYIV)


def move(proposal: Proposal, status: S, on: int, recorded: int = 14) -> StatusChange:
    return change_status(
        proposal=proposal,
        status=status,
        stated=day(on),
        reason="As reported.",
        claim=make.claim(proposal.negotiation),
        actor=None,
        now=datetime(2025, 4, recorded, 9, tzinfo=UTC),
    )


def statuses(proposal: Proposal, moment: int, known: int | None = None) -> list[str]:
    at = datetime(2025, 4, moment, 12, tzinfo=UTC)
    known_at = datetime(2025, 4, known, 12, tzinfo=UTC) if known else None
    rows = Proposal.objects.unscoped(reason="test").filter(pk=proposal.pk).as_of(at, known_at=known_at)
    return [row.status_then for row in rows]  # type: ignore[attr-defined]


def test_a_forbidden_move_names_the_moves_allowed() -> None:
    proposal = make.proposal(status=S.REJECTED, stated=day(1))
    with pytest.raises(ForbiddenMoveError, match="cannot become “in force”") as refusal:
        move(proposal, S.IN_FORCE, 2)
    assert refusal.value.allowed == ()


def test_status_is_a_query_over_dated_rows() -> None:
    proposal = make.proposal(status=S.TABLED, stated=day(1))
    move(proposal, S.AGREED, 5)
    move(proposal, S.IN_FORCE, 10)
    assert [statuses(proposal, moment) for moment in (4, 5, 9, 12)] == [
        [S.TABLED],
        [S.AGREED],
        [S.AGREED],
        [S.IN_FORCE],
    ]
    assert proposal.status == S.IN_FORCE


def test_a_proposal_does_not_stand_before_its_first_status() -> None:
    assert statuses(make.proposal(stated=day(10)), 9) == []


def test_what_was_known_and_what_was_so_are_two_axes() -> None:
    proposal = make.proposal(status=S.TABLED, stated=day(1))
    move(proposal, S.AGREED, 2, recorded=20)
    assert statuses(proposal, 3, known=15) == [S.TABLED]
    assert statuses(proposal, 3, known=21) == [S.AGREED]


def test_history_entered_afterwards_leaves_the_present_alone() -> None:
    proposal = make.proposal(status=S.TABLED, stated=day(1))
    move(proposal, S.IN_FORCE, 10)
    move(proposal, S.AGREED, 5)
    assert proposal.status == S.IN_FORCE
    assert [statuses(proposal, moment) for moment in (4, 6, 11)] == [[S.TABLED], [S.AGREED], [S.IN_FORCE]]


def test_history_entered_afterwards_must_fit_between_its_neighbours() -> None:
    proposal = make.proposal(status=S.TABLED, stated=day(1))
    move(proposal, S.IN_FORCE, 10)
    with pytest.raises(ForbiddenMoveError):
        move(proposal, S.REJECTED, 5)


def test_a_change_of_status_needs_its_reason() -> None:
    proposal = make.proposal()
    with pytest.raises(InvalidValueError) as refusal:
        change_status(
            proposal=proposal,
            status=S.AGREED,
            reason=" ",
            claim=make.claim(proposal.negotiation),
            actor=None,
            now=make.NOW,
        )
    assert refusal.value.field == "reason"


def test_a_sub_stage_belongs_to_its_stage() -> None:
    home = make.negotiation()
    opened = make.proposal(home, stage=Stage.CEASEFIRE, sub_stage=SubStage.CEAS)
    assert (opened.stage, opened.sub_stage, opened.stage_scheme != "") == ("Cea", "Ceas", True)
    with pytest.raises(InvalidValueError, match="does not belong"):
        open_proposal(
            negotiation=home,
            title="Mismatch",
            kind=ProposalKind.CEASEFIRE,
            status=S.TABLED,
            status_reason="-",
            claim=make.claim(home),
            stage=Stage.CEASEFIRE,
            sub_stage=SubStage.PROC,
            actor=None,
            now=make.NOW,
        )


def test_a_truce_without_an_end_has_no_term() -> None:
    proposal = make.proposal()
    who = {"claim": make.claim(proposal.negotiation), "actor": None, "now": make.NOW}
    coded = {
        "side": CeasefireSide.BILATERAL,
        "extent": CeasefireExtent.FULL,
        "ceasefire_class": CeasefireClass.CESSATION,
    }
    code_ceasefire(proposal=proposal, term_days=30, **coded, **who)
    with pytest.raises(InvalidValueError) as refusal:
        code_ceasefire(proposal=proposal, open_ended=True, **who)
    assert refusal.value.field == "open_ended"
    recoded = code_ceasefire(proposal=proposal, open_ended=True, term_days=None, **who)
    assert (recoded.open_ended, recoded.term_days) == (True, None)
