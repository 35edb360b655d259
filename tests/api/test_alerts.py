"""Alerts are for whoever they are owed to and for the leads; subscriptions for whoever holds them."""

from __future__ import annotations

import pytest

from negotiations.enums import AlertKind, DeliveryOutcome, MemberRole
from negotiations.models import Alert, Deadline, Delivery, Membership, Negotiation, Subscription, User
from tests import factories as make
from tests.api.conftest import ApiClient
from tests.world import World


def alert(to: User, deadline: Deadline | None, negotiation: Negotiation | None = None) -> Alert:
    owed = Alert(
        negotiation=negotiation,
        kind=AlertKind.DEADLINE_AHEAD if deadline else AlertKind.DIGEST,
        subject_key=f"deadline:{deadline.pk if deadline else 0}",
        deadline=deadline,
        rule="P1D before",
        occurrence=make.NOW,
        recipient=to,
        raised_at=make.NOW,
        send_at=make.NOW,
        next_try_at=make.NOW,
    )
    owed.save()
    Delivery(
        alert=owed, attempt=1, worker="one", began_at=make.NOW, outcome=DeliveryOutcome.ACCEPTED, code=250, answer="OK"
    ).save()
    return owed


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


def test_subscriptions_are_ones_own(api: ApiClient, talks: World, others: User) -> None:
    for user in (talks.lead, others):
        Subscription(user=user, negotiation=talks.negotiation, proposal=talks.proposal, recorded_at=make.NOW).save()
    (row,) = api.get("/api/v1/subscriptions/").json()["results"]
    assert (row["proposal"]["reference"], row["party"]) == (talks.proposal.reference, None)
    assert api.get(f"/api/v1/subscriptions/{row['id'] + 1}/").status_code == 404
