"""Deadlines as they are said, dated, moved and settled."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from negotiations.actions.deadlines import (
    add_reading,
    correct_deadline,
    decide_reading,
    extend_deadline,
    set_deadline,
    settle_deadline,
)
from negotiations.actions.events import correct_event
from negotiations.enums import DeadlineKind, DeadlineStatus, EventCategory, TreatyAct
from negotiations.errors import DeadlineUnclearError, ForbiddenMoveError, InvalidValueError
from negotiations.models import Deadline, DeadlineReading, Event, Negotiation, Proposal
from negotiations.rules.moments import NO_DATE, WorldMoment
from tests import factories as make

pytestmark = pytest.mark.django_db

PENDING, DISPUTED = DeadlineStatus.PENDING, DeadlineStatus.DISPUTED


def signature(home: Negotiation, day: int, title: str = "Signing") -> Event:
    return make.event(
        home,
        title=title,
        category=EventCategory.AGREE,
        treaty_act=TreatyAct.SIGNATURE,
        occurred=WorldMoment.day(date(2025, 3, day), make.KYIV),
    )


def moves(deadline: Deadline) -> list[date | None]:
    rows = DeadlineReading.objects.unscoped(reason="test").filter(deadline=deadline, in_use=True)
    return [row.due_on for row in rows.order_by("recorded_at", "pk")]


def on(deadline: Deadline) -> dict[str, Any]:
    return {"deadline": deadline, "claim": deadline.claim, "actor": None, "now": make.NOW}


def test_ends_friday_runs_to_the_end_of_the_day_where_it_was_said() -> None:
    deadline = make.deadline(make.proposal())
    assert (deadline.due_on, deadline.due_at, deadline.due_precision, deadline.due_zone) == (
        date(2025, 4, 18),
        datetime(2025, 4, 18, 21, 0, tzinfo=UTC),
        "day",
        make.KYIV,
    )


def test_the_proposal_knows_its_next_date_until_it_is_settled() -> None:
    proposal = make.proposal()
    deadline = make.deadline(proposal)
    proposal.refresh_from_db()
    assert proposal.next_due_at == deadline.due_at
    settle_deadline(status=DeadlineStatus.MET, reason="Answered", **on(deadline))
    proposal.refresh_from_db()
    assert proposal.next_due_at == NO_DATE


def test_overdue_is_past_and_without_an_outcome() -> None:
    deadline = make.deadline(make.proposal())
    every = Deadline.objects.unscoped(reason="test")
    before, after = datetime(2025, 4, 18, 20, 59, tzinfo=UTC), datetime(2025, 4, 18, 21, 0, tzinfo=UTC)
    assert (list(every.overdue(before)), list(every.overdue(after))) == ([], [deadline])
    settle_deadline(status=DeadlineStatus.LAPSED, **on(deadline))
    assert list(every.overdue(after)) == []


def test_unclear_words_are_refused_with_their_readings_and_nothing_is_kept() -> None:
    with pytest.raises(DeadlineUnclearError) as refusal:
        make.deadline(make.proposal(), expression="04/05/2025")
    assert refusal.value.field == "expression"
    assert Deadline.objects.unscoped(reason="test").count() == 0


def test_vague_words_are_kept_with_a_day_to_look_again() -> None:
    deadline = make.deadline(make.proposal(), expression="within weeks", review_on=date(2025, 4, 28))
    assert (deadline.due_at, deadline.review_on) == (None, date(2025, 4, 28))


def test_a_formula_waits_for_its_event_and_follows_it_when_corrected() -> None:
    proposal = make.proposal()
    deadline = make.deadline(proposal, expression="30 days after signature")
    assert deadline.due_at is None
    event = signature(proposal.negotiation, 18)
    deadline.refresh_from_db()
    assert deadline.due_on == date(2025, 4, 17)
    moved = WorldMoment.day(date(2025, 3, 19), make.KYIV)
    correct_event(event=event, occurred=moved, reason="Signed a day later", claim=event.claim, actor=None, now=make.NOW)
    deadline.refresh_from_db()
    assert deadline.due_on == date(2025, 4, 18)
    assert moves(deadline) == [None, date(2025, 4, 17), date(2025, 4, 18)]


def test_a_settled_deadline_no_longer_follows_its_event() -> None:
    proposal = make.proposal()
    event = signature(proposal.negotiation, 18)
    deadline = make.deadline(proposal, expression="30 days after signature")
    settle_deadline(status=DeadlineStatus.MET, **on(deadline))
    moved = WorldMoment.day(date(2025, 3, 19), make.KYIV)
    correct_event(event=event, occurred=moved, reason="-", claim=event.claim, actor=None, now=make.NOW)
    deadline.refresh_from_db()
    assert deadline.due_on == date(2025, 4, 17)


def test_two_signatures_are_never_guessed_between_but_one_can_be_chosen() -> None:
    proposal = make.proposal()
    first, _ = signature(proposal.negotiation, 18, "The first text"), signature(proposal.negotiation, 25, "The second")
    waiting = make.deadline(proposal, expression="30 days after signature")
    assert waiting.due_at is None
    chosen = make.deadline(proposal, expression="30 days after signature", anchor=first)
    assert chosen.due_on == date(2025, 4, 17)


def disputed(proposal: Proposal, *, decided: str = "") -> tuple[Deadline, DeadlineReading]:
    deadline = make.deadline(proposal, decided=decided)
    reading = add_reading(
        deadline=deadline,
        expression="30 days after 18 March 2025",
        party=make.party(),
        claim=deadline.claim,
        actor=None,
        now=make.NOW,
    )
    return deadline, reading


def test_parties_that_date_it_differently_stand_side_by_side_and_the_earliest_rules() -> None:
    deadline, reading = disputed(make.proposal())
    assert (deadline.status, deadline.due_on, reading.due_on) == (DISPUTED, date(2025, 4, 17), date(2025, 4, 17))


def test_the_team_may_decide_for_the_later_reading() -> None:
    deadline, reading = disputed(make.proposal(), decided="Every other source says Friday")
    assert (deadline.status, deadline.due_on, reading.in_use) == (DISPUTED, date(2025, 4, 18), False)


def test_a_decision_is_a_dated_row_of_its_own() -> None:
    deadline, _ = disputed(make.proposal())
    friday = DeadlineReading.objects.unscoped(reason="test").get(deadline=deadline, party=None)
    decide_reading(reading=friday, reason="The sponsor confirmed Friday", **on(deadline))
    assert (deadline.due_on, moves(deadline)) == (
        date(2025, 4, 18),
        [date(2025, 4, 18), date(2025, 4, 17), date(2025, 4, 18)],
    )


def test_an_extension_ends_the_old_term_and_opens_a_new_one() -> None:
    deadline = make.deadline(make.proposal())
    successor = extend_deadline(expression="2 May 2025", reason="Both sides agreed", **on(deadline))
    outcome = deadline.outcomes.unscoped(reason="test").get(status=DeadlineStatus.EXTENDED)
    assert (deadline.status, successor.due_on, successor.status, outcome.extended_to) == (
        DeadlineStatus.EXTENDED,
        date(2025, 5, 2),
        PENDING,
        successor,
    )


def test_an_extension_must_end_later() -> None:
    deadline = make.deadline(make.proposal())
    with pytest.raises(InvalidValueError, match="no later than"):
        extend_deadline(expression="17 April 2025", **on(deadline))
    assert Deadline.objects.unscoped(reason="test").count() == 1
    deadline.refresh_from_db()
    assert deadline.status == PENDING


def test_a_correction_keeps_what_was_believed_before() -> None:
    deadline = make.deadline(make.proposal())
    correct_deadline(expression="20 April 2025", reason="Misheard", **on(deadline))
    assert (deadline.expression, moves(deadline)) == ("20 April 2025", [date(2025, 4, 18), date(2025, 4, 20)])


@pytest.mark.parametrize("status", [DeadlineStatus.EXTENDED, DISPUTED])
def test_some_standings_have_their_own_way(status: DeadlineStatus) -> None:
    with pytest.raises(InvalidValueError):
        settle_deadline(status=status, **on(make.deadline(make.proposal())))


def test_a_settled_deadline_is_not_settled_again_but_can_be_reopened() -> None:
    deadline = make.deadline(make.proposal())
    settle_deadline(status=DeadlineStatus.CANCELLED, **on(deadline))
    with pytest.raises(ForbiddenMoveError, match="can become “pending”"):
        settle_deadline(status=DeadlineStatus.MET, **on(deadline))
    settle_deadline(status=PENDING, reason="Cancelled in error", **on(deadline))
    assert deadline.status == PENDING


def test_a_deadline_of_the_negotiation_itself() -> None:
    home = make.negotiation()
    deadline = set_deadline(
        negotiation=home,
        kind=DeadlineKind.MEETING,
        title="Next round",
        expression="24 April 2025, 10:00",
        said_at=make.NOW,
        said_zone=make.KYIV,
        claim=make.claim(home),
        actor=None,
        now=make.NOW,
    )
    assert (deadline.due_at, deadline.due_precision) == (datetime(2025, 4, 24, 7, 0, tzinfo=UTC), "minute")
