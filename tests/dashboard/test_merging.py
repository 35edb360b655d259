"""Merging in the dashboard: found, seen side by side, done with a reason, undone; and the old address leads on."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.parties import revise_party
from negotiations.enums import MemberRole, NameKind
from negotiations.models import Negotiation, Party, User
from tests import factories as make
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.test_parties import plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
WHY = "One state under two names"


@pytest.fixture
def home(reader: User) -> Negotiation:
    home = make.negotiation(restricted=True)
    make.member(home, reader, MemberRole.LEAD)
    return home


@pytest.fixture
def two(home: Negotiation) -> tuple[Party, Party]:
    kept = make.party(name="Norland", iso_alpha3="NOR", negotiation=home)
    double = make.party(name="Kingdom of Norland", negotiation=home, names=[("Norlande", "fr", NameKind.SHORT)])
    make.claim(home, assertion="It holds.", asserted_by_party=double)
    return double, kept


def sent(page: Client, double: Party, kept: Party, **given: Any) -> Any:
    known = {"reason": WHY, "version": double.version, "kept_version": kept.version}
    return page.post(f"/parties/{double.pk}/merge/{kept.pk}/", known | given)


def test_from_may_be_the_same_to_one_record_and_back(page: Client, two: tuple[Party, Party]) -> None:
    double, kept = two
    answer = page.get(f"/parties/{kept.pk}/")
    assert [each.pk for each in answer.context["likely"]] == [double.pk]
    assert f'href="/parties/{kept.pk}/merge/{double.pk}/"' in answer.content.decode()
    found = page.get(f"/parties/{double.pk}/merge/?q=NORLAND").context
    assert [[each.pk for each in found[name]] for name in ("likely", "found")] == [[], [kept.pk]]
    shown = page.get(f"/parties/{double.pk}/merge/{kept.pk}/")
    lines = {line.field: (line.goes, line.stays) for line in shown.context["lines"]}
    assert lines["Name"] == ("Kingdom of Norland", "Norland")
    assert (lines["Other names"], lines["ISO 3166"]) == (("Norlande (fr)", ""), ("", "NOR"))
    assert shown.context["other_way"] == f"/parties/{kept.pk}/merge/{double.pk}/"
    answer = sent(page, double, kept)
    assert (answer.status_code, answer["Location"]) == (302, f"/parties/{kept.pk}/")
    after = page.get(answer["Location"])
    assert "It holds." in plain(after)
    undo = re.search(r'action="(/undo/[^"]+)"', after.content.decode())
    assert undo
    moved = page.get(f"/parties/{double.pk}/")
    assert (moved.status_code, moved["Location"]) == (302, f"/parties/{kept.pk}/")
    assert page.get(f"/api/v1/parties/{double.pk}/").status_code == 404
    page.post(undo[1])
    assert page.get(f"/parties/{double.pk}/").status_code == 200
    assert "It holds." not in plain(page.get(f"/parties/{kept.pk}/"))


def test_two_records_of_a_person(page: Client, home: Negotiation) -> None:
    kept, double = (make.person(name=name, negotiation=home) for name in ("Vera Vale", "Vera Vale-Voss"))
    assert [each.pk for each in page.get(f"/people/{kept.pk}/").context["likely"]] == [double.pk]
    given = {"reason": "One envoy", "version": 1, "kept_version": 1}
    assert page.post(f"/people/{double.pk}/merge/{kept.pk}/", given)["Location"] == f"/people/{kept.pk}/"
    assert page.get(f"/people/{double.pk}/")["Location"] == f"/people/{kept.pk}/"


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [({"reason": ""}, 422, "This field is required."), ({"version": 7}, 409, "was changed by somebody else")],
)
def test_what_is_wrong_is_told_and_nothing_is_merged(
    page: Client, two: tuple[Party, Party], given: dict[str, Any], status: int, told: str
) -> None:
    double, kept = two
    answer = sent(page, double, kept, **given)
    assert (answer.status_code, told in plain(answer)) == (status, True)
    assert page.get(f"/parties/{double.pk}/").status_code == 200


def test_a_record_that_changed_since_is_looked_at_again(page: Client, two: tuple[Party, Party]) -> None:
    double, kept = two
    seen = {"version": double.version, "kept_version": kept.version}
    revise_party(party=kept, name="Norland proper", reason="So", actor=None, now=TUESDAY)
    answer = sent(page, double, kept, **seen)
    assert answer.status_code == 409
    again = {name: answer.context["form"][name].value() for name in seen}
    assert sent(page, double, kept, **again).status_code == 302


def test_only_a_lead_is_offered_it_and_nobody_on_a_past_day(
    page: Client, home: Negotiation, two: tuple[Party, Party], tuesday: datetime
) -> None:
    double, kept = two
    editor, outsider = make.user(), make.user()
    make.member(home, editor)
    for person, statuses in ((editor, (200, 403)), (outsider, (404, 404))):
        client = Client()
        client.force_login(person)
        addresses = (f"/parties/{kept.pk}/", f"/parties/{double.pk}/merge/{kept.pk}/")
        assert tuple(client.get(each).status_code for each in addresses) == statuses
    assert "merge" not in page.get(f"/parties/{kept.pk}/?as_of=2025-04-14").context
    assert page.get(f"/parties/{double.pk}/merge/{kept.pk}/?as_of=2025-04-14").status_code == 409
    hidden = make.party(name="Norland", negotiation=make.negotiation(restricted=True))
    assert page.get(f"/parties/{double.pk}/merge/{hidden.pk}/").status_code == 404
