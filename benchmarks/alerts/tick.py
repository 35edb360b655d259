"""What a tick costs while much is pending: `python -m benchmarks.alerts.tick [--pending 10000 1000000]`.

1,000 stages are due, each of its own deadline with one reader; the rest wait for the coming years. Each size has a
database of its own; a tick with something due is rolled back and repeated. DATABASE_URL as for benchmarks.alerts.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

from tests.databases import own_database
from tests.faults.installation import PROJECT, Installation
from tests.mail_sink import MailSink

DUE, ROUNDS = 1000, 5
AT_MOST = 1.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pending", type=int, nargs="+", default=[10_000, 1_000_000])
    loaded: list[float] = []
    for pending in parser.parse_args().pending:
        with tempfile.TemporaryDirectory() as name, own_database(Path(name)) as database:
            place = Installation(Path(name), database, "redis://127.0.0.1:1/0", MailSink())
            place.manage("migrate", "--verbosity", "0")
            inside = [sys.executable, "-c", f"from benchmarks.alerts.tick import measure; measure({pending})"]
            told = subprocess.run(inside, env=place.environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE)
            nothing, due = (float(value) * 1000 for value in told.stdout.split())
            loaded.append(due)
            print(f"{pending:>9,} pending: nothing due {nothing:6.1f} ms, {DUE} due {due:7.1f} ms", flush=True)
    ratio = loaded[-1] / loaded[0]
    print(f"largest / smallest: {ratio:.2f}, to reach {AT_MOST}: {'pass' if ratio <= AT_MOST else 'falls short'}")


def measure(pending: int) -> None:
    """Run within an installation: fill it, then print the seconds of a tick with nothing due, and of one with DUE."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415  only within an installation

    from config import clock  # noqa: PLC0415
    from negotiations.actions.alerts import raise_alerts  # noqa: PLC0415
    from negotiations.models import ArmedAlert, Deadline  # noqa: PLC0415
    from tests.alerts import watcher  # noqa: PLC0415
    from tests.factories import deadline, proposal  # noqa: PLC0415

    now = clock.now()
    due = now + timedelta(days=400)
    truce = proposal()
    watcher(truce)
    row = deadline(truce, expression=f"{due:%d %B %Y}", said_at=now, now=now)
    armed = ArmedAlert.objects.unscoped(reason="a benchmark")
    raise_alerts(now=now)
    armed.all().update(state="disarmed", settled_at=now)
    deadlines = Deadline.objects.unscoped(reason="a benchmark")
    copies = []
    for _ in range(DUE):
        row.pk, row.seed_key = None, None
        copies.append(Deadline(**{field.attname: getattr(row, field.attname) for field in Deadline._meta.fields}))
    made = deadlines.bulk_create(copies, batch_size=200)
    passing = [
        ArmedAlert(
            negotiation_id=one.negotiation_id,
            deadline=one,
            rule="at",
            occurrence=one.due_at,
            armed_at=now,
            fire_at=one.due_at,
        )
        for one in made
    ]
    armed.bulk_create(passing, batch_size=200)
    _wait_for_years(connection, made[0], pending)

    def busy() -> None:
        with transaction.atomic():
            assert raise_alerts(now=due + timedelta(days=2)) == DUE
            transaction.set_rollback(True)

    idle = _median(lambda: raise_alerts(now=now))
    loaded = _median(busy)
    print(idle, loaded)


def _wait_for_years(connection: Any, deadline: Any, pending: int) -> None:
    """Stages a second apart, from ten years hence."""
    vendor_now = {
        "postgresql": "now() + interval '10 years' + n * interval '1 second'",
        "sqlite": "strftime('%Y-%m-%d %H:%M:%S', 'now', '+10 years', '+' || n || ' seconds')",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {pending:d}) "  # noqa: S608
            "INSERT INTO negotiations_armedalert "
            "(negotiation_id, deadline_id, rule, occurrence, armed_at, fire_at, state) "
            f"SELECT {deadline.negotiation_id:d}, {deadline.pk:d}, 'at', moment, moment, moment, 'armed' "
            f"FROM (SELECT {vendor_now} AS moment FROM numbers) AS moments"
        )
        cursor.execute("ANALYZE")


def _median(work: Callable[[], object]) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


if __name__ == "__main__":
    main()
