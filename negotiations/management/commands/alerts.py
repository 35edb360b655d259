"""`manage.py alerts check | preview | tick`: what must hold, what will go out, and one round of work by hand."""

from __future__ import annotations

import email
import email.policy
import os
from argparse import ArgumentParser
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from config import clock
from negotiations.actions import alerts
from negotiations.actions.alerts.checking import OnTheWire, breaches
from negotiations.emails.post import Post
from negotiations.emails.transport import Transport
from negotiations.queries.alert_health import delivery_health

INVARIANTS = 16


class Command(BaseCommand):
    help = "Check the alerts, show what will go out, or raise and deliver once by hand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        check = parts.add_parser("check", help="hold every alert against the invariants; exit code 1 on a breach")
        check.add_argument("--at-rest", action="store_true", help="also that nothing due is left; for a quiet moment")
        check.add_argument("--mail", type=Path, help="a folder of accepted mails (.eml), to compare with the rows")
        preview = parts.add_parser("preview", help="who would be told what until a moment; writes nothing")
        preview.add_argument("--until", help="ISO moment with its offset; by default in seven days")
        tick = parts.add_parser("tick", help="raise what is due and deliver it, without broker and workers")
        tick.add_argument("--no-delivery", action="store_true", help="raise only")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['part']}")(options)

    def _check(self, options: dict[str, Any]) -> None:
        mail = options["mail"]
        wire = None if mail is None else [_copy(path) for path in sorted(mail.glob("*.eml"))]
        found = breaches(now=clock.now(), at_rest=options["at_rest"], wire=wire)
        for number, sentence in found:
            self.stdout.write(f"{number}: {sentence}")
        if found:
            raise CommandError(f"{len(found)} breaches of the {INVARIANTS} invariants.", returncode=1)
        left_out = [] if options["at_rest"] else ["5", "6 (need --at-rest)"]
        left_out += [] if mail else ["9", "10", "11", "12", "14 (need --mail)"]
        self.stdout.write("All invariants hold." + (f" Not looked at: {', '.join(left_out)}." if left_out else ""))
        self.stdout.write(f"Delivery: {delivery_health(clock.now())}")

    def _preview(self, options: dict[str, Any]) -> None:
        now = clock.now()
        until = _moment(options["until"]) if options["until"] else now + timedelta(days=7)
        count = 0
        for coming in alerts.preview(now=now, until=until):
            count += 1
            sent = f"{coming.send_at:%Y-%m-%d %H:%M} UTC"
            self.stdout.write(
                f"{sent}  {coming.recipient.email:<30}  {coming.rule:<14}  {coming.deadline or coming.kind}"
            )
        self.stdout.write(f"{count} until {until.isoformat()}, as things stand.")

    def _tick(self, options: dict[str, Any]) -> None:
        now = clock.now()
        fired = alerts.raise_alerts(now=now)
        sent = 0
        if not options["no_delivery"]:
            transport = Transport()
            try:
                sent = Post(owner=f"command:{os.getpid()}", clock=clock.now, transport=transport).deliver()
            finally:
                transport.close()
        self.stdout.write(f"{fired} stages fired, {sent} mails handed over. Delivery: {delivery_health(clock.now())}")


def _copy(path: Path) -> OnTheWire:
    wire = path.read_bytes()
    headers = email.message_from_bytes(wire, policy=email.policy.default)
    return OnTheWire(str(headers["Message-ID"]), wire)


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise CommandError(f"--until is {text!r}; give a moment with its offset, such as 2025-04-20T00:00:00+03:00.")
    return moment
