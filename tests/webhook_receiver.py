"""A real receiver of webhooks on this machine: keeps what it takes, and fails while it is told to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """`status` is what it answers; `taken` are the bodies it answered with 2xx, `asked` the headers of every try.

    With a `context` it speaks TLS, and `named` are the names it was called by in the handshakes.
    """

    def __init__(self, context: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.named: list[str] = []
        self.status = 200
        self.taken: list[dict[str, Any]] = []
        self.asked: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.asked.append(({name.lower(): value for name, value in self.headers.items()}, body))
                if 200 <= receiver.status < 300:
                    receiver.taken.append(json.loads(body))
                self.send_response(receiver.status)
                self.send_header("Location", receiver.url + "elsewhere")
                self.end_headers()

            def log_message(self, *args: Any) -> None: ...

        self.server = ThreadingHTTPServer((host, 0), Handler)
        if context:
            context.sni_callback = lambda _, name, __: self.named.append(name)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def signed_by(headers: dict[str, str], body: bytes, secret: str) -> bool:
    """Whether one of the signatures is this secret's, as Standard Webhooks 1.0 says."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return wanted in headers["webhook-signature"].split(" ")
