"""`manage.py alerts preview`: who would be told what until a moment, with nothing written."""

import pytest
import time_machine
from django.core.management import CommandError, call_command

from negotiations.actions.alerts import raise_alerts
from negotiations.models import Alert, Change
from tests import factories as make
from tests.alerts import kyiv, watcher

pytestmark = pytest.mark.django_db


def test_it_lists_what_waits_and_what_is_to_come_for_each_reader(capsys: pytest.CaptureFixture[str]) -> None:
    truce = make.proposal()
    watcher(truce, email="kyiv@example.org")
    watcher(truce, email="tokyo@example.org", time_zone="Asia/Tokyo")
    make.deadline(truce)
    raise_alerts(now=kyiv(15, 2))  # by now the first have been told on the other side of the Earth
    before = Alert.objects.unscoped(reason="test").count(), Change.objects.unscoped(reason="test").count()
    with time_machine.travel(kyiv(15, 2), tick=False):
        call_command("alerts", "preview", "--until", "2025-04-19T09:00:00+03:00")
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [(f"{day} {hour}", reader, rule) for day, hour, _utc, reader, rule, *_ in lines[:-1]] == [
        ("2025-04-15 00:00", "tokyo@example.org", "P3D"),
        ("2025-04-15 06:00", "kyiv@example.org", "P3D"),
        ("2025-04-17 00:00", "tokyo@example.org", "P1D"),
        ("2025-04-17 06:00", "kyiv@example.org", "P1D"),
        ("2025-04-18 00:00", "tokyo@example.org", "P0D"),
        ("2025-04-18 06:00", "kyiv@example.org", "P0D"),
        ("2025-04-18 21:00", "kyiv@example.org", "at"),
        ("2025-04-18 21:00", "tokyo@example.org", "at"),
        ("2025-04-19 00:00", "tokyo@example.org", "P1D"),
        ("2025-04-19 06:00", "kyiv@example.org", "P1D"),
    ]
    assert " ".join(lines[-1]) == "10 until 2025-04-19T09:00:00+03:00, as things stand."
    assert before == (Alert.objects.unscoped(reason="test").count(), Change.objects.unscoped(reason="test").count())


def test_without_a_moment_it_looks_a_week_ahead(capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(kyiv(14, 12), tick=False):
        call_command("alerts", "preview")
    assert capsys.readouterr().out == "0 until 2025-04-21T09:00:00+00:00, as things stand.\n"


@pytest.mark.parametrize("until", ["friday", "2025-04-19", "2025-04-19T09:00:00"])
def test_a_moment_without_its_offset_is_refused(until: str) -> None:
    with pytest.raises(CommandError, match="give a moment with its offset, such as 2025-04-20T00:00:00"):
        call_command("alerts", "preview", "--until", until)
