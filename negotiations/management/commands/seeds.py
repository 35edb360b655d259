"""`manage.py seeds load` and `manage.py seeds check`: negotiations from files."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import clock
from negotiations.actions.seeding import load_file_sets
from negotiations.ingest.seeds import FilesRefusedError, read_file_sets

SCHEMA = Path("schema", "seed-file.json")


class Command(BaseCommand):
    help = "Loads negotiations from folders of YAML files, or checks them without recording anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("job", choices=["load", "check"])
        parser.add_argument("folders", nargs="*", type=Path, help="by default every folder in seeds/")

    def handle(self, *args: Any, **options: Any) -> None:
        seeds = Path(settings.BASE_DIR) / "seeds"
        schema = json.loads((seeds / SCHEMA).read_text(encoding="utf-8"))
        checking = options["job"] == "check"
        try:
            file_sets = read_file_sets(options["folders"] or _every_folder(seeds), schema)
            loaded = load_file_sets(file_sets=file_sets, actor=None, now=clock.now(), dry_run=checking)
        except FilesRefusedError as error:
            count = len(error.problems)
            raise CommandError(f"{error}\nNothing was loaded: {count} to mend.", returncode=1) from error
        said = "would be recorded" if checking else "recorded"
        self.stdout.write(f"{loaded.new} entries {said}, {loaded.known} already on record.")


def _every_folder(seeds: Path) -> list[Path]:
    return sorted(path for path in seeds.iterdir() if path.is_dir() and any(path.glob("*.yaml")))
