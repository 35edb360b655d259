from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from config.json_lines import JsonLines
from negotiations.actions.deadlines import correct_deadline
from negotiations.actions.feeds import revoke_feed
from negotiations.actions.subscriptions import watch
from negotiations.actions.users import disable_user
from negotiations.dashboard.calendar_month import Month, month_named
from negotiations.exports.ics import uid_of
from negotiations.models import Change, FeedToken, User
from negotiations.queries.changes import changes_for
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.dashboard.forms import plain
from tests.factories import KYIV

pytestmark = pytest.mark.django_db


def address(page: Client, **given: str) -> str:
    """The path of a new address, as the page shows it once."""
    made: str = page.post("/calendar/addresses/", given).context["made"]
    return made[made.index("/feeds/") :]


def entries(path: str) -> dict[str, Any]:
    """What a calendar program gets, by the title of the entry."""
    answer = Client().get(path)
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    return {str(entry["summary"]): entry for entry in calendar.walk("VEVENT")}


class TestFeed:
    def test_it_holds_what_its_person_watches_and_its_entries_move_with_the_deadlines(
        self, page: Client, reader: User, tuesday: datetime
    ) -> None:
        proposal = make.proposal()
        ends = make.deadline(proposal, title="Truce ends")
        make.deadline(proposal, title="Answer", expression="by 18:00 on 17 April 2025")
        make.event(proposal.negotiation, title="Talks in Riyadh", proposals=[proposal])
        make.deadline(make.proposal(), title="Of others")
        watch(user=reader, actor=reader, proposal=proposal, now=make.NOW)
        path = address(page)
        found = entries(path)
        assert set(found) == {"Truce ends", "Answer", "Talks in Riyadh"}
        assert (found["Truce ends"]["dtstart"].dt, found["Truce ends"]["uid"]) == (
            date(2025, 4, 18),
            uid_of(ends),
        )
        assert found["Answer"]["dtstart"].dt.isoformat() == "2025-04-17T18:00:00+03:00"
        assert b"BEGIN:VTIMEZONE" in Client().get(path).content
        correct_deadline(
            deadline=ends,
            expression="19 April 2025",
            claim=make.claim(proposal.negotiation),
            reason="It was misheard.",
            actor=None,
            now=tuesday,
        )
        moved = entries(path)["Truce ends"]
        assert (moved["uid"], moved["dtstart"].dt) == (found["Truce ends"]["uid"], date(2025, 4, 19))
        assert moved["sequence"] > found["Truce ends"]["sequence"]

    def test_what_has_not_changed_is_not_sent_again(self, page: Client, reader: User, tuesday: datetime) -> None:
        proposal = make.proposal()
        make.deadline(proposal)
        path = address(page, proposal=proposal.reference)
        tag = Client().get(path).headers["ETag"]
        again = Client().get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        make.deadline(proposal, title="Another")
        assert Client().get(path, headers={"If-None-Match": tag}).status_code == 200

    def test_scope_is_judged_when_it_is_fetched(self, page: Client, reader: User, tuesday: datetime) -> None:
        shut = make.negotiation(restricted=True)
        membership = make.member(shut, reader)
        proposal = make.proposal(shut)
        make.deadline(proposal, title="Secret")
        watch(user=reader, actor=reader, negotiation=shut, now=make.NOW)
        of_all, of_one = address(page), address(page, proposal=proposal.reference)
        assert (set(entries(of_all)), set(entries(of_one))) == ({"Secret"}, {"Secret"})
        membership.delete()
        assert (entries(of_all), Client().get(of_one).status_code) == ({}, 404)

    def test_revoked_replaced_run_out_or_of_somebody_disabled_is_as_one_that_never_was(
        self, page: Client, reader: User, set_clock: Any, tuesday: datetime
    ) -> None:
        first, second = address(page), address(page, label="My phone ")
        tokens = {path: FeedToken.objects.shown(path[7:-4], tuesday) for path in (first, second)}
        assert tokens[first] is not None
        revoke_feed(token=tokens[first], actor=reader, now=tuesday)
        never = Client().get("/feeds/nothing.ics")
        gone = Client().get(first)
        assert (gone.status_code, gone.content) == (404, never.content)
        key = FeedToken.objects.visible_to(reader).get(revoked_at=None).pk
        third = page.post(f"/calendar/addresses/{key}/replace/").context["made"]
        third = third[third.index("/feeds/") :]
        assert FeedToken.objects.visible_to(reader).get(revoked_at=None).label == "My phone"
        assert "<bdi>My phone</bdi>: All I watch</th>" in page.get("/calendar/").content.decode()
        assert page.post("/calendar/addresses/", {"label": "two\nlines"}).status_code == 302
        assert [Client().get(path).status_code for path in (second, third)] == [404, 200]
        set_clock(tuesday + timedelta(days=366))
        assert Client().get(third).status_code == 404
        set_clock(tuesday)
        assert Client().get(third).status_code == 200
        disable_user(user=reader, actor=None, reason="Left.", now=tuesday)
        assert Client().get(third).status_code == 404

    def test_it_opens_nothing_else_and_is_written_down_nowhere(
        self, page: Client, reader: User, tuesday: datetime
    ) -> None:
        secret = address(page)[7:-4]
        for header in (f"Bearer {secret}", f"Token {secret}"):
            assert Client().get("/api/v1/proposals/", headers={"Authorization": header}).status_code in (401, 403)
        (kept,) = FeedToken.objects.visible_to(reader)
        assert secret not in str(vars(kept))
        change = Change.objects.unscoped(reason="test").get(kind="feed.made")
        assert kept.secret_hash not in str(change.after)
        assert change not in changes_for(make.user())
        page.get("/calendar/")
        assert secret not in page.get("/calendar/").content.decode()

    def test_only_its_owner_may_end_it(self, page: Client, tuesday: datetime) -> None:
        address(page)
        key = FeedToken.objects.unscoped(reason="test").get().pk
        other = Client()
        other.force_login(make.user())
        assert [other.post(f"/calendar/addresses/{key}/{move}/").status_code for move in ("revoke", "replace")] == [
            404,
            404,
        ]
        page.post(f"/calendar/addresses/{key}/revoke/")
        assert FeedToken.objects.unscoped(reason="test").get().revoked_at is not None


