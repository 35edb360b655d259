"""A message on its way to a webhook: signed as Standard Webhooks 1.0 says, sent only to public addresses."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

import msgspec
from django.conf import settings

from negotiations.models import WebhookMessage

SECONDS = 5.0
MOST_BYTES = 65_536
# Public as they look, these carry a private address inside them: NAT64, 6to4, Teredo.
_CARRIERS = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


class RefusedAddressError(Exception):
    """An address that nothing is sent to; the text says why."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the receiver answered: its status (None: nobody answered) and the beginning of its words."""

    code: int | None
    answer: str


def payload_of(message: WebhookMessage) -> bytes:
    """A thin body: what happened to what, and where to read it with one's own rights."""
    change = message.change
    if change is None:
        said = {"type": "webhook.test", "timestamp": message.made_at, "data": {}}
    else:
        said = {
            "type": change.kind,
            "timestamp": change.recorded_at,
            "data": {
                "sequence": change.sequence,
                "noun": change.noun,
                "object_id": change.object_id,
                "reference": change.reference or None,
                "url": f"{settings.BASE_URL}/api/v1/changes/{change.sequence}/",
            },
        }
    return msgspec.json.encode(said)


def headers_of(message_id: str, body: bytes, secrets: Iterable[str], now: datetime) -> dict[str, str]:
    """The three headers; one signature for each secret (`whsec_` and base64) that is live."""
    stamp = str(int(now.timestamp()))
    signed = f"{message_id}.{stamp}.".encode() + body
    signatures = [
        hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest() for secret in secrets
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(each).decode()}" for each in signatures),
    }


def post(url: str, body: bytes, headers: dict[str, str]) -> Taken:
    """Send once, within five seconds; nothing is followed, and no more than 64 kB are read of the answer."""
    try:
        parts = urlsplit(url)
        address = resolved(parts)
        connection = _Connection(parts, address)
    except (RefusedAddressError, OSError, ValueError) as error:
        return Taken(None, f"{type(error).__name__}: {error}"[:300])
    # A timeout counts from byte to byte; whoever sends them slowly enough would hold us for ever.
    stop = threading.Timer(SECONDS, connection.cut)
    stop.start()
    try:
        connection.request(
            "POST",
            f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}",
            body,
            {**headers, "Content-Type": "application/json", "User-Agent": "Parley-Webhooks", "Connection": "close"},
        )
        response = connection.getresponse()
        said = response.read(MOST_BYTES).decode("utf-8", "replace")
        return Taken(response.status, "".join(sign for sign in said if sign.isprintable() or sign == " ")[:300])
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Taken(None, f"{type(error).__name__}: {error}"[:300])
    finally:
        stop.cancel()
        connection.close()


def resolved(parts: SplitResult) -> str:
    """The address to connect to, looked up once; raises RefusedAddressError unless all that the name has are public."""
    development: bool = settings.WEBHOOK_LOOPBACK
    if not parts.hostname or parts.username is not None:
        raise RefusedAddressError("The address names no host, or a person.")
    if parts.scheme != "https" and not (development and parts.scheme == "http"):
        raise RefusedAddressError("The address must begin with https://.")
    found = socket.getaddrinfo(parts.hostname, parts.port or _port(parts), type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    for address in addresses:
        ip = ipaddress.ip_address(address.partition("%")[0])
        if not (_public(ip) or (development and ip.is_loopback)):
            raise RefusedAddressError(f"{parts.hostname} stands for an address that is not public.")
        if parts.scheme == "http" and not ip.is_loopback:
            raise RefusedAddressError("Without https:// only this machine is sent to.")
    return addresses[0]


def _public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return _public(ip.ipv4_mapped)
        if any(ip in carrier for carrier in _CARRIERS):
            return False
    return ip.is_global and not ip.is_multicast


def _port(parts: SplitResult) -> int:
    return 443 if parts.scheme == "https" else 80


class _Connection(http.client.HTTPConnection):
    """Goes to one address, but speaks to the host by its name: in the TLS handshake and in `Host`."""

    def __init__(self, parts: SplitResult, address: str) -> None:
        assert parts.hostname  # noqa: S101 - `resolved` has seen it
        self.default_port = _port(parts)
        super().__init__(parts.hostname, parts.port, timeout=SECONDS)
        self.parts, self.address = parts, address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), SECONDS)
        self.sock = plain
        if self.parts.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.parts.hostname)

    def cut(self) -> None:
        """End whatever is under way, from another thread."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
