"""What readers want: leads of their own, quiet hours, one mail a day, kinds they do not want, snoozing."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from negotiations.actions.alert_policies import set_alert_policy
from negotiations.actions.alerts import (
    raise_alerts,
    restore_stage,
    see_alert,
    send_again,
    skip_alert,
    skip_stage,
    snooze_alert,
)
from negotiations.actions.users import revise_user
from negotiations.enums import AlertState, MemberRole
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import Alert, ArmedAlert
from tests import factories as make
from tests.alerts import Office, broken, kyiv, subjects, watcher
from tests.mail_sink import MailSink


def sent_at(sink: MailSink, address: str) -> list[object]:
    return [mail.message["Date"].datetime for mail in sink.accepted if mail.recipient == address]


def test_a_persons_own_leads_and_hour(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    usual, own = watcher(truce), watcher(truce)
    make.deadline(truce)
    set_alert_policy(user=own, actor=own, now=make.NOW, days_before=[2], on_the_day=False, sending_hour=time(7, 30))
    office.work_through(kyiv(18, 12), step=timedelta(minutes=30))
    assert sent_at(sink, own.email) == [kyiv(16, 7, 30)]
    assert sent_at(sink, usual.email) == [kyiv(15, 9), kyiv(17, 9), kyiv(18, 9)]
    assert broken(office, sink) == []


def test_a_negotiations_default_is_set_by_its_lead(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    reader, lead, editor = watcher(truce), make.user(), make.user()
    make.member(truce.negotiation, lead, MemberRole.LEAD)
    make.member(truce.negotiation, editor, MemberRole.EDITOR)
    make.deadline(truce)
    with pytest.raises(NotPermittedError):
        set_alert_policy(negotiation=truce.negotiation, actor=editor, now=make.NOW, days_before=[2])
    set_alert_policy(negotiation=truce.negotiation, actor=lead, now=make.NOW, days_before=[2], on_the_day=False)
    office.work_through(kyiv(18, 12))
    assert sent_at(sink, reader.email) == [kyiv(16, 9)]


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        ({"days_before": [0]}, "days_before"),
        ({"days_before": [1.5]}, "days_before"),
        ({"days_before": list(range(1, 12))}, "days_before"),
        ({"hours_before": [72]}, "hours_before"),
        ({"muted_kinds": ["nothing"]}, "muted_kinds"),
        ({"quiet_from": time(22)}, "quiet_until"),
        ({"colour": "red"}, "colour"),
    ],
)
@pytest.mark.django_db
def test_a_wish_that_makes_no_sense_is_refused(wishes: dict[str, object], field: str) -> None:
    reader = make.user()
    with pytest.raises(InvalidValueError) as refused:
        set_alert_policy(user=reader, actor=reader, now=make.NOW, **wishes)
    assert refused.value.field == field


def test_quiet_hours_hold_the_mail_of_the_passing(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    reader = watcher(truce)
    make.deadline(truce)
    set_alert_policy(
        user=reader,
        actor=reader,
        now=make.NOW,
        days_before=[],
        on_the_day=False,
        daily_until_settled=False,
        quiet_from=time(22),
        quiet_until=time(7),
    )
    office.work_through(kyiv(19, 12))
    assert sent_at(sink, reader.email) == [kyiv(19, 7)]
    assert broken(office, sink) == []


def test_one_mail_a_day_for_whoever_wants_it(office: Office, sink: MailSink) -> None:
    home = make.negotiation()
    truces = [make.proposal(home, title=f"Truce {number}") for number in range(3)]
    reader = watcher(truces[0])
    set_alert_policy(user=reader, actor=reader, now=make.NOW, digest=True)
    for truce in truces:
        make.deadline(truce)
    office.work_through(kyiv(19, 12))
    assert [(mail.message["Subject"], mail.message["Date"].datetime) for mail in sink.accepted] == [
        ("3 alerts", kyiv(15, 9)),
        ("3 alerts", kyiv(17, 9)),
        ("3 alerts", kyiv(18, 9)),
        ("3 alerts, 3 over", kyiv(19, 9)),
    ]
    members = Alert.objects.unscoped(reason="test").filter(digested_in__isnull=False)
    assert set(members.values_list("state", flat=True)) == {AlertState.SENT}
    assert broken(office, sink) == []


def test_a_muted_kind_is_not_sent(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    reader = watcher(truce)
    make.deadline(truce)
    set_alert_policy(user=reader, actor=reader, now=make.NOW, muted_kinds=["deadline_ahead"])
    office.work_through(kyiv(19, 6))
    assert sent_at(sink, reader.email) == [kyiv(19, 0)]
    assert broken(office, sink) == []


@pytest.mark.parametrize(("zone", "moment"), [("Asia/Tokyo", kyiv(15, 5)), ("America/New_York", kyiv(15, 16))])
def test_what_waits_follows_a_reader_who_travels(office: Office, sink: MailSink, zone: str, moment: object) -> None:
    truce = make.proposal()
    reader = watcher(truce)
    make.deadline(truce)
    office.work(kyiv(15, 5))
    revise_user(user=reader, actor=reader, now=office.now, time_zone=zone)
    office.work_through(kyiv(15, 20))
    assert sent_at(sink, reader.email) == [moment]
    assert broken(office, sink) == []


def test_snoozing_tells_once_more(office: Office, sink: MailSink) -> None:
    truce = make.proposal(title="Freeze")
    reader = watcher(truce)
    make.deadline(truce)
    office.work(kyiv(15, 9))
    alert = Alert.objects.unscoped(reason="test").get(state=AlertState.SENT)
    snooze_alert(alert=alert, until=kyiv(16, 9), actor=reader, now=kyiv(15, 9, 30))
    office.work_through(kyiv(16, 12))
    assert subjects(sink) == ["Freeze ends in 3 days (Fri 18 Apr)", "Freeze ends in 2 days (Fri 18 Apr)"]
    alert.refresh_from_db()
    assert (alert.seen_at, alert.snoozed_until) == (kyiv(15, 9, 30), kyiv(16, 9))
    assert broken(office, sink) == []


def test_skipping_and_sending_again(office: Office, sink: MailSink) -> None:
    truce = make.proposal(title="Freeze")
    reader = watcher(truce)
    make.deadline(truce)
    raise_alerts(now=kyiv(15, 8))
    waiting = Alert.objects.unscoped(reason="test").get(rule="P3D before")
    skip_alert(alert=waiting, actor=reader)
    office.work(kyiv(15, 9))
    assert sink.received == []
    send_again(alert=waiting, actor=reader, now=kyiv(15, 10))
    office.work(kyiv(15, 10))
    assert subjects(sink) == ["Freeze ends in 3 days (Fri 18 Apr)"]
    with pytest.raises(InvalidValueError):
        skip_alert(alert=waiting, actor=reader)


def test_a_stage_can_be_skipped_and_restored(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    watcher(truce)
    make.deadline(truce)
    stages = ArmedAlert.objects.unscoped(reason="test")
    skip_stage(armed=stages.get(rule="P3D before"), actor=make.user(), now=make.NOW)
    skip_stage(armed=stages.get(rule="P1D before"), actor=make.user(), now=make.NOW)
    restore_stage(armed=stages.get(rule="P1D before"), actor=make.user(), now=make.NOW)
    office.work_through(kyiv(18, 8))
    assert subjects(sink) == [f"{truce.title} ends tomorrow (Fri 18 Apr)"]
    assert broken(office, sink) == []


def test_unseen_for_twelve_hours_the_leads_are_told_once(office: Office, sink: MailSink) -> None:
    truce = make.proposal(title="Freeze")
    watcher(truce)
    watcher(truce)
    lead = make.user(email="lead@example.org")
    make.member(truce.negotiation, lead, MemberRole.LEAD)
    make.deadline(truce)
    office.now = kyiv(15, 9)
    office.work_through(kyiv(16, 12))
    told = [mail.message for mail in sink.accepted if mail.recipient == lead.email]
    assert [(message["Subject"], message["Date"].datetime) for message in told] == [("NOT SEEN: Freeze", kyiv(15, 21))]
    assert broken(office, sink) == []


def test_seen_by_one_it_is_not_escalated(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    reader = watcher(truce)
    watcher(truce)
    make.member(truce.negotiation, make.user(email="lead@example.org"), MemberRole.LEAD)
    make.deadline(truce)
    office.work(kyiv(15, 9))
    mine = Alert.objects.unscoped(reason="test").get(recipient=reader, state=AlertState.SENT)
    see_alert(alert=mine, actor=reader, now=kyiv(15, 10))
    office.now += timedelta(hours=1)
    office.work_through(kyiv(16, 12))
    assert "lead@example.org" not in {mail.recipient for mail in sink.accepted}
    with pytest.raises(NotPermittedError):
        see_alert(alert=mine, actor=make.user(), now=kyiv(15, 10))
