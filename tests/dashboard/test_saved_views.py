from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.proposals import change_status
from negotiations.actions.saved_filters import save_filter
from negotiations.actions.subscriptions import unwatch, watch, watched_behind
from negotiations.enums import AlertState, ProposalStatus
from negotiations.filters.saved import renew_matches
from negotiations.models import Alert, FilterMatch, SavedFilter, Subscription, User
from negotiations.queries.watching import feed_deadlines, running
from tests import factories as make
from tests.alerts import Office, broken, kyiv, subjects
from tests.mail_sink import MailSink

pytestmark = pytest.mark.django_db
TRUCES = "q=truce"


def saved(owner: User, query: str = TRUCES, **given: Any) -> SavedFilter:
    known = {"noun": "proposals", "name": "Truces", "shared": False, "now": make.NOW}
    return save_filter(actor=owner, query=query, **known | given)


def names(page: Client, query: str = "") -> list[tuple[str, int, bool]]:
    views = page.get(f"/proposals/{query}").context["saved"].views
    return [(view.name, view.count, view.current) for view in views]


def test_a_view_is_saved_shown_with_its_count_and_removed(page: Client, reader: User, tuesday: datetime) -> None:
    make.proposal(title="Truce at sea")
    make.proposal(title="Peace")
    assert "Save as view" in page.get("/proposals/?q=truce").content.decode()
    answer = page.post("/proposals/views/", {"query": TRUCES, "name": "Truces", "shared": "on"})
    assert answer.headers["Location"] == f"/proposals/?{TRUCES}"
    assert (names(page), names(page, f"?{TRUCES}")) == ([("Truces", 1, False)], [("Truces", 1, True)])
    other = Client()
    other.force_login(make.user())
    assert names(other) == [("Truces", 1, False)]
    key = SavedFilter.objects.visible_to(reader).get().pk
    other.post(f"/proposals/views/{key}/", {"do": "remove"})
    assert names(page) == [("Truces", 1, False)]
    page.post(f"/proposals/views/{key}/", {"do": "remove"})
    assert (names(page), names(other)) == ([], [])
    saved(reader)
    assert names(page) == [("Truces", 1, False)]


def test_a_view_is_renamed_shared_and_kept_to_oneself_by_its_owner_alone(
    page: Client, reader: User, tuesday: datetime
) -> None:
    view, another = saved(reader), saved(reader, "q=peace", name="Peace")
    colleague, other = make.user(), Client()
    other.force_login(colleague)
    address = f"/proposals/views/{view.pk}/"
    assert 'name="do" value="revise"' in page.get(f"/proposals/?{TRUCES}").content.decode()
    page.post(address, {"do": "revise", "name": "Truces at sea", "shared": "on"})
    assert names(other) == [("Truces at sea", 0, False)]
    assert 'value="revise"' not in other.get(f"/proposals/?{TRUCES}").content.decode()
    for client, name in ((other, "Mine"), (page, another.name), (page, "")):
        client.post(address, {"do": "revise", "name": name})
        view.refresh_from_db()
        assert (view.name, view.shared) == ("Truces at sea", True)
    for user in (reader, colleague):
        watch(user=user, actor=user, saved_filter=view, now=make.NOW)
    page.post(address, {"do": "revise", "name": "Truces at sea"})
    assert (names(other), [running(user).count() for user in (reader, colleague)]) == ([], [1, 0])


def test_what_is_mine_alone_is_hidden_from_others_to_see_watch_or_remove(reader: User, tuesday: datetime) -> None:
    mine = saved(reader)
    other = Client()
    other.force_login(make.user())
    assert names(other) == []
    assert [other.post(f"/proposals/views/{mine.pk}/", {"do": move}).status_code for move in ("watch", "remove")] == [
        404,
        404,
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"query": "statuss=x", "name": "View"}, "not understood"),
        ({"query": "status=x", "name": "View"}, "not understood"),
        ({"query": "", "name": "View"}, "Give the view a name"),
        ({"query": TRUCES, "name": ""}, "Give the view a name"),
        ({"query": TRUCES, "name": "a\nb"}, "Give the view a name"),
        ({"query": TRUCES, "name": "Truces"}, "You have a view of this name"),
    ],
)
def test_what_cannot_be_saved_is_told(
    page: Client, reader: User, tuesday: datetime, given: dict[str, str], told: str
) -> None:
    saved(reader)
    answer = page.post("/proposals/views/", given, follow=True)
    assert told in " ".join(str(message) for message in answer.context["messages"])
    assert SavedFilter.objects.visible_to(reader).count() == 1


