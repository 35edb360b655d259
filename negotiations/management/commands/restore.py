"""`manage.py restore FILE`: bring an empty database to what a backup holds, and prove it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from negotiations.exports.backup import BackupRefusedError, restore


class Command(BaseCommand):
    help = "Brings an empty database to what a backup holds: checksum before, audit chain and head after."
    requires_system_checks: list[str] = []  # noqa: RUF012  (Django declares it so; there are no tables yet)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            head = restore(options["file"].absolute())
        except (BackupRefusedError, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Restored: {head.sequence} changes. Head: {head.hash}")
