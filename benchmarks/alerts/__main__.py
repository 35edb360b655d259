"""How fast alerts go out, beside the usual ways, in one run: `python -m benchmarks.alerts [--alerts 1000]`.

Everybody sends the same mails into the same sink, from the same rows, on databases that are copies of one scene. The
time is from the first mail accepted to the last, so that nobody's start counts; medians over interleaved rounds. With
DATABASE_URL set to a PostgreSQL server the run is on that; else on SQLite.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.alerts.sink import Counted, counting_sink
from tests.databases import own_database
from tests.faults.installation import Installation, OwnBroker, kill
from tests.mail_sink import MailSink

Way = Callable[[Installation, Counted, int], bool]


def parley_workers(place: Installation, sink: Counted, number: int) -> bool:
    """As the product runs: two worker processes woken by a beat."""
    processes = [place.worker(), place.beat()]
    done = sink.wait_for(number)
    for process in processes:
        kill(process)
    return done


def parley_loop(place: Installation, sink: Counted, number: int) -> bool:
    """One process without a broker: tick, then deliver."""
    place.manage("alerts", "tick")
    return sink.wait_for(number, patience=5)


def naive_sweep(place: Installation, sink: Counted, number: int) -> bool:
    """For each overdue alert: send it, save it."""
    place.manage("alerts", "tick", "--no-delivery")
    place.python("-m", "benchmarks.alerts.ways", "sweep")
    return sink.wait_for(number, patience=5)


def claim_first(place: Installation, sink: Counted, number: int) -> bool:
    """One process that claims each alert before it sends it, step by step as Healthchecks' sendalerts does."""
    place.manage("alerts", "tick", "--no-delivery")
    told = place.python("-m", "benchmarks.alerts.watchdog")
    assert told.returncode == 0, told.stderr
    return sink.wait_for(number, patience=5)


def claim_first_sleeping(place: Installation, sink: Counted, number: int) -> bool:
    """The same, which sleeps as the original does whenever its one worker is busy."""
    place.manage("alerts", "tick", "--no-delivery")
    told = place.python("-m", "benchmarks.alerts.watchdog", str(number))
    assert told.returncode == 0, told.stderr
    return sink.wait_for(number, patience=5)


def eta_tasks(place: Installation, sink: Counted, number: int) -> bool:
    """One Celery task with an eta for each alert, two worker processes."""
    place.manage("alerts", "tick", "--no-delivery")
    place.python("-m", "benchmarks.alerts.ways", "eta")
    worker = place.start("worker", "--concurrency", "2", "--without-gossip", app="benchmarks.alerts.ways")
    done = sink.wait_for(number)
    kill(worker)
    return done


WAYS: tuple[Way, ...] = (naive_sweep, claim_first, claim_first_sleeping, eta_tasks, parley_loop, parley_workers)
# A way so slow that a few mails show its rate.
FEW = {claim_first_sleeping: 10}
# Which way is to be how many times as fast as which other.
ON_A_SERVER = (
    *((parley_workers, eta_tasks, 8), (parley_workers, naive_sweep, 2)),
    *((parley_workers, claim_first, 25), (parley_workers, claim_first_sleeping, 25)),
)
EMBEDDED = ((parley_loop, naive_sweep, 8),)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alerts", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", nargs="+", choices=[way.__name__ for way in WAYS], help="only these; by default all")
    options = parser.parse_args()
    ways = [way for way in WAYS if way.__name__ in (options.ways or [way.__name__])]
    rates: dict[str, list[float]] = {way.__name__: [] for way in ways}
    with tempfile.TemporaryDirectory() as name, counting_sink() as sink, own_database(Path(name)) as scene:
        folder = Path(name)
        first = Installation(folder, scene, "redis://127.0.0.1:1/0", MailSink(port=sink.port))
        first.manage("migrate", "--verbosity", "0")
        built = first.python("-m", "tests.faults.scene", str(options.alerts))
        assert built.returncode == 0, built.stderr
        for number in range(options.rounds):
            for way in random.sample(ways, len(ways)):
                many = min(options.alerts, FEW.get(way, options.alerts))
                rate = _measured(way, folder / f"{number}-{way.__name__}", scene, sink, many)
                rates[way.__name__].append(rate)
                said = f"{rate:8.1f} alerts/s, {sink.lost_of(many)} lost"
                print(f"{way.__name__:20} {said}, {sink.doubled.value} doubled", flush=True)
    _table(rates, options.rounds)


def _measured(way: Way, folder: Path, scene: str, sink: Counted, number: int) -> float:
    folder.mkdir()
    broker = OwnBroker(folder / "broker")
    broker.start()
    sink.count.value = 0
    try:
        with own_database(folder, template=scene) as database:
            place = Installation(folder, database, broker.found.url, MailSink(port=sink.port))
            try:
                done = way(place, sink, number)
            finally:
                place.close()
            time.sleep(0.2)
            assert done, f"{way.__name__}: {sink.count.value} of {number} mails"
    finally:
        broker.close()
    return (number - 1) / sink.seconds


def _table(rates: dict[str, list[float]], rounds: int) -> None:
    medians = {way: statistics.median(values) for way, values in rates.items()}
    print(f"\nmedian of {rounds} rounds")
    print(f"{'way':20} {'alerts/s':>9}")
    for way, value in sorted(medians.items(), key=lambda pair: -pair[1]):
        print(f"{way:20} {value:9.1f}")
    on_a_server = os.environ.get("DATABASE_URL", "").startswith("postgres")
    print()
    for ours, theirs, target in ON_A_SERVER if on_a_server else EMBEDDED:
        if not {ours.__name__, theirs.__name__} <= medians.keys():
            continue
        ratio = medians[ours.__name__] / medians[theirs.__name__]
        judged = "pass" if ratio >= target else "falls short"
        print(f"{ours.__name__} / {theirs.__name__}: {ratio:.1f}, to reach {target}: {judged}")


if __name__ == "__main__":
    main()
