"""Whatever the mail server does: nothing is lost, nothing comes twice unless its answer was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from django.db import OperationalError
from pytest_django.fixtures import Settings

from negotiations.emails import post, wire
from negotiations.emails.transport import Transport
from negotiations.enums import AlertKind, AlertState, DeliveryOutcome
from negotiations.models import Alert, Delivery, MailRoute
from tests import factories as make
from tests.alerts import Office, broken, kyiv, states, subjects, watcher
from tests.mail_sink import DROP, STALL, Answer, MailSink, Step

READERS = 6


@pytest.fixture
def readers(office: Office) -> list[str]:
    """Several people who watch a deadline, a minute before its three-day warning."""
    truce = make.proposal(title="Freeze")
    found = [watcher(truce).email for _ in range(READERS)]
    make.deadline(truce)
    office.now = kyiv(15, 8, 59)
    office.work()
    return found


def times(number: int, verb: str, reply: str) -> Answer:
    """This reply to the first `number` of these steps, and the usual one afterwards."""
    seen = count(1)
    return lambda step: reply if step.verb == verb and next(seen) <= number else None


def as_patient_as(office: Office, settings: Settings, reply: str) -> int:
    """How often the server gives this reply; where it stalls, the office gives it up soon, and no other answer."""
    if reply != STALL:
        return 3
    settings.EMAIL_TIMEOUT = 4
    office.post.transport = Transport()
    return 1


def tally(sink: MailSink, readers: list[str]) -> tuple[int, int, int, int]:
    """Expected, delivered, lost, doubled."""
    copies = Counter(mail.recipient for mail in sink.accepted)
    lost = sum(1 for reader in readers if not copies[reader])
    return len(readers), len(copies), lost, sum(number - 1 for number in copies.values())


@pytest.mark.parametrize(
    ("verb", "reply"),
    [
        ("CONNECT", "421 too busy"),
        ("CONNECT", "554 go away"),
        ("CONNECT", DROP),
        ("CONNECT", STALL),
        ("MAIL", "421 closing"),
        ("MAIL", "451 local fault"),
        ("MAIL", "550 who are you"),
        ("MAIL", DROP),
        ("RCPT", "421 closing"),
        ("RCPT", "450 mailbox busy"),
        ("RCPT", "451 try later"),
        ("RCPT", "452 no room"),
        ("RCPT", DROP),
        ("DATA", "451 try later"),
        ("DATA", DROP),
        ("DATA", STALL),
        ("DOT", "450 greylisted"),
        ("DOT", "451 local fault"),
        ("DOT", "452 no room"),
    ],
)
def test_a_passing_refusal_delays_and_loses_nothing(  # noqa: PLR0917
    office: Office, sink: MailSink, readers: list[str], settings: Settings, verb: str, reply: str
) -> None:
    sink.answer = times(as_patient_as(office, settings, reply), verb, reply)
    office.work_through(kyiv(15, 9, 30), step=timedelta(minutes=1))
    assert tally(sink, readers) == (READERS, READERS, 0, 0)
    assert states() == {"queued": READERS, "sent": READERS} or states() == {"sent": READERS}
    assert broken(office, sink) == []


@pytest.mark.parametrize("reply", [DROP, STALL])
def test_an_answer_lost_after_the_final_dot_gives_an_identical_copy(
    office: Office, sink: MailSink, readers: list[str], settings: Settings, reply: str
) -> None:
    """Whether the server kept it cannot be known; here it did, so the reader's mail program folds two copies."""
    lost = as_patient_as(office, settings, reply)
    seen = count(1)

    def keep_but_never_say(step: Step) -> str | None:
        return reply if step.verb == "DOT" and next(seen) <= lost else None

    sink.answer = keep_but_never_say
    office.work_through(kyiv(15, 9, 30), step=timedelta(minutes=1))
    assert tally(sink, readers) == (READERS, READERS, 0, 0)
    copies = Counter(mail.message_id for mail in sink.received)
    assert sorted(copies.values()) == [1] * (READERS - lost) + [2] * lost
    for message_id, number in copies.items():
        assert len({mail.wire for mail in sink.received if mail.message_id == message_id}) == 1
        alert = Alert.objects.unscoped(reason="test").get(message_id=message_id)
        assert (alert.doubts, alert.state) == (number - 1, AlertState.SENT)
    assert Delivery.objects.unscoped(reason="test").filter(outcome=DeliveryOutcome.IN_DOUBT).count() == lost
    assert broken(office, sink) == []


@pytest.mark.parametrize(
    ("verb", "reply", "reason"),
    [
        ("RCPT", "550 no such user", "The mail server does not know this address, or refuses mail for it."),
        ("RCPT", "553 bad address", "The mail server does not accept this address as written."),
        ("DOT", "552 too large", "The mailbox is full, or the message is too large for it."),
        ("DOT", "554 spam", "The mail server refused the message, perhaps as unwanted."),
    ],
)
def test_one_refused_for_good_ends_alone_and_is_told(  # noqa: PLR0917
    office: Office, sink: MailSink, readers: list[str], verb: str, reply: str, reason: str
) -> None:
    administrator = make.user(is_superuser=True)
    bad, *good = readers
    sink.answer = lambda step: reply if step.verb == verb and step.recipient == bad else None
    office.work_through(kyiv(15, 9, 30), step=timedelta(minutes=1))
    assert tally(sink, good) == (READERS - 1, READERS, 0, 0)
    dead = Alert.objects.unscoped(reason="test").get(state=AlertState.DEAD)
    assert (dead.recipient.email, dead.reason, dead.answer) == (bad, reason, reply)
    (told,) = [mail for mail in sink.accepted if mail.recipient == administrator.email]
    assert told.message["Subject"] == f"NOT DELIVERED to {bad}: Freeze"
    assert reason in told.text()
    assert reason in told.text("html")
    assert broken(office, sink) == []


