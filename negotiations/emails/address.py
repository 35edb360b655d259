"""The two mails about a person's own address: one asks the new mailbox, one tells the old. They go at once, unqueued.

Their link names the person, the old address and the new one, signed; it works once, for that person signed in.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from negotiations.emails.letter import written
from negotiations.models import User

VALID = timedelta(days=3)
_SALT = "parley.address"


def link_for(user: User, email: str) -> str:
    """The last part of the address of the page that confirms `email`."""
    return signing.dumps([user.pk, user.email, email], salt=_SALT)


def confirmed_by(user: User, token: str) -> str | None:
    """The new address that this token confirms; None where it is another's, too old, or was used."""
    try:
        named = signing.loads(token, salt=_SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return str(named[2]) if named[:2] == [user.pk, user.email] else None


def ask_the_new(user: User, email: str, page: str) -> None:
    """Ask the new mailbox for the button on `page`. Raises OSError where the mail server does not take it."""
    send_at_once("address_asked", user, email, {"link": f"{settings.BASE_URL}{page}"})


def tell_the_old(user: User, email: str) -> None:
    """Tell the old mailbox, `email`, that another has taken its place."""
    send_at_once("address_moved", user, email, {})


def send_at_once(kind: str, user: User, to: str, more: dict[str, str]) -> None:
    """Send a mail about an account, which no alert stands behind. Raises OSError where the mail server refuses it."""
    with translation.override(user.language):
        letter = written(kind, {"name": str(user), **more})
    mail = EmailMultiAlternatives(letter.subject, letter.text, to=[to])
    mail.attach_alternative(letter.html, "text/html")
    mail.send()
