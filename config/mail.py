"""Reading EMAIL_URL."""

from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

USUAL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}


def mail_settings(url: str) -> dict[str, Any]:
    """Return Django's EMAIL_ settings for an address such as ``smtp+tls://name:password@mail.example.org:587``.

    ``smtp+tls`` is STARTTLS, ``smtp+ssl`` is TLS from the first byte, ``consolemail://`` prints. Raises
    ImproperlyConfigured for anything else, and for options after a question mark: they would be ignored, and
    a mail server meant to be spoken to in secret would be spoken to in the open.
    """
    try:
        parts = urlsplit(url)
        settings: dict[str, Any] = environ.Env.email_url_config(url)
    except (ValueError, ImproperlyConfigured) as error:
        raise _refusal() from error
    if parts.query or (parts.scheme not in USUAL_PORTS and parts.scheme != "consolemail"):
        raise _refusal()
    return settings | {"EMAIL_PORT": settings["EMAIL_PORT"] or USUAL_PORTS.get(parts.scheme)}


def _refusal() -> ImproperlyConfigured:
    # Not quoted, since it may hold a password.
    return ImproperlyConfigured(
        "EMAIL_URL cannot be read; write smtp+tls://name:password@mail.example.org:587 (or smtp+ssl://, smtp://), "
        "with special characters in the password percent-encoded."
    )
