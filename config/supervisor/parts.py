"""Which parts make up the embedded edition, each with its command, in the order they start."""

import sys
from collections.abc import Mapping
from pathlib import Path

from config.supervisor.broker import Broker
from config.supervisor.child import Child

BASE_DIR = Path(__file__).resolve().parents[2]


def broker(found: Broker, environment: Mapping[str, str], var: Path) -> Child:
    return Child("broker", found.command(var / "broker"), environment, var / "log" / "broker.log")


def mailbox(listener: int, folder: Path, environment: Mapping[str, str], var: Path) -> Child:
    command = [sys.executable, "-m", "config.supervisor.mailbox", str(listener), str(folder)]
    return Child("mailbox", command, environment, var / "log" / "mailbox.log", lent=[listener])


def product(listener: int, environment: Mapping[str, str], var: Path) -> list[Child]:
    """The worker, beat, and the web server on a listening socket."""
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
    # Beat keeps no file: each tick looks up what is due, so when the last one ran is of no interest.
    worker = [*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--scheduler", "celery.beat:Scheduler", "--max-interval", "1"]
    web = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "-b", f"fd://{listener}", "config.wsgi"]
    return [
        Child("worker", worker, environment, var / "log" / "worker.log", grace=20),
        Child("beat", beat, environment, var / "log" / "beat.log"),
        Child("web", web, environment, var / "log" / "web.log", grace=8, lent=[listener]),
    ]
