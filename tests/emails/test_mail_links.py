"""Links in mails: opening one changes nothing, its button does, and nobody can make one up."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from config import clock
from negotiations.actions.negotiations import remove_member
from negotiations.enums import AlertState, MemberRole
from negotiations.models import Alert, Subscription
from tests import factories as make
from tests.alerts import Office, kyiv, watcher
from tests.mail_sink import Mail, MailSink

ACTIONS = ("seen", "snooze", "stop")


@pytest.fixture
def mail(office: Office, sink: MailSink, settings: Settings) -> Mail:
    """The three-day warning, just sent by the clock of the pages."""
    settings.CLOCK_SHIFT += kyiv(15, 9, 5) - clock.now()
    truce = make.proposal(title="Freeze")
    watcher(truce)
    make.deadline(truce)
    office.work(kyiv(15, 9))
    return sink.accepted[0]


def link(mail: Mail, action: str) -> str:
    """The path of the link as it stands in the text."""
    found = re.search(rf"/mail/{action}/\S+", mail.text())
    assert found
    return found[0]


def standing() -> tuple[object, ...]:
    alert = Alert.objects.unscoped(reason="test").get(state=AlertState.SENT)
    running = Subscription.objects.unscoped(reason="test").filter(ended_at=None).count()
    return alert.seen_at, alert.snoozed_until, running, Alert.objects.unscoped(reason="test").count()


def test_text_and_html_hold_the_same_links(mail: Mail) -> None:
    links = [set(re.findall(r"http://[^\s\"<]+", mail.text(kind))) for kind in ("plain", "html")]
    assert links[0] == links[1]
    assert len(links[0]) == 4


@pytest.mark.parametrize("action", ACTIONS)
def test_opening_changes_nothing(mail: Mail, client: Client, action: str) -> None:
    before = standing()
    for method in (client.get, client.head, client.options):
        method(link(mail, action))
    page = client.get(link(mail, action))
    assert page.status_code == 200
    assert page.content.count(b"<button") == 1
    assert b"Fri 18 Apr, 23:59 your time (Kyiv, UTC+3)" in page.content
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert standing() == before


def test_the_button_says_seen(mail: Mail, client: Client) -> None:
    assert client.post(link(mail, "seen")).status_code == 200
    assert Alert.objects.unscoped(reason="test").get(state=AlertState.SENT).seen_at is not None


def test_the_button_snoozes_until_the_chosen_moment(mail: Mail, client: Client) -> None:
    assert b"tomorrow at 09:00" in client.get(link(mail, "snooze")).content
    client.post(link(mail, "snooze"), {"until": "tomorrow"})
    again = Alert.objects.unscoped(reason="test").get(rule__startswith="again")
    assert (again.send_at, again.state) == (kyiv(16, 9), AlertState.QUEUED)


def test_a_mail_program_unsubscribes_with_one_click(mail: Mail) -> None:
    """As RFC 8058 has it: a POST without cookies to the address in the header."""
    assert mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(mail.message["List-Unsubscribe"]).strip("<> ").removeprefix("http://127.0.0.1:8000")
    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert standing()[2] == 0


@pytest.mark.parametrize("action", ACTIONS)
def test_a_link_made_up_or_signed_for_something_else_is_not_there(mail: Mail, client: Client, action: str) -> None:
    others = [other for other in ACTIONS if other != action]
    token = link(mail, action).rpartition("/")[2]
    before = standing()
    for path in (f"/mail/{action}/{token[:-1]}", f"/mail/{action}/1", *(f"/mail/{other}/{token}" for other in others)):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
    assert standing() == before


def test_a_link_tells_nothing_to_whoever_lost_access(office: Office, sink: MailSink, client: Client) -> None:
    home = make.negotiation(restricted=True)
    reader = make.user(password=None)
    membership = make.member(home, reader, MemberRole.READER)
    truce = make.proposal(home, title="Hidden truce")
    from negotiations.actions.subscriptions import watch  # noqa: PLC0415

    watch(user=reader, proposal=truce, actor=reader, now=make.NOW)
    make.deadline(truce, title="Hidden end")
    office.work(kyiv(15, 9))
    path = link(sink.accepted[0], "seen")
    assert b"Hidden end" in client.get(path).content
    remove_member(membership=membership, actor=None, now=kyiv(15, 10))
    lost = client.get(path)
    assert lost.status_code == 404
    assert b"Hidden" not in lost.content


def test_headers_say_what_the_mail_is(mail: Mail) -> None:
    message = mail.message
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["In-Reply-To"] == message["References"]
    assert [part.get_content_type() for part in message.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
