"""The connection to the mail server: Django's own mail backend, kept open, with the server's words remembered."""

from __future__ import annotations

import smtplib
from email.message import Message
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from negotiations.enums import DeliveryOutcome
from negotiations.rules.mail_outcomes import Outcome, outcome_of

_DJANGOS = "django.core.mail.backends.smtp.EmailBackend"
_CLOSING = 421


class _Remembers(smtplib.SMTP):
    """Keeps the answer to the last message, and whether its end had gone out when the connection broke."""

    handed_over = False
    answer: tuple[int, bytes] = (0, b"")

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.handed_over = False
        self.answer = super().data(msg)
        return self.answer

    def send(self, s: Any) -> None:
        super().send(s)
        if isinstance(s, bytes) and s.endswith(b"\r\n.\r\n"):
            self.handed_over = True


class _RemembersOverTls(smtplib.SMTP_SSL, _Remembers):
    pass


class AnsweringBackend(EmailBackend):
    """Django's SMTP backend over a connection that remembers; for mails whose bytes are fixed."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _RemembersOverTls if self.use_ssl else _Remembers

    def _send(self, email_message: EmailMessage) -> bool:
        """As Django does, but without reading the same addresses again for every mail."""
        assert isinstance(self.connection, smtplib.SMTP)  # noqa: S101 - Django opens it before it sends
        sender, to = on_the_envelope(email_message.from_email), [on_the_envelope(each) for each in email_message.to]
        wire = email_message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django adds linesep
        self.connection.sendmail(sender, to, wire)
        return True


@lru_cache(maxsize=1024)
def on_the_envelope(address: str) -> str:
    """An address as mail servers read it."""
    return sanitize_address(address, settings.DEFAULT_CHARSET)


class _Wire(Message):
    """Bytes already written, in the place where a mail backend expects a message."""

    def __init__(self, wire: bytes) -> None:
        super().__init__()
        self._wire = wire

    def as_bytes(self, unixfrom: bool = False, policy: Any = None, linesep: str = "\n") -> bytes:
        return self._wire if linesep == "\r\n" else self._wire.replace(b"\r\n", linesep.encode())


class _Stored(EmailMessage):
    """A mail whose bytes are fixed."""

    def __init__(self, wire: bytes, recipient: str) -> None:
        super().__init__(from_email=settings.DEFAULT_FROM_EMAIL, to=[recipient])
        self._stored = wire

    def message(self, **_: Any) -> Any:
        return _Wire(self._stored)


class Transport:
    """One kept connection. Not shared between threads or processes."""

    def __init__(self) -> None:
        self._backend = self._fresh()
        self._used = False

    def _fresh(self) -> Any:
        ours = f"{__name__}.{AnsweringBackend.__name__}" if settings.EMAIL_BACKEND == _DJANGOS else None
        return get_connection(backend=ours)

    def open(self) -> Outcome | None:
        """Connect unless connected. None when the way is open, else why it is not."""
        try:
            if self._backend.open():
                self._used = False
        except smtplib.SMTPResponseException as error:
            return _closed(_text(error.smtp_error), error.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            return _closed(str(error))
        return None

    def close(self) -> None:
        """Disconnect; a connection that is already broken is only forgotten."""
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            self._backend = self._fresh()

    def hand_over(self, wire: bytes, recipient: str) -> Outcome:
        """Hand one message over and say what came of it.

        A server that hung up between two messages is called again once: nothing of this one had gone out.
        """
        closed, kept = self.open(), self._used
        outcome = closed or self._once(wire, recipient)
        hung_up = outcome.kind is DeliveryOutcome.UNREACHABLE or outcome.code == _CLOSING
        if hung_up and kept:
            self.close()
            outcome = self.open() or self._once(wire, recipient)
        self._used = True
        if outcome.kind in (DeliveryOutcome.UNREACHABLE, DeliveryOutcome.IN_DOUBT) or outcome.code == _CLOSING:
            self.close()
        return outcome

    def _once(self, wire: bytes, recipient: str) -> Outcome:
        """One attempt over the open connection, which is asked afterwards what it had sent and heard."""
        connection = getattr(self._backend, "connection", None)
        try:
            self._backend.send_messages([_Stored(wire, recipient)])
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            return outcome_of(code, _text(answer))
        except smtplib.SMTPSenderRefused as error:
            # The server takes nothing from us: no fault of this message.
            return _closed(_text(error.smtp_error), error.smtp_code)
        except smtplib.SMTPDataError as error:
            return outcome_of(error.smtp_code, _text(error.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            doubtful = getattr(connection, "handed_over", False)
            kind = DeliveryOutcome.IN_DOUBT if doubtful else DeliveryOutcome.UNREACHABLE
            return Outcome(kind, str(error), route_closed=not doubtful)
        code, answer = getattr(connection, "answer", (0, b""))
        return Outcome(DeliveryOutcome.ACCEPTED, _text(answer), code or None)


def _closed(answer: str, code: int | None = None) -> Outcome:
    kind = DeliveryOutcome.REFUSED_FOR_NOW if code else DeliveryOutcome.UNREACHABLE
    return Outcome(kind, answer, code, route_closed=True)


def _text(answer: bytes | str) -> str:
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(said.split())[:1000]
