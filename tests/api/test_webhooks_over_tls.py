"""Webhooks over TLS: the name is checked by its certificate, and what was checked is what is connected to."""

from __future__ import annotations

import datetime
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from negotiations.exports.webhook_post import Taken, post
from tests.webhook_receiver import Receiver

NAME = "receiver.example"
NOW = datetime.datetime.now(datetime.UTC)
Addresses = Callable[..., None]


class Authority:
    """A certificate authority of the test's own."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._certificate(
            "Authority of a test", self.key, x509.BasicConstraints(ca=True, path_length=0)
        )

    def context(self, name: str, folder: Path) -> ssl.SSLContext:
        """What a server of this name presents."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._certificate(name, key, x509.SubjectAlternativeName([x509.DNSName(name)]))
        plain = serialization.NoEncryption()
        kind = serialization.PrivateFormat.PKCS8
        file = folder / f"{name}.pem"
        file.write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain) + pem(certificate))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _certificate(self, name: str, key: ec.EllipticCurvePrivateKey, said: x509.ExtensionType) -> x509.Certificate:
        named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        by = getattr(self, "certificate", None)
        builder = (
            x509.CertificateBuilder()
            .subject_name(named)
            .issuer_name(by.subject if by else named)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - datetime.timedelta(days=1))
            .not_valid_after(NOW + datetime.timedelta(days=1))
            .add_extension(said, critical=isinstance(said, x509.BasicConstraints))
        )
        return builder.sign(self.key, hashes.SHA256())


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def trusted(authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """This machine trusts the authority, and webhooks may go to it."""
    settings.WEBHOOK_LOOPBACK = True
    (tmp_path / "authorities.pem").write_bytes(pem(authority.certificate))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authorities.pem"))


@pytest.fixture
def stands_for(monkeypatch: pytest.MonkeyPatch) -> Addresses:
    """What the receiver's name stands for, look-up by look-up; every further one answers the last."""

    def answer(*looked_up: list[str]) -> None:
        left = list(looked_up)

        def getaddrinfo(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
            addresses = [host] if host != NAME else (left.pop(0) if len(left) > 1 else left[0])
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    return answer


@pytest.fixture
def receiver(authority: Authority, tmp_path: Path) -> Iterator[Receiver]:
    found = Receiver(authority.context(NAME, tmp_path))
    yield found
    found.close()


def sent_to(receiver: Receiver) -> Taken:
    return post(f"https://{NAME}:{receiver.server.server_port}/hook", b'{"type": "x"}', {})


@pytest.mark.usefixtures("trusted")
def test_it_goes_to_the_address_that_was_checked_under_the_name_it_was_given(
    receiver: Receiver, stands_for: Addresses
) -> None:
    stands_for(["127.0.0.1"], ["127.0.0.2"])  # whoever looked twice would go elsewhere
    assert sent_to(receiver).code == 200
    assert receiver.named == [NAME]
    assert [headers["host"] for headers, _ in receiver.asked] == [f"{NAME}:{receiver.server.server_port}"]


@pytest.mark.usefixtures("trusted")
def test_a_name_that_stands_for_a_private_address_as_well_is_refused(receiver: Receiver, stands_for: Addresses) -> None:
    stands_for(["127.0.0.1", "10.0.0.1"])
    assert sent_to(receiver).answer.endswith("stands for an address that is not public.")
    assert receiver.asked == []


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_name_is_refused(authority: Authority, tmp_path: Path, stands_for: Addresses) -> None:
    other = Receiver(authority.context("other.example", tmp_path))
    stands_for(["127.0.0.1"])
    taken = sent_to(other)
    other.close()
    assert (taken.code, other.asked) == (None, [])
    assert "CERTIFICATE_VERIFY_FAILED" in taken.answer


def test_a_certificate_of_an_unknown_authority_is_refused(
    receiver: Receiver, stands_for: Addresses, settings: Any
) -> None:
    settings.WEBHOOK_LOOPBACK = True
    stands_for(["127.0.0.1"])
    assert "CERTIFICATE_VERIFY_FAILED" in sent_to(receiver).answer
    assert receiver.asked == []
