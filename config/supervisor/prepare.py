"""Run once by ``up`` before anything is served: tables, the example record, the first administrator.

Prints one JSON object: ``login`` and, only when the account was made just now, ``password``; or ``refusal``.
"""

import argparse
import json
import os
import secrets
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError

from config import clock
from config.supervisor.refusal import RefusalError


def main(*, demo: bool) -> dict[str, str]:
    """Bring the record up to date; a second time changes nothing. Raises RefusalError when it cannot."""
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise RefusalError(str(error)) from error
    try:
        call_command("migrate", verbosity=0, interactive=False)
        account = first_account(zone="Europe/Kyiv" if demo else "UTC")
        if demo:
            open_example(login=account["login"])
    except DatabaseError as error:
        where = settings.DATABASES["default"]
        name = where["NAME"] if "sqlite" in where["ENGINE"] else f"{where['NAME']} at {where['HOST']}"
        reason = str(error).strip().splitlines()[0]
        raise RefusalError(f"The database {name} cannot be used: {reason}. Check it, or DATABASE_URL.") from error
    return account


def open_example(*, login: str) -> None:
    """Load the example record into an empty database, and let the administrator watch all of it."""
    from negotiations.actions.subscriptions import watch
    from negotiations.models import Negotiation, User

    every = Negotiation.objects.unscoped(reason="the demonstration's own record, before anybody has signed in")
    if every.exists():
        return
    call_command("seeds", "load", stdout=sys.stderr)  # standard output is for the answer alone
    administrator = User.objects.get(email=login)
    for negotiation in every.all():
        watch(user=administrator, negotiation=negotiation, actor=administrator, now=clock.now())


def first_account(*, zone: str) -> dict[str, str]:
    """Make one administrator when there is none, with a random password that is stored only as a hash."""
    from negotiations.actions.users import create_user
    from negotiations.errors import ActionRefusedError
    from negotiations.models import User

    known = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if known:
        return {"login": known.email}
    email = os.environ.get("PARLEY_ADMIN_EMAIL", "admin@localhost")
    password = secrets.token_urlsafe(12)
    try:
        user = create_user(
            email=email,
            name="Administrator",
            password=password,
            actor=None,
            now=clock.now(),
            time_zone=zone,
            is_superuser=True,
        )
    except ActionRefusedError as error:
        raise RefusalError(f"PARLEY_ADMIN_EMAIL is {email!r}, and no account can be made for it: {error}") from error
    return {"login": user.email, "password": password}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--demo", action="store_true")
    try:
        outcome = main(demo=parser.parse_args().demo)
    except RefusalError as refusal:
        outcome = {"refusal": str(refusal)}
    json.dump(outcome, sys.stdout)