def test_no_log_line_holds_the_key_of_an_address(caplog: pytest.LogCaptureFixture) -> None:
    Client().get("/feeds/q1w2e3r4.ics")
    lines = [JsonLines().format(record) for record in caplog.records]
    assert [line for line in lines if "/feeds/" in line] != []
    assert [line for line in lines if "q1w2e3r4" in line] == []


class TestPage:
    def test_days_hold_three_entries_and_what_is_about_a_day_stands_on_none(
        self, page: Client, reader: User, tuesday: datetime
    ) -> None:
        proposal = make.proposal(title="Truce at sea")
        for number in range(5):
            make.deadline(proposal, title=f"Ends {number}")
        make.event(
            proposal.negotiation,
            title="Some time in spring",
            occurred=WorldMoment.month(2025, 4, KYIV),
            proposals=[proposal],
        )
        shown = page.get("/calendar/").context
        friday = next(day for week in shown["weeks"] for day in week if day.on == date(2025, 4, 18))
        assert (len(friday.shown), friday.more) == (3, 2)
        assert [entry.title for entry in shown["abouts"]] == ["Some time in spring"]
        assert [on for on, _ in shown["agenda"]] == [date(2025, 4, 18)]
        # From the Sunday before April begins to the Saturday after it ends.
        assert (shown["weeks"][0][0].on, shown["weeks"][-1][-1].on) == (date(2025, 3, 30), date(2025, 5, 3))

    def test_what_is_dated_by_a_year_alone_stands_in_every_month_of_it(self, page: Client, tuesday: datetime) -> None:
        proposal = make.proposal()
        make.event(proposal.negotiation, title="A round", occurred=WorldMoment.year(2025, KYIV), proposals=[proposal])

        def in_year(month: str) -> list[str]:
            shown = page.get(f"/calendar/?month={month}&view=agenda")
            found = shown.context["in_year"]
            assert (f"Some time in {month[:4]}" in plain(shown)) == bool(found)
            assert shown.context["agenda"] == shown.context["abouts"] == []
            return [entry.title for entry in found]

        found = {month: in_year(month) for month in ("2024-12", "2025-01", "2025-07", "2025-12", "2026-01")}
        assert [month for month, titles in found.items() if titles == ["A round"]] == [
            *("2025-01", "2025-07", "2025-12"),
        ]
        assert [month for month, titles in found.items() if not titles] == ["2024-12", "2026-01"]

    def test_an_hour_stands_on_the_readers_day(self, page: Client, reader: User, tuesday: datetime) -> None:
        make.deadline(make.proposal(), expression="by 23:30 UTC on 17 April 2025", title="Late")
        ((on, (entry,)),) = page.get("/calendar/").context["agenda"]
        assert (on, entry.at) == (date(2025, 4, 18), datetime(2025, 4, 17, 23, 30, tzinfo=UTC))
        assert "02:30" in page.get("/calendar/").content.decode()

    @pytest.mark.parametrize("query", ["month=2025-13", "month=april", "view=year", "alerts=1"])
    def test_what_is_not_understood_is_told(self, page: Client, tuesday: datetime, query: str) -> None:
        answer = page.get(f"/calendar/?{query}")
        assert (answer.status_code, len(answer.context["problems"])) == (400, 1)

    def test_hidden_deadlines_stand_nowhere(self, page: Client, tuesday: datetime) -> None:
        make.deadline(make.proposal(make.negotiation(restricted=True)), title="Secret")
        assert page.get("/calendar/").context["agenda"] == []

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_number_of_statements_does_not_grow(
        self, page: Client, tuesday: datetime, number: int, django_assert_num_queries: Any
    ) -> None:
        for _n in range(number):
            proposal = make.proposal()
            make.deadline(proposal)
            make.event(proposal.negotiation, proposals=[proposal])
        with django_assert_num_queries(24):
            assert page.get("/calendar/?alerts=true").status_code == 200


@pytest.mark.parametrize("text", ["2025-4", "1899-12", "2201-01", "2025-00", "²025-04", ""])
def test_only_months_are_months(text: str) -> None:
    assert month_named(text) is None


def test_months_follow_each_other_within_the_bounds() -> None:
    december = month_named("2024-12")
    assert december == Month(date(2024, 12, 1))
    assert (december.before, december.after) == (date(2024, 11, 1), date(2025, 1, 1))
    assert (Month(date(1900, 1, 1)).before, Month(date(2200, 12, 1)).after) == (None, None)


def test_watching_is_one_button(page: Client, reader: User, tuesday: datetime) -> None:
    proposal = make.proposal()
    where = f"/proposals/{proposal.reference}/"
    assert not page.get(where).context["watching"].proposal
    page.post(f"{where}watch/", {"watch": "on"})
    shown = page.get(where)
    watching = shown.context["watching"]
    assert (watching.proposal, watching.watchers) == (True, ["Ada Reader"])
    assert proposal.title in shown.content.decode().split("Watching")[1]
    page.post(f"{where}watch/", {"watch": "off"})
    assert not page.get(where).context["watching"].proposal
    assert page.post("/proposals/P-987654/watch/", {"watch": "on"}).status_code == 404
    assert page.post(f"{where}watch/", {"watch": "perhaps"}).status_code == 404
