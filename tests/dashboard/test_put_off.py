"""Rows of the Overview that somebody put off, dealt with or read: theirs wherever they sign in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from negotiations.actions.putting_off import AT_MOST, mark_moved_read, put_off
from negotiations.dashboard.put_off import left_out
from negotiations.enums import ProposalStatus
from negotiations.models import PutOff, User
from negotiations.rules.moments import WorldMoment
from tests import factories
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.forms import plain

KYIV = factories.KYIV
pytestmark = pytest.mark.django_db


def put(page: Client, what: str) -> int:
    return page.post("/overview/put-off/", {"put": what}).status_code


def test_a_row_is_put_off_for_a_while_and_taken_back(
    page: Client, reader: User, tuesday: datetime, set_clock: Callable[[datetime], None]
) -> None:
    deadline = factories.deadline(factories.proposal(title="Truce"))
    row = f"due-{deadline.pk}"
    assert page.get("/").context["needs"].count == 2
    assert put(page, f"{row} tomorrow") == 302
    needs = page.get("/").context["needs"]
    assert (needs.count, [(later.key, later.name) for later in needs.later]) == (1, [(row, f"Truce: {deadline.title}")])
    assert needs.later[0].until == datetime(2025, 4, 16, 6, tzinfo=UTC)
    assert "1 snoozed" in plain(page.get("/"))
    put(page, f"{row} hour")
    set_clock(TUESDAY + timedelta(hours=2))
    page.force_login(reader)
    assert page.get("/").context["needs"].later == []
    set_clock(TUESDAY)
    page.force_login(reader)
    put(page, row)
    assert page.get("/").context["needs"].count == 2


def test_a_row_that_was_dealt_with_comes_back_when_it_is_there_for_another_reason(
    page: Client, reader: User, tuesday: datetime
) -> None:
    held = factories.proposal(title="Truce", status=ProposalStatus.ON_HOLD, status_reason="They wait.")
    row = f"stuck-{held.reference}"
    sign = re.search(f'value="({row} dealt-[0-9a-f]{{8}})"', page.get("/").content.decode())
    assert sign
    assert put(page, sign[1]) == 302
    needs = page.get("/").context["needs"]
    assert ([line.name for line in needs.stuck.rows], [each.key for each in needs.dealt_with]) == ([], [row])
    assert "1 dealt with" in plain(page.get("/"))
    factories.condition(held, text="Relief first", blocks=True)
    assert [line.name for line in page.get("/").context["needs"].stuck.rows] == ["Truce"]
    put(page, row)
    assert left_out(reader, TUESDAY).rows == {}


def test_what_was_put_off_is_the_persons_own_wherever_they_sign_in(
    page: Client, reader: User, tuesday: datetime
) -> None:
    row = f"stuck-{factories.proposal(status=ProposalStatus.ON_HOLD).reference}"
    put(page, f"{row} tomorrow")
    page.post("/overview/read/")
    phone, other = Client(), Client()
    phone.force_login(reader)
    other.force_login(factories.user())
    seen, others = phone.get("/").context, other.get("/").context
    assert ([each.key for each in seen["needs"].later], seen["aside"].read is not None) == ([row], True)
    assert (others["needs"].later, others["aside"].read) == ([], None)


def test_the_oldest_rows_beyond_the_most_come_back(reader: User) -> None:
    mark_moved_read(user=reader, now=TUESDAY)
    rows = [PutOff(user=reader, row=f"due-{number}", sign="0" * 8) for number in range(AT_MOST + 1)]
    PutOff.objects.unscoped(reason="test").bulk_create(rows)
    put_off(user=reader, row=f"due-{AT_MOST + 1}", until=None, sign="0" * 8, now=TUESDAY)
    kept = left_out(reader, TUESDAY)
    assert (len(kept.rows), "due-1" in kept.rows, "due-2" in kept.rows, kept.read) == (AT_MOST, False, True, TUESDAY)


@pytest.mark.parametrize("what", ["due-1 dealt-xyz", "due-1 never", "due 1", "", "due-1_x.y tomorrow"])
def test_nothing_else_is_put_off(page: Client, tuesday: datetime, what: str) -> None:
    assert put(page, what) == 404
    assert page.get("/").context["needs"].later == []


def test_what_moved_is_marked_as_read_until_something_is_recorded(
    page: Client, reader: User, tuesday: datetime, set_clock: Callable[[datetime], None]
) -> None:
    factories.proposal(title="Truce", stated=WorldMoment.day(date(2025, 4, 10), KYIV))
    assert [entry.title for entry in page.get("/").context["overview"].moved] == ["Truce"]
    page.post("/overview/read/")
    shown = page.get("/")
    assert shown.context["overview"].moved == []
    assert "Nothing has been recorded since you marked it as read." in plain(shown)
    later = datetime(2025, 4, 15, 12, tzinfo=UTC)
    set_clock(later)
    page.force_login(reader)
    long_ago = WorldMoment.day(date(2025, 1, 10), KYIV)
    factories.proposal(title="An old offer, known only now", stated=long_ago, now=later - timedelta(hours=1))
    assert [entry.title for entry in page.get("/").context["overview"].moved] == ["An old offer, known only now"]


def test_what_moved_is_new_since_the_visit_before(
    reader: User, tuesday: datetime, set_clock: Callable[[datetime], None]
) -> None:
    """Signed in at 12:40 and at work until 13:00; what is recorded afterwards is new the next day, in every browser."""

    def moved(browser: Client, at: datetime, *, signs_in: bool = False) -> tuple[list[str], str]:
        set_clock(at)
        if signs_in:
            browser.logout()
            browser.force_login(reader)
        shown = browser.get("/")
        return [entry.title for entry in shown.context["overview"].moved], plain(shown)

    def offer(title: str, at: datetime) -> None:
        factories.proposal(title=title, stated=WorldMoment.day(date(2025, 4, 10), KYIV), now=at)

    one, other = Client(), Client()
    offer("On record", tuesday - timedelta(hours=1))
    first, said = moved(one, tuesday, signs_in=True)
    assert (first, "in the last 7 days" in said) == (["On record"], True)
    assert moved(one, tuesday + timedelta(minutes=20))[0] == ["On record"]
    offer("Overnight", tuesday + timedelta(minutes=25))
    assert moved(other, tuesday + timedelta(minutes=30), signs_in=True)[0] == ["Overnight", "On record"]
    next_day = tuesday + timedelta(days=1)
    second, said = moved(one, next_day, signs_in=True)
    assert "recorded since your last visit, Tue 15 Apr, 13:10" in said
    assert "Nothing has been recorded since your last visit." in said
    assert second == []
    offer("Since", next_day + timedelta(minutes=5))
    for browser, minutes, signs_in in ((one, 10, False), (one, 35, False), (other, 40, True), (one, 50, True)):
        assert moved(browser, next_day + timedelta(minutes=minutes), signs_in=signs_in)[0] == ["Since"]
    one.post("/overview/read/")
    assert moved(other, next_day + timedelta(minutes=51))[0] == []
