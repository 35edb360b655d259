"""Choosing between readings and events, over the version that was read; what was said stays as it was said."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from negotiations.actions.deadlines import (
    add_reading,
    correct_deadline,
    decide_reading,
    extend_deadline,
    settle_deadline,
)
from negotiations.actions.events import correct_event
from negotiations.enums import DeadlineStatus, EventCategory, TreatyAct
from negotiations.errors import InvalidValueError, StaleVersionError
from negotiations.models import Deadline, DeadlineReading, Event, Negotiation
from negotiations.rules.moments import WorldMoment
from tests import factories as make

pytestmark = pytest.mark.django_db
WHY = "The text is British."


def present(deadline: Deadline) -> DeadlineReading:
    rows = DeadlineReading.objects.unscoped(reason="test").filter(deadline=deadline, in_use=True)
    found = rows.order_by("-recorded_at", "-pk").first()
    assert found is not None
    return found


def on(deadline: Deadline) -> dict[str, Any]:
    return {"deadline": deadline, "claim": deadline.claim, "actor": None, "now": make.NOW}


def signed(home: Negotiation, day: int, title: str) -> Event:
    occurred = WorldMoment.day(date(2025, 3, day), make.KYIV)
    return make.event(
        home, title=title, category=EventCategory.AGREE, treaty_act=TreatyAct.SIGNATURE, occurred=occurred
    )


def test_the_words_stay_and_the_chosen_reading_says_why() -> None:
    deadline = make.deadline(make.proposal(), expression="04/05/2025", read_as="4 May 2025", decided=WHY)
    reading = present(deadline)
    assert (deadline.expression, str(deadline.due_on)) == ("04/05/2025", "2025-05-04")
    assert (reading.expression, reading.reason, reading.decided) == ("4 May 2025", WHY, True)


def test_an_hour_that_the_clocks_show_twice_can_be_chosen() -> None:
    deadline = make.deadline(
        make.proposal(),
        expression="26 October 2025 03:30",
        read_as="03:30 UTC+02:00 on 26 October 2025",
        decided="Winter time",
    )
    assert deadline.due_at == datetime(2025, 10, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"read_as": "4 May 2025"}, "decided"),
        ({"read_as": "6 May 2025", "decided": WHY}, "read_as"),
        ({"read_as": "soon", "decided": WHY}, "read_as"),
    ],
)
def test_a_choice_takes_a_reason_and_is_one_of_those_offered(given: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        make.deadline(make.proposal(), expression="04/05/2025", **given)
    assert refusal.value.field == field
    assert Deadline.objects.unscoped(reason="test").count() == 0


def test_every_move_by_words_can_choose_a_reading() -> None:
    deadline = make.deadline(make.proposal())
    words = {"expression": "04/05/2025", "read_as": "4 May 2025", "reason": WHY}
    row = add_reading(**on(deadline), **words, party=make.party())
    assert (row.expression, row.reason) == ("4 May 2025", f"Said “04/05/2025”. {WHY}")
    correct_deadline(**on(deadline), **words)
    assert (deadline.expression, present(deadline).expression) == ("04/05/2025", "4 May 2025")
    later = words | {"expression": "04/06/2025", "read_as": "4 June 2025"}
    successor = extend_deadline(**on(deadline), **later)
    assert (successor.expression, str(successor.due_on)) == ("04/06/2025", "2025-06-04")


def test_a_chosen_event_stays_chosen_when_it_is_corrected() -> None:
    proposal = make.proposal()
    first, _ = signed(proposal.negotiation, 18, "First text"), signed(proposal.negotiation, 25, "Second text")
    deadline = make.deadline(proposal, expression="30 days after signature", anchor=first)
    moved = WorldMoment.day(date(2025, 3, 19), make.KYIV)
    correct_event(event=first, occurred=moved, reason="A day later", claim=first.claim, actor=None, now=make.NOW)
    deadline.refresh_from_db()
    assert str(deadline.due_on) == "2025-04-18"


def test_no_move_is_made_over_a_version_that_was_not_read() -> None:
    deadline = make.deadline(make.proposal())
    stale = {**on(deadline), "version": deadline.version}
    other = add_reading(**on(deadline), expression="17 April 2025", party=make.party())
    moves: list[Any] = [
        lambda: add_reading(**stale, expression="16 April 2025", party=make.party()),
        lambda: decide_reading(**stale, reading=other, reason=WHY),
        lambda: correct_deadline(**stale, expression="19 April 2025", reason=WHY),
        lambda: extend_deadline(**stale, expression="2 May 2025"),
        lambda: settle_deadline(**stale, status=DeadlineStatus.MET),
    ]
    readings = DeadlineReading.objects.unscoped(reason="test")
    before = readings.count()
    for move in moves:
        with pytest.raises(StaleVersionError):
            move()
    assert readings.count() == before
