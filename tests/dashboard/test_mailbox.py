from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from negotiations.dashboard.mailbox import AT_MOST, mails_in, read_mail

MAIL = """\
<html><head><title>unseen</title><style>p{}</style></head>
<body><p>It ends <b>on Friday</b>.</p><script>alert(1)</script><table><tr><td>Kyiv</td></tr></table></body></html>"""


def mail(subject: str = "It ends in 3 days") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Parley <parley@localhost>"
    message["To"] = "desk@example.org"
    message["Date"] = "Tue, 15 Apr 2025 09:00:00 +0300"
    message.set_content("It ends on Friday.\n<b>not markup</b>\n")
    message.add_alternative(MAIL, subtype="html")
    message.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="deadline.ics")
    return message


def test_a_mail_is_read_in_both_its_parts() -> None:
    found = read_mail("001.eml", mail().as_bytes())
    assert (found.subject, found.sender, found.recipient) == (
        "It ends in 3 days",
        "Parley <parley@localhost>",
        "desk@example.org",
    )
    assert found.sent_at == datetime.fromisoformat("2025-04-15T09:00:00+03:00")
    assert found.text == "It ends on Friday.\n<b>not markup</b>\n"
    assert found.html == "It ends on Friday .\nKyiv"
    assert found.attachments == ["deadline.ics"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"Date: never\r\nSubject: =?utf-8?q?broken\r\n\r\ntext", b"Content-Type: image/x\r\n\r\n"],
)
def test_a_broken_mail_is_still_shown(content: bytes) -> None:
    assert read_mail("001.eml", content).name == "001.eml"


def test_the_newest_come_first_and_no_more_than_a_page(tmp_path: Path) -> None:
    for number in range(AT_MOST + 2):
        (tmp_path / f"{number:03}.eml").write_bytes(mail(str(number)).as_bytes())
    (tmp_path / ".052.part").write_bytes(b"half")
    assert [found.subject for found in mails_in(tmp_path)] == [str(number) for number in range(AT_MOST + 1, 1, -1)]


@pytest.mark.django_db
def test_the_page_draws_no_markup_of_a_mail(
    page: Client, tuesday: datetime, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "001.eml").write_bytes(mail().as_bytes())
    settings.MAILBOX_DIR = tmp_path
    answer = page.get("/mailbox/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "&lt;b&gt;not markup&lt;/b&gt;" in text
    assert "alert(1)" not in text
    assert "Demonstration mailbox" in page.get("/").content.decode()


@pytest.mark.django_db
def test_an_empty_or_missing_folder_holds_no_mail(
    page: Client, tuesday: datetime, settings: Settings, tmp_path: Path
) -> None:
    settings.MAILBOX_DIR = tmp_path / "none"
    assert "No mail yet." in page.get("/mailbox/").content.decode()


@pytest.mark.django_db
def test_there_is_no_such_page_outside_the_demonstration(page: Client, tuesday: datetime, settings: Settings) -> None:
    settings.MAILBOX_DIR = None
    assert page.get("/mailbox/").status_code == 404
    assert "mailbox" not in page.get("/").content.decode()
