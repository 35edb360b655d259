"""Run once by ``up`` before anything is served: tables, the example record, the first administrator.

Prints one JSON object: ``login`` and, only when the account was made just now, ``password``; or ``refusal``.
"""

import argparse
import json
import os
import secrets
import sys
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from config import clock
from config.supervisor.refusal import RefusalError

if TYPE_CHECKING:
    from negotiations.models import User


def main(*, demo: bool) -> dict[str, str]:
    """Bring the record up to date; a second time changes nothing. Raises RefusalError when it cannot."""
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise RefusalError(str(error)) from error
    try:
        call_command("migrate", verbosity=0, interactive=False)
        account = first_account(zone="Europe/Kyiv" if demo else "UTC", examples=demo)
        from negotiations.tasks import gather_statistics

        gather_statistics()
        return account
    except CommandError as error:
        raise RefusalError(f"The example record cannot be loaded: {error}") from error
    except DatabaseError as error:
        where = settings.DATABASES["default"]
        name = where["NAME"] if "sqlite" in where["ENGINE"] else f"{where['NAME']} at {where['HOST']}"
        reason = str(error).strip().splitlines()[0]
        raise RefusalError(f"The database {name} cannot be used: {reason}. Check it, or DATABASE_URL.") from error


def first_account(*, zone: str, examples: bool) -> dict[str, str]:
    """Make one administrator when there is none, with a random password that is stored only as a hash.

    With ``examples``, the negotiations in seeds/ are recorded before, and this person watches each of them.
    """
    from negotiations.actions.users import create_user
    from negotiations.errors import ActionRefusedError
    from negotiations.models import User

    known = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if known:
        return {"login": known.email}
    if examples:
        call_command("seeds", "load", stdout=sys.stderr)
    email = os.environ.get("PARLEY_ADMIN_EMAIL", "admin@localhost")
    password = secrets.token_urlsafe(12)
    try:
        with transaction.atomic():
            user = create_user(
                email=email,
                name="Administrator",
                password=password,
                actor=None,
                now=clock.now(),
                time_zone=zone,
                is_superuser=True,
            )
            if examples:
                watch_everything(user)
    except ActionRefusedError as error:
        raise RefusalError(f"PARLEY_ADMIN_EMAIL is {email!r}, and no account can be made for it: {error}") from error
    return {"login": user.email, "password": password}


def watch_everything(user: "User") -> None:
    """Have a person told about every negotiation they may know of."""
    from negotiations.actions.subscriptions import watch
    from negotiations.models import Negotiation

    for negotiation in Negotiation.objects.visible_to(user):
        watch(user=user, actor=None, now=clock.now(), negotiation=negotiation)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--demo", action="store_true")
    try:
        outcome = main(demo=parser.parse_args().demo)
    except RefusalError as refusal:
        outcome = {"refusal": str(refusal)}
    json.dump(outcome, sys.stdout)
