"""How a negotiation's sources are read: what a lead may set, and what is refused."""

from datetime import UTC, datetime
from typing import Any

import pytest

from negotiations.actions.negotiations import revise_negotiation
from negotiations.enums import MemberRole
from negotiations.errors import InvalidValueError, NotPermittedError, StaleVersionError
from tests import factories as make

pytestmark = pytest.mark.django_db


def revised(**changes: Any) -> Any:
    home = make.negotiation()
    given = {"reason": "Agreed with the secretariat", "actor": None, "now": make.NOW} | changes
    return revise_negotiation(negotiation=home, **given)


def test_a_policy_is_kept_and_read_by() -> None:
    home = revised(holiday_calendar="US-CA", counting_rule="EU-1182/71", feasts="orthodox", date_order="DMY")
    within = make.proposal(home)
    deadline = make.deadline(within, expression="by 04/05/2025")
    assert (str(deadline.due_on), home.holiday_calendar, home.version) == ("2025-05-04", "US-CA", 2)


@pytest.mark.parametrize("calendar", ["Atlantis", "utils", "HolidayBase", "MON", "US-ZZ", "\x00", 7])
def test_a_calendar_that_does_not_exist_is_refused(calendar: Any) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        revised(holiday_calendar=calendar)
    assert refusal.value.field == "holiday_calendar"


def test_a_rule_that_does_not_exist_is_refused_when_opening_too() -> None:
    with pytest.raises(InvalidValueError) as refusal:
        make.negotiation(counting_rule="as we like")
    assert refusal.value.field == "counting_rule"


def test_only_leads_set_it_and_only_over_what_they_read() -> None:
    home, editor, lead = make.negotiation(), make.user(), make.user()
    make.member(home, editor)
    make.member(home, lead, MemberRole.LEAD)
    given = {"negotiation": home, "now": make.NOW, "reason": "Why not", "feasts": "western"}
    with pytest.raises(NotPermittedError):
        revise_negotiation(actor=editor, **given)
    revise_negotiation(actor=lead, version=1, **given)
    with pytest.raises(StaleVersionError):
        revise_negotiation(actor=lead, version=1, **given | {"feasts": "orthodox"})


def test_an_hour_with_a_bare_offset_is_kept_as_its_instant() -> None:
    deadline = make.deadline(make.proposal(), expression="by 18:00 UTC+5 on 18 April 2025")
    assert (deadline.due_at, deadline.due_zone, deadline.due_precision) == (
        datetime(2025, 4, 18, 13, 0, tzinfo=UTC),
        make.KYIV,
        "minute",
    )
