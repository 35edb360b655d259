"""How fast proposals are read, beside the usual ways and the limit: `python -m benchmarks.reads --proposals 10000`.

Everybody answers the same questions from the same rows, in random order, several rounds; the figure is the median of
the processor's time, Python and database together, as a ratio within the run. First all answers are compared. With
DATABASE_URL set to a PostgreSQL server the run is on that, in a database of its own; else on SQLite.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.databases import own_database

PARTS = ("lists", "pages", "bulk", "files")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--proposals", type=int, default=10_000, help="1,000 to 1,000,000")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what is asked; all of it by itself")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, own_database(Path(folder)) as database:
        settings = {"DATABASE_URL": database, "PARLEY_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [
            sys.executable,
            "-m",
            "benchmarks.reads.run",
            str(options.proposals),
            str(options.rounds),
            *options.parts,
        ]
        subprocess.run(command, env=os.environ | settings, check=True)


if __name__ == "__main__":
    main()
