"""Only one ``up`` at a time works on a data folder."""

import contextlib
import fcntl
import os
import time
from pathlib import Path

from config.supervisor.refusal import RefusalError

PATIENCE = 20.0  # seconds to wait for the guardian of an `up` that was killed


def take(folder: Path) -> int:
    """Lock the folder for this process and return the descriptor that holds the lock.

    Raises RefusalError when another ``up`` runs on it. What is left of one that was killed is waited for.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise RefusalError(f"Cannot write to {folder}: {error.strerror}; name another folder in PARLEY_VAR.") from error
    deadline = time.monotonic() + PATIENCE
    while not _locked(lock):
        pid, _, other = os.pread(lock, 500, 0).decode().strip().partition(" ")
        if pid.isdigit() and _running(int(pid)):
            raise RefusalError(f"Parley is already running here, at {other} (process {pid}).")
        if time.monotonic() > deadline:
            raise RefusalError(f"Another process holds {folder / 'up.lock'}; stop it and try again.")
        time.sleep(0.2)
    sign(lock, "an address it is about to take")
    return lock


def sign(lock: int, address: str) -> None:
    """Write into the lock who holds it and where to find it, for the next one who tries."""
    os.truncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()} {address}".encode(), 0)


def _locked(lock: int) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
