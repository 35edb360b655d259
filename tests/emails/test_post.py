"""From a deadline to a mail in somebody's mailbox, and what comes after a pause."""

from datetime import timedelta

from negotiations.actions.deadlines import settle_deadline
from negotiations.enums import AlertState, DeadlineStatus, DeliveryOutcome
from negotiations.models import Alert, Delivery, Heartbeat
from tests import factories as make
from tests.alerts import Office, broken, kyiv, states, subjects, watcher
from tests.mail_sink import MailSink


def test_one_before_one_at_one_after(office: Office, sink: MailSink) -> None:
    truce = make.proposal(title="Energy strike freeze")
    watcher(truce)
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
    assert Heartbeat.objects.get(name="tick").beat_at == kyiv(20, 12)
    assert broken(office, sink) == []


def test_each_attempt_is_on_record_with_the_servers_words(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    watcher(truce)
    make.deadline(truce)
    office.work(kyiv(15, 9))
    (delivery,) = Delivery.objects.unscoped(reason="test")
    assert (delivery.attempt, delivery.outcome, delivery.code, delivery.answer) == (
        1,
        DeliveryOutcome.ACCEPTED,
        250,
        "kept as 1",
    )
    assert (delivery.worker, delivery.began_at, delivery.ended_at) == ("office", kyiv(15, 9), kyiv(15, 9))


def test_readers_are_told_at_their_own_hour(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    zones = ["America/New_York", "Asia/Tokyo", "Europe/Kyiv", "Pacific/Honolulu"]
    readers = {watcher(truce, time_zone=zone).email: zone for zone in zones}
    make.deadline(truce)

    office.now = kyiv(14, 20)
    office.work_through(kyiv(16, 5))

    told = {readers[mail.recipient]: mail.message["Date"].datetime for mail in sink.accepted}
    assert told == {
        "Asia/Tokyo": kyiv(15, 3),
        "Europe/Kyiv": kyiv(15, 9),
        "America/New_York": kyiv(15, 16),
        "Pacific/Honolulu": kyiv(15, 22),
    }
    assert broken(office, sink) == []


def test_after_an_outage_one_mail_says_how_late_it_is(office: Office, sink: MailSink) -> None:
    truce = make.proposal(title="Energy strike freeze")
    watcher(truce)
    make.deadline(truce)
    office.work(kyiv(14, 13))

    office.work(kyiv(28, 12, 30))

    assert subjects(sink) == ["OVERDUE 9 days: Energy strike freeze (Fri 18 Apr)"]
    assert "This mail comes 9 d 3 h late" in sink.accepted[0].text()
    assert "This mail comes 9 d 3 h late" in sink.accepted[0].text("html")
    sent = Alert.objects.unscoped(reason="test").get(state=AlertState.SENT)
    assert sent.late_seconds == timedelta(days=9, hours=3, minutes=30).total_seconds()
    assert states() == {"sent": 1, "superseded": 4}
    assert broken(office, sink) == []

    office.work_through(kyiv(29, 12))
    assert subjects(sink)[1:] == ["OVERDUE 10 days: Energy strike freeze (Fri 18 Apr)"]
    assert broken(office, sink) == []


def test_what_was_settled_during_an_outage_is_not_announced(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    watcher(truce)
    deadline = make.deadline(truce)
    office.work(kyiv(14, 13))
    settle_deadline(
        deadline=deadline, status=DeadlineStatus.MET, claim=deadline.claim, actor=None, now=kyiv(27, 9), reason="Done"
    )
    office.work(kyiv(28, 12))
    assert sink.accepted == []
    assert broken(office, sink) == []


def test_a_long_outage_with_much_missed_ends_in_one_digest(office: Office, sink: MailSink) -> None:
    home = make.negotiation()
    reader = watcher(make.proposal(home))
    for number in range(25):
        make.deadline(make.proposal(home, title=f"Truce {number:02}"), title=f"Truce {number:02} ends")
    office.work(kyiv(14, 13))

    office.work(kyiv(28, 12))

    assert subjects(sink) == ["25 alerts, 25 over"]
    text = sink.accepted[0].text()
    assert [f"Truce {number:02}: OVER 9 days" in text for number in range(25)] == [True] * 25
    assert [mail.recipient for mail in sink.accepted] == [reader.email]
    assert broken(office, sink) == []


def test_a_deadline_recorded_too_late_is_announced_as_passed_and_nothing_else(office: Office, sink: MailSink) -> None:
    truce = make.proposal(title="Old truce")
    watcher(truce)
    office.work(kyiv(14, 12))
    make.deadline(truce, expression="11 April 2025")
    office.work(kyiv(14, 12, 1))
    assert subjects(sink) == ["Old truce: the deadline has passed (Fri 11 Apr)"]
    assert "late" not in sink.accepted[0].text()
    assert broken(office, sink) == []


def test_short_terms_are_counted_in_hours(office: Office, sink: MailSink) -> None:
    truce = make.proposal(title="Ultimatum")
    watcher(truce)
    make.deadline(truce, expression="within 24 hours", now=kyiv(14, 12))
    office.work_through(kyiv(15, 12, 30))
    assert [(mail.message["Subject"], mail.message["Date"].datetime) for mail in sink.accepted] == [
        ("Ultimatum ends in 24 hours (Tue 15 Apr)", kyiv(14, 12)),
        ("Ultimatum ends in 6 hours (Tue 15 Apr)", kyiv(15, 6)),
        ("Ultimatum ends in 1 hour (Tue 15 Apr)", kyiv(15, 11)),
        ("Ultimatum: the deadline has passed (Tue 15 Apr)", kyiv(15, 12)),
    ]
