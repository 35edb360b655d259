"""Addresses inside mails. Each names one alert and one thing to do, signed; opening one changes nothing."""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.core import signing

from negotiations.models import Proposal

SEEN, SNOOZE, STOP = "seen", "snooze", "stop"
# Longer than anybody keeps a mail to act on; unsubscribing must still work from an old one.
VALID_SECONDS = 365 * 24 * 60 * 60
# A place in a mail that is the reader's own, left open while the mail is written. Nobody can guess one.
_OPEN = f"open{secrets.token_hex(8)}"
OPEN_PLACE = re.compile(f"{_OPEN}([a-z]+)".encode())


def place(name: str) -> str:
    """Stands for what is this reader's own, until OPEN_PLACE finds it and its `name` (small letters) again."""
    return f"{_OPEN}{name}"


def link(action: str, alert: int) -> str:
    """The address of the page that does `action` about this alert, once its button is pressed."""
    return f"{settings.BASE_URL}/mail/{action}/{signing.dumps(alert, salt=_salt(action))}"


def alert_named_by(action: str, token: str) -> int | None:
    """The alert that a link of this action names; None for anything not signed by us, or too old."""
    try:
        return int(signing.loads(token, salt=_salt(action), max_age=VALID_SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def page_of(proposal: Proposal | None) -> str:
    """The page to open: the proposal's, else the overview."""
    return f"{settings.BASE_URL}/proposals/{proposal.reference}/" if proposal else f"{settings.BASE_URL}/"


def _salt(action: str) -> str:
    return f"parley.mail.{action}"
