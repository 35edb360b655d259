"""Which parts make up the embedded edition, each with its command, in the order they start."""

import sys
from collections.abc import Mapping
from pathlib import Path

from config.supervisor.broker import Broker
from config.supervisor.child import Child

BASE_DIR = Path(__file__).resolve().parents[2]


def broker(found: Broker, environment: Mapping[str, str], var: Path) -> Child:
    return Child("broker", found.command(var / "broker"), environment, var / "log" / "broker.log")


def mailbox(port: int, folder: Path, environment: Mapping[str, str], var: Path) -> Child:
    command = [sys.executable, "-m", "config.supervisor.mailbox", str(port), str(folder)]
    return Child("mailbox", command, environment, var / "log" / "mailbox.log")


def product(host: str, port: int, environment: Mapping[str, str], var: Path) -> list[Child]:
    """The worker, beat and the web server."""
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    # Beat keeps no file: each tick looks up what is due, so when the last one ran is of no interest.
    commands = {
        "worker": [*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", "--scheduler", "celery.beat:Scheduler", "--max-interval", "1"],
        "web": [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "-b", bind, "config.wsgi"],
    }
    graces = {"worker": 20.0, "beat": 5.0, "web": 8.0}
    return [
        Child(name, command, environment, var / "log" / f"{name}.log", graces[name])
        for name, command in commands.items()
    ]
