"""Whether reading stays as fast while the record grows: `python -m benchmarks.reads.growth 1000 10000 100000`.

Each size has a database and a process of its own; they take turns, so that all of them meet the same machine. The
questions are drawn at random, the same number from each; the figures are the processor's time of a request.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.databases import own_database

TURNS, QUESTIONS = 15, 10
TARGETS = {"search": (2.5, 5.0)}  # p50, p99; for all else:
USUAL = (1.15, 1.3)


def main(sizes: list[int]) -> None:
    with ExitStack() as stack:
        running = [(size, stack.enter_context(_process(size, stack))) for size in sizes]
        for _size, process in running:
            print(_told(process), flush=True)
        taken: dict[tuple[str, int], list[float]] = {}
        for turn in range(TURNS):
            for size, process in random.sample(running, len(running)):
                assert process.stdin
                process.stdin.write(f"{turn}\n")
                process.stdin.flush()
                for question, seconds in json.loads(_told(process)):
                    taken.setdefault((question, size), []).append(seconds)
        for _size, process in running:
            process.communicate("", timeout=60)
    for question in dict.fromkeys(name for name, _ in taken):
        by_size = {size: sorted(taken[question, size]) for size in sizes}
        for name, share, target in zip(("p50", "p99"), (0.5, 0.99), TARGETS.get(question, USUAL), strict=True):
            at = {size: found[int(share * len(found))] * 1000 for size, found in by_size.items()}
            grown = at[sizes[-1]] / at[sizes[0]]
            figures = "".join(f"{at[size]:10.2f}" for size in sizes)
            held = "pass" if grown <= target else "falls short"
            print(f"{question:14} {name} ms{figures}   {grown:6.2f}   <= {target:<5} {held}")


def _process(size: int, stack: ExitStack) -> subprocess.Popen[str]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    database = stack.enter_context(own_database(folder))
    settings = {"DATABASE_URL": database, "PARLEY_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-m", "benchmarks.reads.asked_at_random", str(size), str(QUESTIONS)]
    return subprocess.Popen(
        command, env=os.environ | settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _told(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        raise SystemExit("a process ended before it answered")
    return line.strip()


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1_000, 10_000, 100_000])
