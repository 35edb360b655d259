"""`manage.py audit verify`: prove that the record was not quietly rewritten."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from negotiations.queries.audit import discrepancies, verify_chain


class Command(BaseCommand):
    help = "Checks the chain of changes and that every row stands as its newest change says; exits with 1 otherwise."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("job", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_chain()
        if verdict.broken_at is not None:
            raise CommandError(f"The chain breaks at change {verdict.broken_at}: {verdict.reason}.", returncode=1)
        found = list(discrepancies())
        for one in found:
            self.stderr.write(f"{one.noun} {one.object_id}: {one.reason}")
        if found:
            raise CommandError(f"The chain holds, but {len(found)} rows do not stand as it says.", returncode=1)
        self.stdout.write(f"{verdict.rows} changes, each following the one before it. Head: {verdict.head}")
