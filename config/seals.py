"""Seals on what the database holds, made with a key that it does not hold."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_FOR = "parley.audit"


def seal(text: str) -> str:
    """HMAC-SHA-256 over the text in hex, with a key derived for this purpose from the first of AUDIT_KEYS."""
    return _made_with(settings.AUDIT_KEYS[0], text)


def bears(text: str, sealed: str) -> bool:
    """Whether the seal was made over this text with any of AUDIT_KEYS, so that keys can be changed."""
    return any(constant_time_compare(_made_with(key, text), sealed) for key in settings.AUDIT_KEYS)


def _made_with(key: str, text: str) -> str:
    return salted_hmac(_FOR, text, secret=key, algorithm="sha256").hexdigest()
