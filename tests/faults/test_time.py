"""Whatever the clock does: each reader has each mail once, with its delay said; and much at once is one mail each."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from negotiations.actions.alert_policies import set_alert_policy
from negotiations.actions.alerts import raise_alerts
from negotiations.enums import AlertKind, AlertState
from negotiations.models import Alert, ArmedAlert, Deadline, Subscription, User
from tests import factories as make
from tests.alerts import Office, broken, kyiv, subjects, watcher
from tests.mail_sink import MailSink


def test_a_tick_an_hour_late_tells_everybody_once_and_by_how_much(office: Office, sink: MailSink) -> None:
    truce = make.proposal(title="Freeze")
    watcher(truce), watcher(truce, time_zone="Asia/Tbilisi")
    make.deadline(truce)
    office.work(kyiv(15, 7, 59))
    office.work(kyiv(15, 10))
    assert subjects(sink) == ["Freeze ends in 3 days (Fri 18 Apr)"] * 2
    assert sorted(Alert.objects.unscoped(reason="test").values_list("late_seconds", flat=True)) == [3600, 7200]
    assert ["comes 1 h 0 min late" in mail.text() for mail in sink.accepted].count(True) == 1
    assert broken(office, sink) == []


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=-1), timedelta(hours=5)])
def test_a_clock_that_jumps_and_is_put_right_says_nothing_twice(
    office: Office, sink: MailSink, jump: timedelta
) -> None:
    truce = make.proposal(title="Freeze")
    watcher(truce)
    make.deadline(truce)
    office.work(kyiv(15, 9))
    for _ in range(3):
        office.work(kyiv(15, 9) + jump)
    office.now = kyiv(15, 9, 30)
    office.work_through(kyiv(17, 12))
    assert subjects(sink) == ["Freeze ends in 3 days (Fri 18 Apr)", "Freeze ends tomorrow (Fri 18 Apr)"]
    assert broken(office, sink) == []


@pytest.mark.parametrize(
    ("zone", "hour", "words", "sent"),
    [
        ("Europe/Kyiv", time(3, 30), "26 October 2025", "2025-10-26T03:30+03:00"),  # an hour there twice: the first
        ("America/Santiago", time(0, 30), "7 September 2025", "2025-09-07T01:30-03:00"),  # an hour that is not there
    ],
)
def test_an_hour_of_sending_that_comes_twice_or_never_brings_one_mail(  # noqa: PLR0917
    office: Office, sink: MailSink, zone: str, hour: time, words: str, sent: str
) -> None:
    truce = make.proposal(title="Freeze")
    reader = watcher(truce, time_zone=zone)
    set_alert_policy(user=reader, actor=reader, now=make.NOW, days_before=[1], sending_hour=hour)
    deadline = make.deadline(truce, expression=words, said_zone=zone)
    assert deadline.due_on is not None
    office.now = datetime.combine(deadline.due_on, time(), ZoneInfo(zone)) - timedelta(minutes=30)
    office.work_through(office.now + timedelta(hours=8), step=timedelta(minutes=15))
    today = [mail.message["Date"].datetime for mail in sink.accepted if "today" in mail.message["Subject"]]
    assert today == [datetime.fromisoformat(sent)]
    assert broken(office, sink) == []


def test_ten_thousand_due_at_once_are_one_mail_for_each_reader(office: Office, sink: MailSink) -> None:
    """Two hundred deadlines pass at one moment, and fifty people watch them all."""
    deadlines, readers = 200, 50
    home = make.negotiation()
    row = make.deadline(make.proposal(home, title="Freeze"))
    users = User.objects.bulk_create(
        User(username=f"reader{number}", email=f"reader{number}@example.org", is_staff=True)
        for number in range(readers)
    )
    Subscription.objects.unscoped(reason="test").bulk_create(
        Subscription(user=user, negotiation=home, watched_negotiation=home, recorded_at=make.NOW) for user in users
    )
    columns = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    more = Deadline.objects.unscoped(reason="test").bulk_create(Deadline(**columns) for _ in range(deadlines - 1))
    armed = ArmedAlert.objects.unscoped(reason="test")
    passing = armed.get(deadline=row, rule="at")
    armed.bulk_create(
        ArmedAlert(
            negotiation=home,
            deadline=each,
            rule="at",
            occurrence=passing.occurrence,
            armed_at=passing.armed_at,
            fire_at=passing.fire_at,
        )
        for each in more
    )
    office.now = passing.fire_at
    assert raise_alerts(now=office.now) >= deadlines
    office.work()
    assert (len(sink.accepted), len({mail.recipient for mail in sink.accepted})) == (readers, readers)
    assert set(subjects(sink)) == {f"{deadlines} alerts, {deadlines} over"}
    told = Alert.objects.unscoped(reason="test").filter(kind=AlertKind.DEADLINE_PASSED, state=AlertState.SENT)
    assert told.count() == deadlines * readers
    assert broken(office, sink) == []