def test_the_list_of_what_one_watches(page: Client, reader: User, tuesday: datetime) -> None:
    watched = make.proposal()
    make.proposal()
    watch(user=reader, actor=reader, proposal=watched, now=make.NOW)
    shown = page.get("/proposals/?watching=true").context
    assert [line.reference for line in shown["lines"]] == [watched.reference]
    assert [row["reference"] for row in page.get("/api/v1/proposals/?watching=true").json()["results"]] == [
        watched.reference
    ]
    assert [(view.count, view.current) for view in shown["views"] if view.name == "Watching"] == [(1, True)]


def test_whoever_watches_a_view_is_told_of_what_it_picks_out_and_may_know(
    reader: User, office: Office, sink: MailSink
) -> None:
    truce = make.proposal(title="Truce at sea")
    shut = make.proposal(make.negotiation(restricted=True), title="Truce in secret")
    other = make.proposal(title="Peace")
    for proposal in (truce, shut, other):
        make.deadline(proposal, title=f"{proposal.title} ends")
    subscription = watch(user=reader, actor=reader, saved_filter=saved(reader), now=make.NOW)
    renew_matches(make.NOW)
    office.work(kyiv(15, 9))
    assert subjects(sink) == ["Truce at sea ends in 3 days (Fri 18 Apr)"]
    alert = Alert.objects.visible_to(reader).get()
    assert watched_behind(alert) == [subscription]
    assert broken(office, sink) == []


def test_the_calendar_feed_holds_what_a_watched_view_picks_out(reader: User) -> None:
    due = make.deadline(make.proposal(title="Truce at sea"))
    make.deadline(make.proposal(title="Peace"))
    watch(user=reader, actor=reader, saved_filter=saved(reader), now=make.NOW)
    renew_matches(make.NOW)
    assert feed_deadlines(reader, None, make.NOW) == [due]


def test_what_a_view_no_longer_picks_out_is_told_no_more(reader: User, office: Office, sink: MailSink) -> None:
    truce = make.proposal(title="Truce at sea")
    make.deadline(truce)
    view = saved(reader, "status=under+discussion")
    subscription = watch(user=reader, actor=reader, saved_filter=view, now=make.NOW)
    renew_matches(make.NOW)
    office.work(kyiv(15, 9))
    sent = len(sink.accepted)
    change_status(
        proposal=truce,
        status=ProposalStatus.ON_HOLD,
        reason="It rests.",
        claim=make.claim(truce.negotiation),
        actor=None,
        now=kyiv(15, 10),
    )
    renew_matches(kyiv(15, 10))
    office.work(kyiv(17, 9))
    assert len(sink.accepted) == sent
    assert FilterMatch.objects.unscoped(reason="test").count() == 0
    # Nor does an ended subscription tell anything, whatever it had matched.
    renew_matches(make.NOW)
    unwatch(subscription=subscription, actor=reader, now=kyiv(17, 10))
    office.work(kyiv(18, 9))
    assert len(sink.accepted) == sent
    assert Alert.objects.unscoped(reason="test").filter(state=AlertState.DEAD).count() == 0


def test_a_removed_view_ends_everybodys_watching(page: Client, reader: User, tuesday: datetime) -> None:
    view = saved(reader, shared=True)
    colleague = make.user()
    for person in (reader, colleague):
        watch(user=person, actor=person, saved_filter=view, now=make.NOW)
    assert page.get(f"/proposals/?{TRUCES}").context["saved"].watching
    page.post(f"/proposals/views/{view.pk}/", {"do": "unwatch"})
    assert (running(reader).count(), running(colleague).count()) == (0, 1)
    page.post(f"/proposals/views/{view.pk}/", {"do": "remove"})
    assert Subscription.objects.unscoped(reason="test").filter(ended_at=None).count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_does_not_grow(
    page: Client, reader: User, tuesday: datetime, number: int, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        make.proposal()
        saved(reader, f"q=truce+{n}", name=f"View {n}")
    with django_assert_num_queries(27):
        assert page.get("/proposals/").status_code == 200
