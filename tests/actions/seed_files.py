"""Reading seed files, loading them, and finding what they made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import models

from negotiations.actions.seeding import Loaded, load_file_sets
from negotiations.ingest.seeds import FileSet, read_file_sets
from negotiations.models import SeedKey
from tests.factories import NOW

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SCHEMA: dict[str, Any] = json.loads((SEEDS / "schema" / "seed-file.json").read_text(encoding="utf-8"))


def sets(*folders: Path) -> tuple[FileSet, ...]:
    return read_file_sets(folders, SCHEMA)


def load(file_sets: Sequence[FileSet], *, dry_run: bool = False) -> Loaded:
    return load_file_sets(file_sets=file_sets, actor=None, now=NOW, dry_run=dry_run)


def every(model: type[models.Model]) -> Any:
    return model._default_manager.all().unscoped(reason="the whole record, for a test")  # type: ignore[attr-defined]


def row(file_set: str, key: str, model: type[models.Model]) -> Any:
    return every(model).get(pk=SeedKey.objects.get(file_set=file_set, key=key).object_id)
