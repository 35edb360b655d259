"""Alerts are for whoever they are owed to and for the leads; subscriptions for whoever holds them."""

from __future__ import annotations

import pytest
import time_machine
from django.http import HttpResponse

from negotiations.actions.alerts import preview
from negotiations.actions.subscriptions import watch
from negotiations.enums import AlertState, MemberRole
from negotiations.models import Alert, Deadline, Membership, Subscription, User
from tests import factories as make
from tests.alerts import kyiv, watcher
from tests.api.conftest import ApiClient
from tests.api.owed import alert
from tests.world import World


@pytest.fixture
def others(talks: World) -> User:
    return make.user()


def listed(who: User, **query: str) -> list[int]:
    client = ApiClient()
    client.force_login(who)
    return [row["id"] for row in client.get("/api/v1/alerts/", {"ordering": "id", **query}).json()["results"]]


def test_one_reads_ones_own_and_as_a_lead_those_of_others(talks: World, others: User) -> None:
    deadline = Deadline.objects.unscoped(reason="test").first()
    mine = alert(talks.lead, deadline, talks.negotiation)
    theirs = alert(others, deadline, talks.negotiation)
    digest = alert(others, None)
    assert listed(talks.lead) == [mine.pk]  # an editor of the talks, not a lead
    assert listed(others) == [theirs.pk, digest.pk]
    memberships = Membership.objects.unscoped(reason="test").filter(user=talks.lead)
    memberships.update(role=MemberRole.LEAD)
    assert listed(talks.lead) == [mine.pk, theirs.pk]
    assert listed(talks.lead, mine="false") == [theirs.pk]


def test_administrators_are_in_charge_where_nobody_leads(talks: World, others: User) -> None:
    administrator = make.user(is_superuser=True)
    owed = alert(others, None, talks.negotiation)
    assert listed(administrator) == [owed.pk]
    make.member(talks.negotiation, make.user(), MemberRole.LEAD)
    assert listed(administrator) == []


def test_an_alert_tells_each_attempt_to_hand_it_over(api: ApiClient, talks: World) -> None:
    owed = alert(talks.lead, Deadline.objects.unscoped(reason="test").first(), talks.negotiation)
    record = api.get(f"/api/v1/alerts/{owed.pk}/").json()
    assert [(each["attempt"], each["outcome"], each["code"], each["answer"]) for each in record["deliveries"]] == [
        (1, "accepted", 250, "OK")
    ]
    assert record["deadline"]["title"].strip() == "Ends"


def test_an_alert_of_talks_one_may_no_longer_know_of_is_gone(talks: World, others: User) -> None:
    shut = make.negotiation(restricted=True)
    owed = alert(others, None, shut)
    assert listed(others) == []
    make.member(shut, others, MemberRole.READER)
    assert listed(others) == [owed.pk]


def done(who: User, owed: Alert, step: str, body: object = None, tag: str | None = None) -> HttpResponse:
    """POST one step of an alert, with the tag it has now unless another is given."""
    client = ApiClient()
    client.force_login(who)
    address = f"/api/v1/alerts/{owed.pk}/"
    held = client.get(address).headers.get("ETag", '"none"') if tag is None else tag
    headers = {"If-Match": held} if held else {}
    answer: HttpResponse = client.post(f"{address}{step}/", body, content_type="application/json", headers=headers)
    return answer


STEPS = {"seen": None, "snooze": {"until": "2099-01-01T00:00:00Z"}, "skip": None, "unskip": None, "send-again": None}


@pytest.fixture
def owed(talks: World) -> Alert:
    return alert(talks.lead, Deadline.objects.unscoped(reason="test").first(), talks.negotiation)


def test_a_reader_does_with_an_alert_what_the_page_offers(talks: World, owed: Alert) -> None:
    for step, state in (("skip", "suppressed"), ("unskip", "queued"), ("skip", "suppressed"), ("send-again", "queued")):
        answer = done(talks.lead, owed, step)
        assert (answer.status_code, answer.json()["state"]) == (200, state), step
    put_off = done(talks.lead, owed, "snooze", STEPS["snooze"]).json()
    assert (put_off["send_at"], put_off["snoozed_until"]) == ("2099-01-01T00:00:00Z",) * 2
    seen = done(talks.lead, owed, "seen")
    assert seen.json()["seen_at"] is not None
    again = ApiClient()
    again.force_login(talks.lead)
    assert again.get(f"/api/v1/alerts/{owed.pk}/").headers["ETag"] == seen.headers["ETag"]


def test_what_is_out_of_place_is_refused_with_its_reason(talks: World, owed: Alert) -> None:
    for step in ("unskip", "send-again"):
        answer = done(talks.lead, owed, step)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "invalid"), step
    past = done(talks.lead, owed, "snooze", {"until": "2025-01-01T00:00:00Z"})
    assert (past.status_code, past.json()["errors"][0]["pointer"]) == (422, "/until")
    owed.refresh_from_db()
    assert owed.state == AlertState.QUEUED


@pytest.mark.parametrize("step", STEPS)
def test_the_version_that_was_read_is_named_and_strangers_find_nothing(talks: World, owed: Alert, step: str) -> None:
    body = STEPS[step]
    assert done(talks.lead, owed, step, body, tag="").status_code == 428
    assert done(talks.lead, owed, step, body, tag='"other"').status_code == 412
    assert done(make.user(), owed, step, body).status_code == 404
    owed.refresh_from_db()
    assert (owed.state, owed.seen_at) == (AlertState.QUEUED, None)


