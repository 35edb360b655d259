"""`manage.py backup FILE`: everything in one file, with a checksum and the head of the audit chain."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import clock
from negotiations.exports.backup import BackupRefusedError, back_up


class Command(BaseCommand):
    help = "Writes the whole database into one new file, with a checksum and the head of the audit chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            head = back_up(file.absolute(), now=clock.now())
        except (BackupRefusedError, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{file}: {head.sequence} changes. Head: {head.hash}")
