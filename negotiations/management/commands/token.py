"""`manage.py token make | list | revoke`: a program's access in a person's name."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import clock
from negotiations.actions.tokens import make_token, revoke_token
from negotiations.enums import TokenScope
from negotiations.errors import ActionRefusedError
from negotiations.models import ApiToken, Negotiation, User


class Command(BaseCommand):
    help = "Make, list or revoke tokens: what programs show to the API instead of signing in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        make = parts.add_parser("make", help="a new token; it is printed once and kept nowhere")
        make.add_argument("email", help="in whose name")
        make.add_argument("name", help="what it is for")
        make.add_argument("--scope", action="append", choices=TokenScope.values, help="read unless told; repeat it")
        make.add_argument(
            "--negotiation", action="append", help="such as N-1; repeat it; without it, all they may know"
        )
        make.add_argument("--days", type=int, default=90, help="how long it works (default 90, at most 366)")
        listed = parts.add_parser("list", help="a person's tokens")
        listed.add_argument("email")
        revoke = parts.add_parser("revoke", help="end a token at once")
        revoke.add_argument("prefix", help="how it begins, as `list` shows it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['part']}")(options)
        except ActionRefusedError as refusal:
            raise CommandError(refusal.reason) from refusal

    def _make(self, options: dict[str, Any]) -> None:
        person, now = _person(options["email"]), clock.now()
        wanted = options["negotiation"]
        within = None if wanted is None else [_negotiation(person, reference) for reference in wanted]
        token = make_token(
            person=person,
            name=options["name"],
            scopes=[TokenScope(scope) for scope in options["scope"] or [TokenScope.READ]],
            negotiations=within,
            expires_at=now + timedelta(days=options["days"]),
            actor=None,
            now=now,
        )
        self.stderr.write(f"{token.name}, until {token.expires_at:%Y-%m-%d %H:%M} UTC. It is not shown again:")
        self.stdout.write(token.shown_once["token"])

    def _list(self, options: dict[str, Any]) -> None:
        for token in ApiToken.objects.visible_to(_person(options["email"])):
            used = f"used {token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "never used"
            state = "revoked" if token.revoked_at else f"until {token.expires_at:%Y-%m-%d}"
            self.stdout.write(f"{token.prefix}…  {','.join(token.scopes):<18}  {state:<16}  {used:<22}  {token.name}")

    def _revoke(self, options: dict[str, Any]) -> None:
        every = ApiToken.objects.unscoped(reason="the administrator names the token")
        found = list(every.filter(prefix=options["prefix"].rstrip("…"))[:2])
        if len(found) != 1:
            raise CommandError("No single token begins like this; see `manage.py token list ADDRESS`.")
        revoke_token(token=found[0], actor=None, now=clock.now(), reason="By the command token revoke")
        self.stdout.write(f"{found[0]} is revoked.")


def _person(email: str) -> User:
    person = User.objects.filter(username=email.strip().casefold()).first()
    if person is None:
        raise CommandError(f"Nobody signs in as {email[:100]}.")
    return person


def _negotiation(person: User, reference: str) -> Negotiation:
    found = Negotiation.objects.visible_to(person).filter(reference=reference).first()
    if found is None:
        raise CommandError(f"{reference[:20]} is no negotiation that this person may know of.")
    return found
