"""The mail that lets a new person choose the password they sign in with. It goes at once, unqueued."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from negotiations.emails.address import send_at_once
from negotiations.models import User


def invite(user: User) -> None:
    """Send the link of a page on which a password is chosen: it works once, for as long as one that was asked for.

    Raises OSError where the mail server does not take it.
    """
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    page = reverse("account_reset_password_from_key", kwargs=key)
    send_at_once("invitation", user, user.email, {"link": f"{settings.BASE_URL}{page}", "email": user.email})
