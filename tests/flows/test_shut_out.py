"""Whoever is shut out is out at once: every way in worked a moment ago, and none does after that transaction."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from config import clock
from negotiations import tasks
from negotiations.actions.alerts import raise_alerts
from negotiations.actions.feeds import make_feed
from negotiations.actions.proposals import revise_proposal
from negotiations.actions.tokens import make_token
from negotiations.actions.users import disable_user
from negotiations.actions.webhooks import make_webhook
from negotiations.enums import AlertState, TokenScope
from negotiations.models import Alert, Proposal, User, Webhook
from tests import factories as make
from tests.alerts import Office, broken, kyiv, watcher
from tests.mail_sink import MailSink
from tests.webhook_receiver import Receiver


@pytest.fixture
def receiver(settings: Settings) -> Receiver:
    settings.WEBHOOK_LOOPBACK = True
    return Receiver()


def ways_in(person: User, truce: Proposal, letter: str) -> dict[str, Callable[[], int]]:
    """Everything that lets a person in without another word, each as a request that answers with its status."""
    now = clock.now()
    browser, telephone, program = Client(), Client(), Client()
    for client in (browser, telephone):
        client.force_login(person)
    token = make_token(
        name="Wire", scopes=list(TokenScope), expires_at=now + timedelta(days=9), actor=person, now=now
    ).shown_once["token"]
    feeds = [make_feed(actor=person, now=now, proposal=of)[1] for of in (None, truce)]
    bearer = {"Authorization": f"Bearer {token}"}
    page = f"/api/v1/proposals/{truce.reference}/"
    ways: dict[str, Callable[[], int]] = {
        "browser": lambda: browser.get(f"/proposals/{truce.reference}/").status_code,
        "telephone": lambda: telephone.get(page).status_code,
        "token": lambda: program.get(page, headers=bearer).status_code,
        "token writes": lambda: program.patch(page, headers=bearer).status_code,
    }
    for number, secret in enumerate(feeds):
        ways[f"feed {number}"] = lambda secret=secret: program.get(f"/feeds/{secret}.ics").status_code  # type: ignore[misc]
    for action in ("seen", "snooze", "stop"):
        found = re.search(rf"http\S+/mail/{action}/\S+", letter)
        assert found
        path = urlsplit(found[0]).path
        ways[f"mail {action}"] = lambda path=path: program.get(path).status_code  # type: ignore[misc]
    return ways


def test_every_way_in_ends_with_the_same_transaction(
    office: Office, sink: MailSink, receiver: Receiver, settings: Settings
) -> None:
    settings.CLOCK_SHIFT += kyiv(15, 9, 5) - clock.now()
    truce = make.proposal(title="Freeze")
    person, colleague = watcher(truce), watcher(truce)
    administrator = make.user(is_superuser=True)
    make.deadline(truce)
    office.work(kyiv(15, 9))
    letter = next(mail for mail in sink.accepted if mail.recipient == person.email).text()
    make_webhook(name="Wire", url=receiver.url, actor=person, now=office.now)
    ways = ways_in(person, truce, letter)
    assert {name: ways[name]() for name in ways} == {**dict.fromkeys(ways, 200), "token writes": 428}
    revise_proposal(proposal=truce, summary="More", reason="-", actor=None, now=office.now)
    tasks.send_webhooks()
    told_by_webhook, sent = len(receiver.taken), len(sink.accepted)
    assert told_by_webhook
    raise_alerts(now=kyiv(17, 9))  # the mail of the day before is in the queue
    assert Alert.objects.unscoped(reason="test").filter(recipient=person, state=AlertState.QUEUED).exists()

    disable_user(user=person, reason="Left the office", actor=administrator, now=clock.now())

    closed = {"browser": 302, "telephone": 401, "token": 401, "token writes": 401}
    assert {name: ways[name]() for name in ways} == {**dict.fromkeys(ways, 404), **closed}
    truce.refresh_from_db()
    revise_proposal(proposal=truce, summary="Still more", reason="-", actor=None, now=office.now)
    tasks.send_webhooks()
    assert len(receiver.taken) == told_by_webhook
    office.work(kyiv(17, 9, 5))
    after = {mail.recipient for mail in sink.accepted[sent:]}
    assert colleague.email in after
    assert person.email not in after
    owed = Alert.objects.unscoped(reason="test").filter(recipient=person)
    assert set(owed.order_by().values_list("state", flat=True)) == {AlertState.SENT, AlertState.SUPPRESSED}
    assert broken(office, sink) == []
    assert not Webhook.objects.visible_to(person).exists()
    receiver.close()
