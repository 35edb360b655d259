from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from negotiations.actions.negotiations import revise_negotiation
from negotiations.enums import MemberRole
from negotiations.models import Change, Negotiation, User
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def home(reader: User) -> Negotiation:
    """A negotiation that the reader leads."""
    found = make.negotiation()
    make.member(found, reader, MemberRole.LEAD)
    return found


def sent(page: Client, home: Negotiation, **given: Any) -> Any:
    typed = {
        "time_zone": make.KYIV,
        "date_order": "DMY",
        "feasts": "orthodox",
        "close_of_business": "18:00",
        "holiday_calendar": "UA",
        "counting_rule": "EU-1182/71",
        "reason": "Agreed",
        "version": home.version,
    }
    return page.post(f"/negotiations/{home.reference}/reading/", {**typed, **given})


def test_a_lead_sets_how_words_are_read_with_a_reason(page: Client, reader: User, home: Negotiation) -> None:
    assert sent(page, home).status_code == 302
    home.refresh_from_db()
    kept = (home.date_order, home.feasts, str(home.close_of_business), home.holiday_calendar, home.counting_rule)
    assert kept == ("DMY", "orthodox", "18:00:00", "UA", "EU-1182/71")
    change = Change.objects.unscoped(reason="test").filter(noun="negotiation", actor=reader).get()
    assert (change.kind, change.reason) == ("negotiation.revised", "Agreed")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"holiday_calendar": "Atlantis"}, "holiday_calendar"),
        ({"holiday_calendar": "utils"}, "holiday_calendar"),
        ({"counting_rule": "as we like"}, "counting_rule"),
        ({"time_zone": "Kyiv"}, "time_zone"),
        ({"time_zone": ""}, "time_zone"),
        ({"date_order": "YMD"}, "date_order"),
        ({"close_of_business": "25:00"}, "close_of_business"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_bad_value_is_told_beside_its_field(
    page: Client, home: Negotiation, given: dict[str, str], field: str
) -> None:
    answer = sent(page, home, **given)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    assert Negotiation.objects.unscoped(reason="test").get(pk=home.pk).version == home.version


def test_the_second_of_two_leads_sees_both_versions(page: Client, home: Negotiation) -> None:
    seen = home.version
    given = {"negotiation": home, "reason": "Sooner", "actor": None, "now": make.NOW}
    revise_negotiation(feasts="western", **given)
    answer = sent(page, home, version=seen)
    column = next(each for each in answer.context["overtaken"].columns if each.name == "Feasts")
    assert (answer.status_code, column.old, column.new.lower()) == (409, "", "western")
    home.refresh_from_db()
    assert home.feasts == "western"


def test_only_leads_may_and_the_hidden_is_not_there(page: Client, reader: User) -> None:
    shared, hidden = make.negotiation(), make.negotiation(restricted=True)
    assert page.get(f"/negotiations/{shared.reference}/reading/").status_code == 403
    make.member(shared, reader)
    assert sent(page, shared).status_code == 403
    assert [page.get(f"/negotiations/{name}/reading/").status_code for name in (hidden.reference, "N-0")] == [404, 404]
