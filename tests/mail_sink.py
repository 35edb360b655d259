"""A real mail server for tests, on a port of its own, that can be told to misbehave at any step."""

from __future__ import annotations

import email
import socket
import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

DROP = "drop"
STALL = "stall"
Answer = Callable[["Step"], str | None]


@dataclass(frozen=True, slots=True)
class Step:
    """Where a conversation stands: what was said, by which connection, how many messages it had given before."""

    verb: str
    said: str
    connection: int
    given: int
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """One message this server had in whole, and whether it said so."""

    recipient: str
    wire: bytes
    accepted: bool

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.wire, policy=default)  # type: ignore[return-value]

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    def text(self, kind: str = "plain") -> str:
        part = self.message.get_body((kind,))
        return part.get_content() if part else ""


@dataclass(slots=True)
class MailSink:
    """`answer` may give another reply to any step, or DROP the connection, or STALL; None is the usual reply.

    Steps are CONNECT, EHLO, MAIL, RCPT, DATA, and DOT when the whole message has arrived.
    """

    answer: Answer = lambda step: None
    received: list[Mail] = field(default_factory=list)
    connections: int = 0
    server: socketserver.ThreadingTCPServer | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def start(self, port: int = 0) -> None:
        sink = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):  # the other side may be killed at any moment
                    sink.converse(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 64

        self.stop.clear()
        self.server = Server(("127.0.0.1", port or self.port), Conversation)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.stop.set()
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    @property
    def accepted(self) -> list[Mail]:
        return [mail for mail in self.received if mail.accepted]

    def converse(self, line: socketserver.StreamRequestHandler) -> None:
        self.connections += 1
        connection, given, recipient = self.connections, 0, ""
        wire: bytes | None = None
        line.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def reply(verb: str, usual: str, said: str = "") -> str:
            """The reply given, or "" when the connection is to end."""
            told = self.answer(Step(verb, said, connection, given, recipient)) or usual
            if verb == "DOT":  # kept before it is said, as servers do
                self.received.append(Mail(recipient, wire or b"", told.startswith("250")))
            if told == STALL:
                self.stop.wait(60)
                return ""
            if told == DROP:
                return ""
            line.wfile.write(told.encode() + b"\r\n")
            return told

        if not reply("CONNECT", "220 sink").startswith("220"):
            return
        while raw := line.rfile.readline(4096):
            said = raw.decode("latin-1").strip()
            verb = said[:4].upper()
            if verb == "RCPT":
                recipient = said[said.find("<") + 1 : said.find(">")]
            if verb == "DATA":
                told = reply("DATA", "354 go on")
                if not told or told.startswith("421"):
                    return
                if not told.startswith("354"):
                    continue
                wire = self.read_message(line)
                if wire is None:
                    return
                told = reply("DOT", f"250 kept as {len(self.received) + 1}")
                given += told.startswith("250")
            elif verb == "QUIT":
                reply("QUIT", "221 bye")
                return
            else:
                told = reply(verb, "250-sink\r\n250 8BITMIME" if verb == "EHLO" else "250 ok", said)
            if not told or told.startswith("421"):
                return

    @staticmethod
    def read_message(line: socketserver.StreamRequestHandler) -> bytes | None:
        lines = []
        while raw := line.rfile.readline():
            if raw == b".\r\n":
                return b"".join(lines)
            lines.append(raw[1:] if raw.startswith(b"..") else raw)
        return None
