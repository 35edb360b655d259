"""Each of the sixteen invariants, broken by hand, is found: a check that finds nothing would prove nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from negotiations.enums import AlertState
from negotiations.models import Alert, ArmedAlert, Delivery, Negotiation
from negotiations.models.alerts import ArmedAlertQuerySet
from tests import factories as make
from tests.alerts import Office, broken, kyiv, watcher
from tests.mail_sink import MailSink

NINE = kyiv(15, 9)


@dataclass(slots=True)
class Scene:
    """One reader who was told three days before a deadline; two more warnings are armed."""

    office: Office
    sink: MailSink
    alert: Alert

    def put(self, **columns: Any) -> None:
        Alert.objects.unscoped(reason="test").filter(pk=self.alert.pk).update(**columns)

    def stage(self, rule: str = "P3D before") -> ArmedAlertQuerySet:
        return ArmedAlert.objects.unscoped(reason="test").filter(deadline=self.alert.deadline_id, rule=rule)


@pytest.fixture
def scene(office: Office, sink: MailSink) -> Scene:
    truce = make.proposal()
    watcher(truce)
    make.deadline(truce)
    office.work(NINE)
    found = Scene(office, sink, Alert.objects.unscoped(reason="test").get(state=AlertState.SENT))
    assert broken(office, sink) == []
    return found


@contextmanager
def unguarded(*constraints: str) -> Iterator[None]:
    """The database itself refuses some breaches; until the end of the test it does not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for name in constraints:
                cursor.execute(f'ALTER TABLE "{Alert._meta.db_table}" DROP CONSTRAINT "{name}"')
            yield
            return
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def no_alert(scene: Scene) -> None:
    Delivery.objects.unscoped(reason="test").all().delete()
    Alert.objects.unscoped(reason="test").filter(pk=scene.alert.pk).delete()


def sent_without_a_moment(scene: Scene) -> None:
    with unguarded("alert_sent_has_its_moment"):
        scene.put(sent_at=None)


def an_owner_of_what_is_sent(scene: Scene) -> None:
    with unguarded("alert_held_has_its_owner"):
        scene.put(lease_owner="somebody")


def dead_without_a_reason(scene: Scene) -> None:
    with unguarded("alert_ended_with_its_reason"):
        scene.put(state=AlertState.DEAD, sent_at=None, reason="", doubts=1)


def in_doubt_for_an_hour(scene: Scene) -> None:
    eight = kyiv(15, 8)
    scene.put(state=AlertState.IN_DOUBT, sent_at=None, doubts=1, send_at=eight, next_try_at=eight)


def another_copy(scene: Scene) -> None:
    scene.sink.received.append(scene.sink.received[0])


def another_copy_that_differs(scene: Scene) -> None:
    scene.put(doubts=1)
    first = scene.sink.received[0]
    scene.sink.received.append(replace(first, wire=first.wire + b"And more.\r\n"))


def restricted_without_a_change(scene: Scene) -> None:
    Negotiation.objects.unscoped(reason="test").filter(pk=scene.alert.negotiation_id).update(restricted=True)


BREACHES: list[tuple[int, Callable[[Scene], object]]] = [
    (2, no_alert),
    (3, lambda scene: scene.stage().update(state="disarmed", settled_at=kyiv(15, 10))),
    (4, sent_without_a_moment),
    (4, an_owner_of_what_is_sent),
    (5, lambda scene: scene.stage("P1D before").update(fire_at=kyiv(15, 8))),
    (6, in_doubt_for_an_hour),
    (7, lambda scene: scene.put(state=AlertState.SUPERSEDED, sent_at=None, doubts=1)),
    (7, lambda scene: scene.put(state=AlertState.SUPERSEDED, sent_at=None, doubts=1, superseded_by=scene.alert)),
    (8, dead_without_a_reason),
    (9, lambda scene: scene.put(message_id="")),
    (10, lambda scene: scene.sink.received.clear()),
    (11, another_copy),
    (12, another_copy_that_differs),
    (13, lambda scene: scene.put(sent_at=scene.alert.send_at - timedelta(minutes=1))),
    (13, lambda scene: scene.stage().update(fire_at=kyiv(16))),
    (14, lambda scene: scene.put(state=AlertState.QUEUED, sent_at=None, next_try_at=kyiv(16))),
    (15, restricted_without_a_change),
    (16, lambda scene: scene.stage("P1D before").update(state="disarmed", settled_at=kyiv(15, 8))),
]


@pytest.mark.parametrize(("number", "breach"), BREACHES)
def test_a_breach_is_found(scene: Scene, number: int, breach: Callable[[Scene], object]) -> None:
    breach(scene)
    found = {invariant for invariant, _ in broken(scene.office, scene.sink)}
    # A row that is gone leaves its mail without one.
    assert found == ({2, 9} if breach is no_alert else {number})


def test_no_second_alert_for_the_same_key(scene: Scene) -> None:
    """The database refuses it; without its guard the check finds it. SQLite cannot be told to drop a unique key."""
    second = Alert.objects.unscoped(reason="test").get(pk=scene.alert.pk)
    second.pk, second.message_id = None, ""
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save(force_insert=True)
    if connection.vendor == "postgresql":
        with unguarded("alert_once"):
            second.save(force_insert=True)
        assert {invariant for invariant, _ in broken(scene.office, scene.sink)} == {1}


def test_the_command_ends_with_the_number_of_breaches(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    scene.put(sent_at=scene.alert.send_at - timedelta(minutes=1))
    with pytest.raises(CommandError, match=r"^1 breaches of the 16 invariants\.$"):
        call_command("alerts", "check")
    assert capsys.readouterr().out.startswith(f"13: alert {scene.alert.pk} went out at ")
