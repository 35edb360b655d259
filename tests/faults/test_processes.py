"""Workers, beats, broker and database die in the middle of a batch: every reader has the mail, once.

A process that is killed may have one message in flight, and that one may come twice, byte for byte; a worker here is
two such processes. So there are at most as many second copies as processes were killed, each with its doubt on record.
"""

from __future__ import annotations

import os
import resource
from collections import Counter
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from negotiations.actions.alerts.leasing import LEASE
from tests.databases import maintenance_database
from tests.faults.conftest import READERS
from tests.faults.installation import Installation, OwnBroker, kill, kill_child, wait_until

pytestmark = pytest.mark.faults
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
DATABASE_LOST = "database lost while delivering"
ALL_HOLD = "All invariants hold.\n"


def accepted(place: Installation) -> Counter[str]:
    return Counter(mail.recipient for mail in place.sink.accepted)


def doubled(place: Installation) -> int:
    return sum(copies - 1 for copies in accepted(place).values())


def wait_for(place: Installation, number: int) -> None:
    wait_until(lambda: len(accepted(place)) >= number, f"mail {number}")


def wait_for_more(place: Installation) -> None:
    """More than the two that a worker just killed may have had on the way: so the present one has begun."""
    wait_for(place, min(len(accepted(place)) + 6, READERS))


def later_everything_has_come(place: Installation) -> None:
    """What dead workers held comes back when their leases have run out, and what is in doubt a minute after.

    Those that still run are asked to end, and hand over first what is in flight.
    """
    place.stop()
    told = place.later()
    assert set(accepted(place)) == {f"reader{number}@example.org" for number in range(READERS)}
    assert ALL_HOLD in told


def test_workers_children_and_beats_killed_eight_times(installation: Installation) -> None:
    installation.beat()
    spares = [installation.beat(), installation.beat()]
    worker = installation.worker()
    for turn in range(4):
        wait_for_more(installation)
        kill_child(worker)
        if turn == 2:
            for spare in spares:
                kill(spare)
            wait_for_more(installation)
        kill(worker)
        # The clock of the next worker stands past the leases of this one, lest the test wait them out.
        installation.ahead += LEASE
        worker = installation.worker()
    later_everything_has_come(installation)
    # Four times a worker with its two processes, four times one process.
    assert doubled(installation) <= 4 * 2 + 4


def test_the_broker_dies_and_forgets_everything(
    installation: Installation, own_broker: OwnBroker, tmp_path: Path
) -> None:
    installation.beat()
    installation.worker()
    wait_for(installation, 20)
    own_broker.kill()
    own_broker.folder = tmp_path / "empty"
    own_broker.start()
    wait_for(installation, READERS - 2)
    later_everything_has_come(installation)
    # A worker that loses its broker ends both of its processes, lest their twins run beside them.
    assert doubled(installation) <= 2


def test_a_broker_that_is_away_for_ten_minutes_delays_and_loses_nothing(
    installation: Installation, own_broker: OwnBroker
) -> None:
    own_broker.kill()
    installation.ahead += timedelta(minutes=10)
    installation.beat()
    installation.worker()
    wait_until(lambda: "Cannot connect to" in installation.logged(), "a worker without broker")
    assert accepted(installation) == {}
    own_broker.start()
    wait_for(installation, READERS)
    later_everything_has_come(installation)
    assert doubled(installation) == 0


def test_without_any_broker_everything_still_goes_out(installation: Installation, own_broker: OwnBroker) -> None:
    own_broker.kill()
    installation.manage("alerts", "tick")
    assert (len(accepted(installation)), doubled(installation)) == (READERS, 0)
    later_everything_has_come(installation)


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has no connections that a server could end")
def test_the_database_ends_every_connection_in_the_middle(installation: Installation) -> None:
    """Once, and once more letting nobody in until a worker has tried in vain to come back."""
    installation.beat()
    installation.worker()
    name = installation.database.partition("?")[0].rpartition("/")[2]
    for number, closed in ((20, False), (50, True)):
        wait_for(installation, number)
        with psycopg.connect(maintenance_database(), autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {not closed}')
            said = installation.logged().count(DATABASE_LOST)
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            if closed:
                wait_until(lambda said=said: installation.logged().count(DATABASE_LOST) > said, "a vain attempt")  # type: ignore[misc]
                connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    wait_for(installation, READERS)
    later_everything_has_come(installation)
    # The workers live on and remember what they could not record.
    assert doubled(installation) == 0


@pytest.mark.skipif(ON_POSTGRESQL, reason="the disk of a database server is not ours to fill")
@pytest.mark.parametrize("room", [0, 100_000])
def test_a_full_disk_stops_the_work_and_loses_nothing(installation: Installation, room: int) -> None:
    files = [path for path in installation.folder.glob("parley.sqlite3*") if path.stat().st_size]
    largest = max(path.stat().st_size for path in files) if room else 0

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room, largest + room))

    stopped = installation.python("manage.py", "alerts", "tick", limit=full)
    assert stopped.returncode != 0
    later_everything_has_come(installation)
    assert doubled(installation) <= 1
