"""The mails of the demonstration, so that anyone trying Parley sees what it would have sent."""

from __future__ import annotations

from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from negotiations.dashboard.base import Crumb, DashboardView

AT_MOST = 50
LONGEST = 10 * 1024 * 1024  # bytes


class Mail(msgspec.Struct, frozen=True):
    """One mail as it was handed over; `html` is what its HTML part says, without its markup."""

    name: str
    subject: str
    sender: str
    recipient: str
    sent_at: datetime | None
    text: str
    html: str
    attachments: list[str]


class Mailbox(DashboardView):
    """The newest mails first. There is no such page where no mailbox is kept."""

    template_name = "dashboard/mailbox.html"
    section = "mailbox"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Demonstration mailbox"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if settings.MAILBOX_DIR is None:
            raise Http404
        return super().get_context_data(mails=mails_in(settings.MAILBOX_DIR), **kwargs)


def mails_in(folder: Path) -> list[Mail]:
    """The last fifty mails kept in a folder, newest first; the mail server writes each whole or not at all."""
    kept = sorted(folder.glob("*.eml"), key=lambda path: path.name, reverse=True)[:AT_MOST]
    return [read_mail(path.name, path.read_bytes()[:LONGEST]) for path in kept]


def read_mail(name: str, content: bytes) -> Mail:
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
    return Mail(
        name=name,
        subject=str(message.get("Subject", "")),
        sender=str(message.get("From", "")),
        recipient=str(message.get("To", "")),
        sent_at=_sent_at(message),
        text=_part(message, "plain"),
        html=_words(_part(message, "html")),
        attachments=[part.get_filename("") for part in message.iter_attachments()],
    )


def _sent_at(message: EmailMessage) -> datetime | None:
    """When a mail says it was sent, None when it says nothing that can be read."""
    try:
        sent = parsedate_to_datetime(str(message.get("Date", "")))
    except ValueError:
        return None
    return sent if sent.tzinfo else sent.replace(tzinfo=UTC)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


class _Words(HTMLParser):
    """Collects the text of a page; what a mail brings along is never drawn as markup."""

    unseen = frozenset({"head", "style", "script", "title"})
    lines = frozenset({"p", "div", "tr", "br", "h1", "h2", "h3", "li", "table", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.unseen:
            self.hidden += 1
        if tag in self.lines:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unseen and self.hidden:
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(" ".join(data.split()) + " " if data.strip() else "")


def _words(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    lines = (line.strip() for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)
