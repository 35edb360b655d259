"""Run once by ``up`` before anything is served: tables, the example record, the first administrator.

Prints one JSON object: ``login`` and, only when the account was made just now, ``password``; or ``refusal``.
"""

import json
import os
import secrets
import sys
from collections.abc import Sequence

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError

from config.supervisor.refusal import RefusalError


def main(arguments: Sequence[str]) -> dict[str, str]:
    """Bring the record up to date; a second time changes nothing. Raises RefusalError when it cannot."""
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise RefusalError(str(error)) from error
    try:
        call_command("migrate", verbosity=0, interactive=False)
        return first_account()
    except DatabaseError as error:
        where = settings.DATABASES["default"]
        name = where["NAME"] if "sqlite" in where["ENGINE"] else f"{where['NAME']} at {where['HOST']}"
        reason = str(error).strip().splitlines()[0]
        raise RefusalError(f"The database {name} cannot be used: {reason}. Check it, or DATABASE_URL.") from error


def first_account() -> dict[str, str]:
    """Make one administrator when there is none, with a random password that is stored only as a hash."""
    from negotiations.models import User

    known = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if known:
        return {"login": known.email or known.username}
    email = os.environ.get("PARLEY_ADMIN_EMAIL", "admin@localhost")
    password = secrets.token_urlsafe(12)
    os.environ["DJANGO_SUPERUSER_PASSWORD"] = password
    call_command("createsuperuser", interactive=False, username="admin", email=email, verbosity=0)
    return {"login": email, "password": password}


if __name__ == "__main__":
    try:
        outcome = main(sys.argv[1:])
    except RefusalError as refusal:
        outcome = {"refusal": str(refusal)}
    json.dump(outcome, sys.stdout)
