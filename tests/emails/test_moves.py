"""A deadline that moves takes its alerts along, and corrects what was already said."""

from datetime import timedelta

import pytest

from negotiations.actions.alerts import Accepted, arm_deadline, lease, raise_alerts, take_off
from negotiations.actions.deadlines import correct_deadline, extend_deadline, settle_deadline
from negotiations.emails.wire import Sheets
from negotiations.enums import AlertState, DeadlineStatus
from negotiations.models import Alert, ArmedAlert, Deadline
from negotiations.queries.alert_facts import facts_of
from tests import factories as make
from tests.alerts import Office, broken, kyiv, subjects, watcher
from tests.mail_sink import MailSink


def settle(deadline: Deadline, status: DeadlineStatus, office: Office) -> None:
    settle_deadline(
        deadline=deadline, status=status, claim=deadline.claim, actor=None, now=office.now, reason="So it is."
    )


@pytest.fixture
def told(office: Office) -> Deadline:
    """A deadline of Friday 18 April; its reader has had the three-day warning on Tuesday."""
    truce = make.proposal(title="Freeze")
    watcher(truce)
    deadline = make.deadline(truce)
    office.work(kyiv(15, 9))
    return deadline


def test_a_correction_withdraws_rearms_and_tells_in_the_same_thread(
    office: Office, sink: MailSink, told: Deadline
) -> None:
    office.now = kyiv(16, 10)
    correct_deadline(
        deadline=told, expression="25 April 2025", reason="Misread.", claim=told.claim, actor=None, now=office.now
    )
    office.work_through(kyiv(22, 12))
    assert subjects(sink) == [
        "Freeze ends in 3 days (Fri 18 Apr)",
        "MOVED: Freeze, now Fri 25 Apr",
        "Freeze ends in 7 days (Fri 25 Apr)",
        "Freeze ends in 3 days (Fri 25 Apr)",
    ]
    threads = {mail.message["References"] for mail in sink.accepted}
    assert len(threads) == 1
    assert len({mail.message_id for mail in sink.accepted}) == 4
    assert broken(office, sink) == []


@pytest.mark.parametrize(("status", "word"), [(DeadlineStatus.MET, "met"), (DeadlineStatus.CANCELLED, "cancelled")])
def test_an_outcome_ends_the_alerts_with_one_notice(
    office: Office, sink: MailSink, told: Deadline, status: DeadlineStatus, word: str
) -> None:
    office.now = kyiv(16, 10)
    settle(told, status, office)
    office.work_through(kyiv(20, 12))
    assert subjects(sink) == ["Freeze ends in 3 days (Fri 18 Apr)", f"Freeze: {word} (Fri 18 Apr)"]
    assert ArmedAlert.objects.unscoped(reason="test").filter(state="armed").count() == 0
    assert broken(office, sink) == []


def test_an_extension_is_told_in_the_old_thread_and_warns_anew(office: Office, sink: MailSink, told: Deadline) -> None:
    office.now = kyiv(16, 10)
    later = make.claim(told.negotiation)
    longer = {"expression": "2 May 2025", "reason": "Both sides agreed"}
    extend_deadline(deadline=told, claim=later, actor=None, now=office.now, **longer)
    office.work_through(kyiv(29, 12))
    assert subjects(sink) == [
        "Freeze ends in 3 days (Fri 18 Apr)",
        "Freeze: extended (Fri 18 Apr)",
        "Freeze ends in 7 days (Fri 2 May)",
        "Freeze ends in 3 days (Fri 2 May)",
    ]
    assert "extended to Fri 2 May" in sink.accepted[1].text()
    assert all("Why: Both sides agreed" in sink.accepted[1].text(kind) for kind in ("plain", "html"))
    assert sink.accepted[0].message["References"] == sink.accepted[1].message["References"]
    assert broken(office, sink) == []


def test_nobody_is_told_twice_of_one_move(office: Office, sink: MailSink, told: Deadline) -> None:
    office.now = kyiv(16, 10)
    settle(told, DeadlineStatus.MET, office)
    arm_deadline(deadline=told, now=office.now)
    office.work_through(kyiv(16, 12))
    arm_deadline(deadline=told, now=office.now)
    office.work_through(kyiv(16, 14))
    assert subjects(sink)[1:] == ["Freeze: met (Fri 18 Apr)"]


def test_two_moves_before_the_notice_left_give_one_notice(office: Office, sink: MailSink, told: Deadline) -> None:
    office.now = kyiv(16, 10)
    for expression in ("25 April 2025", "26 April 2025"):
        correct_deadline(
            deadline=told, expression=expression, reason="Misread.", claim=told.claim, actor=None, now=office.now
        )
    office.work_through(kyiv(16, 12))
    assert subjects(sink)[1:] == ["MOVED: Freeze, now Sat 26 Apr"]
    assert broken(office, sink) == []


def test_there_and_back_before_the_notice_left_needs_none(office: Office, sink: MailSink, told: Deadline) -> None:
    office.now = kyiv(16, 10)
    for expression in ("25 April 2025", "18 April 2025"):
        correct_deadline(
            deadline=told, expression=expression, reason="Misread.", claim=told.claim, actor=None, now=office.now
        )
    office.work_through(kyiv(17, 12))
    assert subjects(sink)[1:] == ["Freeze ends tomorrow (Fri 18 Apr)"]
    assert broken(office, sink) == []


def test_a_reopened_deadline_is_armed_again(office: Office, sink: MailSink, told: Deadline) -> None:
    office.now = kyiv(16, 10)
    settle(told, DeadlineStatus.MET, office)
    office.work()
    office.now += timedelta(hours=1)
    settle(told, DeadlineStatus.PENDING, office)
    office.work_through(kyiv(17, 12))
    assert subjects(sink)[1:] == [
        "Freeze: met (Fri 18 Apr)",
        "MOVED: Freeze, now Fri 18 Apr",
        "Freeze ends tomorrow (Fri 18 Apr)",
    ]
    assert broken(office, sink) == []


def test_a_move_between_tick_and_sending_stops_the_mail(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    watcher(truce)
    deadline = make.deadline(truce)
    office.now = kyiv(15, 9)
    raise_alerts(now=office.now)
    settle(deadline, DeadlineStatus.CANCELLED, office)
    assert office.post.deliver() == 0
    (alert,) = Alert.objects.unscoped(reason="test")
    assert (alert.state, alert.reason) == (AlertState.CANCELLED, "The deadline was cancelled.")
    assert broken(office, sink) == []


def test_a_move_while_a_mail_is_in_flight_is_followed_by_a_notice(office: Office, sink: MailSink) -> None:
    truce = make.proposal(title="Freeze")
    watcher(truce)
    deadline = make.deadline(truce)
    office.now = kyiv(15, 9)

    raise_alerts(now=office.now)
    alerts = lease(owner="office", now=office.now)
    written = Sheets(office.now).write(alerts[0], facts_of(alerts)[alerts[0].pk])
    assert take_off(accepted=None, following=written, owner="office", now=office.now)
    settle(deadline, DeadlineStatus.MET, office)
    outcome = office.post.transport.hand_over(written.wire, alerts[0].recipient.email)
    sent = Accepted(written, office.now, outcome.answer, outcome.code, None)
    take_off(accepted=sent, following=None, owner="office", now=office.now)
    office.work(kyiv(15, 9, 5))
    assert subjects(sink) == ["Freeze ends in 3 days (Fri 18 Apr)", "Freeze: met (Fri 18 Apr)"]