def test_a_lead_does_not_see_in_anothers_stead(talks: World, others: User) -> None:
    theirs = alert(others, Deadline.objects.unscoped(reason="test").first(), talks.negotiation)
    Membership.objects.unscoped(reason="test").filter(user=talks.lead).update(role=MemberRole.LEAD)
    assert done(talks.lead, theirs, "seen").status_code == 403
    assert done(talks.lead, theirs, "snooze", STEPS["snooze"]).status_code == 403
    assert done(talks.lead, theirs, "skip").json()["state"] == "suppressed"


def test_a_failed_mail_goes_to_another_address_or_to_somebody_else_who_may_know(talks: World, others: User) -> None:
    deadline = Deadline.objects.unscoped(reason="test").first()
    lead, member, outsider = talks.lead, make.user(), make.user(is_staff=False)
    Membership.objects.unscoped(reason="test").filter(user=lead).update(role=MemberRole.LEAD)
    failed = alert(others, deadline, talks.negotiation)
    assert done(lead, failed, "send-to-another", {"to": member.pk}).status_code == 422
    Alert.objects.unscoped(reason="test").filter(pk=failed.pk).update(state=AlertState.DEAD, reason="No such mailbox.")
    # A lead may not decide where another person's mail goes, which is also how they sign in.
    assert done(lead, failed, "change-address", {"email": "mine@example.org"}).status_code == 403
    for nobody in (outsider, others):
        refused = done(lead, failed, "send-to-another", {"to": nobody.pk})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/to")
    told = done(lead, failed, "send-to-another", {"to": member.pk}).json()
    assert (told["state"], told["reason"]) == ("cancelled", f"Sent to {member} instead, by {lead}.")
    owed = Alert.objects.unscoped(reason="test").get(recipient=member)
    assert (owed.state, owed.deadline, owed.about_id) == (AlertState.QUEUED, deadline, failed.pk)


def test_an_administrator_puts_an_address_right_and_the_mail_is_tried_again(talks: World) -> None:
    reader = make.user(is_superuser=True)
    failed = alert(reader, Deadline.objects.unscoped(reason="test").first(), talks.negotiation)
    Alert.objects.unscoped(reason="test").filter(pk=failed.pk).update(state=AlertState.DEAD, reason="No such mailbox.")
    taken = done(reader, failed, "change-address", {"email": talks.lead.email.upper()})
    assert (taken.status_code, taken.json()["errors"][0]["pointer"]) == (422, "/email")
    assert done(reader, failed, "change-address", {"email": " Right@Example.org "}).json()["state"] == "queued"
    reader.refresh_from_db()
    assert reader.email == "right@example.org"


def test_subscriptions_are_ones_own(api: ApiClient, talks: World, others: User) -> None:
    for user in (talks.lead, others):
        Subscription(user=user, negotiation=talks.negotiation, proposal=talks.proposal, recorded_at=make.NOW).save()
    (row,) = api.get("/api/v1/subscriptions/").json()["results"]
    assert (row["proposal"]["reference"], row["party"]) == (talks.proposal.reference, None)
    assert api.get(f"/api/v1/subscriptions/{row['id'] + 1}/").status_code == 404


@pytest.mark.django_db
def test_what_will_go_out_to_whom_is_foreseen_as_on_the_command_line() -> None:
    """One's own, a lead's everybody's, and of a negotiation one may not know of nothing."""
    truce, hidden = make.proposal(), make.proposal(make.negotiation(restricted=True))
    reader, lead = watcher(truce), watcher(truce, time_zone="Asia/Tokyo")
    make.member(truce.negotiation, lead, MemberRole.LEAD)
    insider = make.user()
    make.member(hidden.negotiation, insider)
    watch(user=insider, proposal=hidden, actor=insider, now=make.NOW)
    for each in (truce, hidden):
        make.deadline(each)

    def coming(who: User, **query: str) -> list[tuple[int, str, str]]:
        client = ApiClient()
        client.force_login(who)
        with time_machine.travel(kyiv(15, 2), tick=False):
            answer = client.get("/api/v1/alerts/coming/", query)
        assert answer.status_code == 200, answer.content
        return [(row["recipient"]["id"], row["send_at"], row["rule"]) for row in answer.json()["results"]]

    with time_machine.travel(kyiv(15, 2), tick=False):
        foreseen = preview(now=kyiv(15, 2), until=kyiv(22, 2))
    every = [(each.recipient_id, f"{each.send_at:%Y-%m-%dT%H:%M:%SZ}", each.rule) for each in foreseen]
    of_the_truce = [row for row in every if row[0] in {reader.pk, lead.pk}]
    assert len(of_the_truce) == 14
    assert coming(lead) == of_the_truce
    assert coming(reader) == [row for row in of_the_truce if row[0] == reader.pk]
    assert [rule for _who, _at, rule in coming(reader, days="1")] == ["P3D before"]
    assert coming(make.user()) == []


@pytest.mark.parametrize("days", ["0", "32", "soon"])
def test_how_far_ahead_to_look_has_bounds(api: ApiClient, days: str) -> None:
    answer = api.get("/api/v1/alerts/coming/", {"days": days})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "days")
