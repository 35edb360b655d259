"""How long after its moment an alert is accepted: `python -m benchmarks.alerts.latency [--alerts 40]`.

A trickle: each deadline passes by itself, at a moment between two ticks, and has one reader. Parley runs as in
production, a beat and two worker processes, with a tick a second and with the usual ten; beside it a task with an eta
for each. (A naive sweep once a minute is half a minute late by its nature.) DATABASE_URL as for benchmarks.alerts;
with none it is the embedded edition: SQLite, and a broker of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import django

from tests.databases import own_database
from tests.faults.installation import PROJECT, Installation, OwnBroker, kill
from tests.mail_sink import MailSink, Step

SETTLED, APART = 30, 0.7  # seconds until the first passes, and between two


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alerts", type=int, default=40)
    number = parser.parse_args().alerts
    embedded = not os.environ.get("DATABASE_URL", "").startswith("postgres")
    to_reach = 0.1 if embedded else 1.0
    for name, tick, with_eta in (("parley, tick 1 s", 1, False), ("parley, tick 10 s", 10, False), ("eta", 1, True)):
        late = _late(number, tick=tick, with_eta=with_eta)
        median = statistics.median(late)
        said = f"{name:18} median {median * 1000:6.0f} ms, longest {max(late) * 1000:6.0f} ms"
        judged = "" if with_eta else f", to reach {to_reach * 1000:.0f} ms: " + _verdict(median, to_reach)
        print(said + judged, flush=True)


def _verdict(median: float, to_reach: float) -> str:
    return "pass" if median <= to_reach else "falls short"


def _late(number: int, *, tick: int, with_eta: bool) -> list[float]:
    """By how many seconds each mail came after its moment."""
    came: dict[str, float] = {}

    def noted(step: Step) -> None:
        if step.verb == "DOT":
            came.setdefault(step.recipient, time.time())

    sink = MailSink(answer=noted)
    sink.start()
    with tempfile.TemporaryDirectory() as name, own_database(Path(name)) as database:
        broker = OwnBroker(Path(name) / "broker")
        broker.start()
        place = Installation(Path(name), database, broker.found.url, sink, tick_seconds=tick)
        place.manage("migrate", "--verbosity", "0")
        build = f"from benchmarks.alerts.latency import build; build({number}, with_eta={with_eta})"
        told = subprocess.run(
            [sys.executable, "-c", build], env=place.environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE
        )
        due: dict[str, float] = json.loads(told.stdout)
        if with_eta:
            place.python("-m", "benchmarks.alerts.ways", "eta")
            processes = [place.start("worker", "--concurrency", "2", "--without-gossip", app="benchmarks.alerts.ways")]
        else:
            processes = [place.worker(), place.beat()]
        until = max(due.values()) + 2 * tick + 5
        while len(came) < number and time.time() < until:
            time.sleep(0.05)
        for process in processes:
            kill(process)
        broker.close()
    sink.close()
    assert len(came) == number, f"{len(came)} of {number} mails"
    return [came[reader] - moment for reader, moment in due.items()]


def build(number: int, *, with_eta: bool) -> None:
    """Run within an installation: deadlines that pass one after the other; prints each reader's moment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from config import clock  # noqa: PLC0415  only within an installation
    from negotiations.enums import AlertKind  # noqa: PLC0415
    from negotiations.models import Alert, ArmedAlert, Deadline  # noqa: PLC0415
    from tests import factories as make  # noqa: PLC0415
    from tests.alerts import watcher  # noqa: PLC0415

    why = "a benchmark"
    now = clock.now()
    rows = []
    for _ in range(number):
        truce = make.proposal()
        reader = watcher(truce)
        rows.append((reader, make.deadline(truce, expression=f"{now + timedelta(days=2):%d %B %Y}", now=now)))
    began = clock.now() + timedelta(seconds=SETTLED)
    due: dict[str, datetime] = {}
    for place, (reader, deadline) in enumerate(rows):
        at = due[reader.email] = began + timedelta(seconds=APART * place)
        Deadline.objects.unscoped(reason=why).filter(pk=deadline.pk).update(due_at=at, due_on=at.date())
        armed = ArmedAlert.objects.unscoped(reason=why).filter(deadline=deadline)
        armed.filter(rule="at").update(occurrence=at, fire_at=at)
        armed.exclude(rule="at").update(state="disarmed", settled_at=now)
        if with_eta:
            armed.update(state="disarmed", settled_at=now)
            Alert.objects.unscoped(reason=why).create(
                negotiation_id=deadline.negotiation_id,
                kind=AlertKind.DEADLINE_PASSED,
                subject_key=f"deadline:{deadline.pk}",
                deadline=deadline,
                rule="at",
                occurrence=at,
                recipient=reader,
                raised_at=now,
                send_at=at,
                next_try_at=at,
            )
    print(json.dumps({reader: at.timestamp() for reader, at in due.items()}))


if __name__ == "__main__":
    main()
