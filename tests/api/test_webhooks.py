"""Webhooks: a real receiver gets every change once it is back, in order for each object, signed; nobody else does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from config import clock
from negotiations import tasks
from negotiations.actions.proposals import revise_proposal
from negotiations.exports.webhook_post import RefusedAddressError, post, resolved
from negotiations.models import ChainHead, Change, Membership, Webhook, WebhookMessage
from tests import factories as make
from tests import world
from tests.api.conftest import ApiClient
from tests.webhook_receiver import Receiver, signed_by


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_LOOPBACK = True
    found = Receiver()
    yield found
    found.close()


def made(api: ApiClient, url: str, **given: Any) -> dict[str, Any]:
    answer = api.post("/api/v1/webhooks/", {"name": "Wire", "url": url, **given}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def posted(api: ApiClient, address: str) -> Any:
    return api.post(address, content_type="application/json")


def changed(proposal: Any, number: int) -> None:
    revise_proposal(proposal=proposal, summary=f"Version {number}", reason="News.", actor=None, now=clock.now())


def test_a_receiver_that_was_away_for_a_day_gets_everything_in_order_and_signed(
    api: ApiClient, talks: world.World, receiver: Receiver, settings: Any
) -> None:
    webhook = made(api, receiver.url)
    start = ChainHead.objects.get(pk=1).sequence
    other = make.proposal(talks.negotiation)
    receiver.status = 503
    for hour in range(24):
        changed(talks.proposal, hour)
        changed(other, hour)
        tasks.send_webhooks()
        settings.CLOCK_SHIFT += timedelta(hours=1)
    assert receiver.taken == []
    receiver.status = 204
    for _ in range(12):
        tasks.send_webhooks()
        settings.CLOCK_SHIFT += timedelta(hours=1)
    wanted = Change.objects.unscoped(reason="test").filter(sequence__gt=start).order_by("sequence")
    by_object = defaultdict(list)
    for body in receiver.taken:
        by_object[body["data"]["noun"], body["data"]["object_id"]].append(body["data"]["sequence"])
    assert sorted(number for each in by_object.values() for number in each) == list(
        wanted.values_list("sequence", flat=True)
    )
    assert all(numbers == sorted(numbers) for numbers in by_object.values())
    assert all(signed_by(headers, body, webhook["secret"]) for headers, body in receiver.asked)
    assert set(receiver.taken[0]) == {"type", "timestamp", "data"}
    api.logout()  # the session is a day old
    api.force_login(talks.lead)
    states = api.get("/api/v1/webhook-messages/?page_size=200").json()["results"]
    assert {row["state"] for row in states} == {"delivered"}
    assert max(len(row["attempts"]) for row in states) > 1


def test_three_days_without_an_answer_disable_it_and_enabling_sends_what_is_owed(
    api: ApiClient, talks: world.World, receiver: Receiver, settings: Any
) -> None:
    webhook = made(api, receiver.url, nouns=["proposal"])
    receiver.status = 302
    changed(talks.proposal, 1)
    for _ in range(20):
        tasks.send_webhooks()
        settings.CLOCK_SHIFT += timedelta(hours=6)
    api.logout()  # the session is days old
    api.force_login(talks.lead)
    (row,) = api.get("/api/v1/webhooks/").json()["results"]
    assert row["disabled_at"] is not None
    # No redirect was followed.
    assert {headers["host"] for headers, _ in receiver.asked} == {urlsplit(receiver.url).netloc}
    receiver.status = 200
    (message,) = api.get("/api/v1/webhook-messages/").json()["results"]
    address = f"/api/v1/webhooks/{webhook['id']}"
    assert posted(api, f"{address}/enable/").json()["disabled_at"] is None
    assert posted(api, f"/api/v1/webhook-messages/{message['id']}/redeliver/").json()["state"] == "waiting"
    assert posted(api, f"{address}/test/").status_code == 201
    tasks.send_webhooks()
    assert [body["type"] for body in receiver.taken] == ["proposal.revised", "webhook.test"]


def test_while_rotating_both_secrets_sign(
    api: ApiClient, talks: world.World, receiver: Receiver, settings: Any
) -> None:
    webhook = made(api, receiver.url)
    newer = posted(api, f"/api/v1/webhooks/{webhook['id']}/rotate/").json()
    for number, both in ((1, True), (2, False)):
        changed(talks.proposal, number)
        tasks.send_webhooks()
        headers, body = receiver.asked[-1]
        assert (signed_by(headers, body, newer["secret"]), signed_by(headers, body, webhook["secret"])) == (True, both)
        settings.CLOCK_SHIFT += timedelta(hours=25)
    kept = repr(list(Change.objects.unscoped(reason="test").filter(noun="webhook").values("before", "after")))
    assert newer["secret"] not in kept
    assert "secret" not in api.get("/api/v1/webhooks/").content.decode()


def test_what_its_owner_may_not_know_of_when_it_runs_is_not_sent(receiver: Receiver, db: None) -> None:
    hidden, outsider = world.build(restricted=True), make.user()
    membership = make.member(hidden.negotiation, outsider)
    client = ApiClient()
    client.force_login(outsider)
    made(client, receiver.url)
    receiver.status = 500
    changed(hidden.proposal, 1)
    tasks.send_webhooks()
    tried = len(receiver.asked)
    Membership.objects.unscoped(reason="test").filter(pk=membership.pk).delete()
    receiver.status = 200
    changed(hidden.proposal, 2)
    WebhookMessage.objects.unscoped(reason="test").update(next_try_at=clock.now())
    tasks.send_webhooks()
    assert (tried, receiver.taken) == (1, [])
    assert set(WebhookMessage.objects.unscoped(reason="test").values_list("state", flat=True)) == {"withheld"}


def test_two_workers_never_send_to_one_webhook_at_once(api: ApiClient, talks: world.World, receiver: Receiver) -> None:
    webhook = made(api, receiver.url)
    changed(talks.proposal, 1)
    rows = Webhook.objects.unscoped(reason="test")
    rows.update(lease_owner="another", lease_until=clock.now() + timedelta(minutes=1))
    tasks.send_webhooks()
    assert receiver.asked == []
    rows.update(lease_until=clock.now())
    tasks.send_webhooks()
    assert len(receiver.taken) == 1
    assert rows.get(pk=webhook["id"]).lease_until is None


ADDRESSES = [
    "https://127.0.0.1/",
    "https://10.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://0.0.0.0/",
    "https://2130706433/",
    "https://localhost/",
    "https://user@192.0.2.1/",
    "https://224.0.0.1/",
    "http://example.org/",
    "ftp://example.org/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_sent_to_an_address_that_is_not_public(address: str, settings: Any) -> None:
    settings.WEBHOOK_LOOPBACK = False
    with pytest.raises((RefusedAddressError, OSError)):
        resolved(urlsplit(address))
    assert post(address, b"{}", {}).code is None


def test_a_public_address_is_taken_as_it_was_looked_up() -> None:
    assert resolved(urlsplit("https://8.8.8.8:8443/hook")) == "8.8.8.8"


def test_plain_http_is_refused_when_a_webhook_is_made(api: ApiClient) -> None:
    body = {"name": "Wire", "url": "http://example.org/"}
    answer = api.post("/api/v1/webhooks/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/url")


def test_webhooks_are_ones_own(api: ApiClient, receiver: Receiver, talks: world.World) -> None:
    other = ApiClient()
    other.force_login(make.user())
    webhook = made(other, receiver.url)
    assert api.get("/api/v1/webhooks/").json()["results"] == []
    for part in ("enable", "rotate", "test"):
        assert posted(api, f"/api/v1/webhooks/{webhook['id']}/{part}/").status_code == 404
    assert api.post(f"/api/v1/webhooks/{webhook['id']}/disable/", content_type="application/json").status_code == 404
