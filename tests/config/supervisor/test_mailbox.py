import os
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from config.supervisor import parts
from config.supervisor.child import Child
from config.supervisor.listening import listen, port_of


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[tuple[Child, int]]:
    with listen("127.0.0.1", 0) as listener:
        child = parts.mailbox(listener.fileno(), tmp_path / "mail", os.environ, tmp_path)
        child.start()
        yield child, port_of(listener)
        child.stop()


def send(port: int, subject: str) -> None:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "parley@localhost"
    message["To"] = "reader@localhost"
    message.set_content("Ends in 3 days.")
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as server:
        server.send_message(message)


def test_each_accepted_mail_is_a_file_in_order(mailbox: tuple[Child, int], tmp_path: Path) -> None:
    _, port = mailbox
    send(port, "first")
    send(port, "second")
    kept = sorted((tmp_path / "mail").iterdir())
    assert [path.name for path in kept] == ["001.eml", "002.eml"]
    assert [b"Subject: first\r\n" in kept[0].read_bytes(), b"Subject: second\r\n" in kept[1].read_bytes()] == [True] * 2


def test_a_killed_mailbox_goes_on_counting_and_mail_sent_meanwhile_waits(
    mailbox: tuple[Child, int], tmp_path: Path
) -> None:
    child, port = mailbox
    send(port, "before")
    assert child.process
    child.process.kill()
    child.process.wait()
    child.start()
    send(port, "after")
    assert sorted(path.name for path in (tmp_path / "mail").iterdir()) == ["001.eml", "002.eml"]
