"""The demonstration's mail server: listens on this machine only and keeps each accepted mail as a file.

Run as ``python -m config.supervisor.mailbox SOCKET FOLDER``, the socket being an inherited descriptor.
The files are numbered in order of arrival.
"""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST = 10 * 1024 * 1024  # bytes a mail may have


class Keeper:
    """Writes each mail whole or not at all, then says it is accepted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.count = max((int(path.stem) for path in folder.glob("*.eml") if path.stem.isdigit()), default=0)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self.count += 1
        draft = self.folder / f".{self.count:03}.part"
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.folder / f"{self.count:03}.eml")
        return f"250 Kept as {self.count:03}.eml"


async def serve(listener: socket.socket, folder: Path) -> None:
    """Serve until told to end."""
    keeper = Keeper(folder)
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    server = await loop.create_server(
        lambda: SMTP(keeper, hostname="localhost", data_size_limit=LARGEST, enable_SMTPUTF8=True),
        sock=listener,
    )
    async with server:
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2])))
