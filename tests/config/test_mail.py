from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.mail import mail_settings


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtp+tls://name:p%40ss@mail.example.org:2587",
            ("mail.example.org", 2587, "name", "p@ss", True, None),
        ),
        ("smtp+tls://mail.example.org", ("mail.example.org", 587, None, None, True, None)),
        ("smtp+ssl://mail.example.org", ("mail.example.org", 465, None, None, None, True)),
        ("smtp://127.0.0.1", ("127.0.0.1", 25, None, None, None, None)),
    ],
)
def test_an_address_becomes_settings(url: str, expected: tuple[Any, ...]) -> None:
    settings = mail_settings(url)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(settings.get(f"EMAIL_{name}") for name in names) == expected


@pytest.mark.parametrize(
    "url",
    ["", "mail.example.org", "paper://drawer", "smtp://n:secret@host/?tls=true", "smtp://host:port", "filemail://x"],
)
def test_what_cannot_be_read_is_refused_without_showing_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL cannot be read; write smtp") as refused:
        mail_settings(url)
    assert "secret" not in str(refused.value)
