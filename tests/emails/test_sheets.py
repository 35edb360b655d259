"""What many readers are told in the same words is written once, and each mail is still its own reader's."""

from __future__ import annotations

import re

import pytest

from negotiations.emails import letter
from negotiations.emails.links import SEEN, SNOOZE, STOP, alert_named_by
from negotiations.models import Alert
from tests import factories as make
from tests.alerts import Office, broken, kyiv, watcher
from tests.mail_sink import Mail, MailSink

LINK = re.compile(r"/mail/(seen|snooze|stop)/([\w:-]+)")


def named(mail: Mail, text: str) -> set[tuple[str, int | None]]:
    return {(action, alert_named_by(action, token)) for action, token in LINK.findall(text)}


@pytest.mark.parametrize("words", ["18 April 2025", "18 April 2025 " + "and nothing else " * 80])
def test_each_mail_carries_its_own_readers_links(
    office: Office, sink: MailSink, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a line is too long for mail and has to be encoded, which may break a link over two."""
    filled: list[str] = []
    real = letter.written
    monkeypatch.setattr(
        "negotiations.emails.deadlines.written", lambda kind, said: filled.append(kind) or real(kind, said)
    )
    truce = make.proposal(title="Freeze", summary="A")
    make.condition(truce, text=words, blocks=True)
    readers = [watcher(truce, time_zone=zone) for zone in ("Europe/Kyiv", "Europe/Kyiv", "Europe/Helsinki")]
    make.deadline(truce)
    office.work(kyiv(15, 9))
    mails = {mail.recipient: mail for mail in sink.accepted}
    assert set(mails) == {reader.email for reader in readers}
    for alert in Alert.objects.unscoped(reason="test").filter(sent_at__isnull=False).select_related("recipient"):
        mail = mails[alert.recipient.email]
        own = {(action, alert.pk) for action in (SEEN, SNOOZE, STOP)}
        assert named(mail, mail.text()) == named(mail, mail.text("html")) == own
        assert named(mail, str(mail.message["List-Unsubscribe"])) == {(STOP, alert.pk)}
        assert (mail.message["To"], mail.message["X-Parley-Alert"]) == (alert.recipient.email, str(alert.pk))
        assert mail.message["Message-ID"] == alert.message_id
        assert "Fri 18 Apr, to the end of the day in Kyiv (UTC+3)" in mail.text()
        elsewhere = alert.recipient.time_zone == "Europe/Helsinki"
        assert ("Fri 18 Apr, 23:59 your time (Helsinki, UTC+3)" in mail.text()) == elsewhere
        assert ("your time" in mail.text("html")) == elsewhere
    # One sheet for the two in Kyiv, one for the reader in Helsinki; one with a long line for each.
    long = len(words) > 998
    assert len(filled) == (3 if long else 2)
    assert broken(office, sink) == []
