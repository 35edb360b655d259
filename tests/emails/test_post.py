"""From a deadline to a mail in somebody's mailbox."""

from negotiations.actions.subscriptions import watch
from negotiations.enums import AlertState
from negotiations.models import Alert
from tests import factories as make
from tests.alerts import Office, kyiv
from tests.mail_sink import MailSink


def test_one_before_one_at_one_after(office: Office, sink: MailSink) -> None:
    reader = make.user(email="desk@example.org")
    truce = make.proposal(title="Energy strike freeze")
    watch(user=reader, negotiation=truce.negotiation, actor=reader, now=make.NOW)
    make.deadline(truce)

    office.work_through(kyiv(20, 12))

    sent = [(mail.message["Subject"], mail.message["Date"].datetime) for mail in sink.accepted]
    assert sent == [
        ("Energy strike freeze ends in 3 days (Fri 18 Apr)", kyiv(15, 9)),
        ("Energy strike freeze ends tomorrow (Fri 18 Apr)", kyiv(17, 9)),
        ("Energy strike freeze ends today (Fri 18 Apr)", kyiv(18, 9)),
        ("Energy strike freeze: the deadline has passed (Fri 18 Apr)", kyiv(19, 0)),
        ("OVERDUE 9 hours: Energy strike freeze (Fri 18 Apr)", kyiv(19, 9)),
        ("OVERDUE 1 day: Energy strike freeze (Fri 18 Apr)", kyiv(20, 9)),
    ]
    assert {alert.state for alert in Alert.objects.unscoped(reason="test")} <= {AlertState.SENT, AlertState.QUEUED}