def test_a_server_that_takes_three_a_connection_gets_them_all(
    office: Office, sink: MailSink, readers: list[str]
) -> None:
    sink.answer = lambda step: "421 enough for now" if step.verb == "MAIL" and step.given >= 3 else None
    office.work(kyiv(15, 9))
    assert tally(sink, readers) == (READERS, READERS, 0, 0)
    assert broken(office, sink) == []


def test_while_the_server_is_away_no_alert_is_touched(office: Office, sink: MailSink, readers: list[str]) -> None:
    sink.close()
    office.work_through(kyiv(15, 9, 10), step=timedelta(minutes=1))
    alerts = Alert.objects.unscoped(reason="test").filter(send_at__lte=office.now)
    assert set(alerts.values_list("state", "tries")) == {(AlertState.QUEUED, 0)}
    route = MailRoute.objects.get()
    assert route.failed_since == kyiv(15, 9)
    sink.start()
    office.work_through(kyiv(15, 9, 20), step=timedelta(minutes=1))
    assert tally(sink, readers) == (READERS, READERS, 0, 0)
    assert "This mail comes 12 min late" in sink.accepted[0].text()
    route.refresh_from_db()
    assert (route.failed_since, route.closed_until, route.answer) == (None, None, "")
    assert broken(office, sink) == []


def test_refused_time_and_again_it_ends_dead_with_every_try_on_record(
    office: Office, sink: MailSink, readers: list[str]
) -> None:
    sink.answer = lambda step: "451 no" if step.verb == "RCPT" and step.recipient == readers[0] else None
    office.work_through(kyiv(15, 18), step=timedelta(minutes=5))
    dead = Alert.objects.unscoped(reason="test").get(state=AlertState.DEAD)
    assert (dead.tries, dead.deliveries.unscoped(reason="test").count()) == (12, 12)
    assert tally(sink, readers[1:])[1:] == (READERS - 1, 0, 0)
    assert broken(office, sink) == []


def test_doubts_have_an_end(office: Office, sink: MailSink, readers: list[str]) -> None:
    sink.answer = lambda step: DROP if step.verb == "DOT" and step.recipient == readers[0] else None
    office.work_through(kyiv(15, 9, 30), step=timedelta(minutes=1))
    dead = Alert.objects.unscoped(reason="test").get(state=AlertState.DEAD)
    assert (dead.doubts, dead.recipient.email) == (3, readers[0])
    assert broken(office, sink) == []


@pytest.fixture
def fault_in_one_kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The template of one kind of mail cannot be filled."""

    def fails(*_: object) -> None:
        msg = "no such tag"
        raise LookupError(msg)

    monkeypatch.setattr(wire, "KINDS", {**wire.KINDS, AlertKind.DEADLINE_AHEAD: fails})
    return


def test_a_fault_in_one_kind_of_mail_holds_up_no_other(
    office: Office, sink: MailSink, readers: list[str], fault_in_one_kind: None
) -> None:
    make.deadline(
        make.proposal(Alert.objects.unscoped(reason="test")[0].negotiation, title="Old"), expression="1 April 2025"
    )
    office.work(kyiv(15, 9))
    assert set(subjects(sink)) == {"OVERDUE 13 days: Old (Tue 1 Apr)"}
    attempts = Delivery.objects.unscoped(reason="test").filter(outcome=DeliveryOutcome.FAILED)
    assert set(attempts.values_list("answer", flat=True)) == {"LookupError: no such tag"}


def test_after_the_fault_is_mended_the_mails_go_out(office: Office, sink: MailSink, readers: list[str]) -> None:
    with pytest.MonkeyPatch.context() as broken_template:
        broken_template.setattr(wire, "KINDS", {})
        office.work(kyiv(15, 9))
    office.work(kyiv(15, 9, 5))
    assert tally(sink, readers) == (READERS, READERS, 0, 0)
    assert broken(office, sink) == []


def test_an_acceptance_that_could_not_be_recorded_is_recorded_first(
    office: Office, sink: MailSink, readers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database goes away between the server's answer and the record of it, and comes back."""
    real = post.take_off

    def gone(**given: object) -> bool:
        if given["accepted"] is not None:
            raise OperationalError
        return real(**given)  # type: ignore[arg-type]

    with monkeypatch.context() as lost:
        lost.setattr(post, "take_off", gone)
        with pytest.raises(OperationalError):
            office.work(kyiv(15, 9))
    office.work(kyiv(15, 9, 10))
    assert tally(sink, readers) == (READERS, READERS, 0, 0)
    assert Alert.objects.unscoped(reason="test").filter(doubts__gt=0).count() == 0
    assert broken(office, sink) == []
