"""`manage.py audit`: prove that the record was not quietly rewritten, and keep the head that proves it later."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import clock
from negotiations.exports.audit_head import head_line
from negotiations.queries.audit import (
    Head,
    discrepancies,
    doubled_accounts,
    unplaced_changes,
    verify_chain,
    verify_seals,
)


class Command(BaseCommand):
    help = (
        "verify: checks the chain of changes and that every row stands as its newest change says, with --head also "
        "that nothing was cut since that head; exits with 1 otherwise. head: prints the head, to be kept elsewhere."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("job", choices=["verify", "head"])
        parser.add_argument("--head", type=Path, help="a file that `audit head` or the daily export wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["job"] == "head":
            self.stdout.write(head_line(now=clock.now()))
            return
        kept = _read(options["head"]) if options["head"] else []
        verdict, seals = verify_chain(*kept), verify_seals()
        for each in (verdict, seals):
            if each.broken_at is not None:
                raise CommandError(f"The chain breaks at change {each.broken_at}: {each.reason}.", returncode=1)
        found = list(discrepancies())
        for one in found:
            self.stderr.write(f"{one.noun} {one.object_id}: {one.reason}")
        if found:
            raise CommandError(f"The chain holds, but {len(found)} rows do not stand as it says.", returncode=1)
        if unplaced := unplaced_changes():
            self.stderr.write(f"{unplaced} old changes name no negotiation: all staff can read them.")
        for account in doubled_accounts():
            self.stderr.write(f"account {account.pk}: its party holds another of the same; take one of the two back.")
        self.stdout.write(f"{verdict.rows} changes, each following the one before it. Head: {verdict.head}")
        self.stdout.write(f"{seals.rows} of them are sealed with this installation's key.")
        if kept:
            since = max(head.sequence for head in kept)
            self.stdout.write(f"{len(kept)} kept heads hold; {verdict.rows - since} changes since change {since}.")


def _read(file: Path) -> list[Head]:
    """Every head of a file with one a line; a file without any proves nothing and is refused."""
    try:
        told = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        return [Head(int(each["sequence"]), str(each["hash"])) for each in told]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{file} holds no head; give what `audit head` printed.") from error
