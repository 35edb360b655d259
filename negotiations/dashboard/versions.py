"""Two people changed the same row: what the second one saw, beside what is on record now."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.db.models import Model

from negotiations.dashboard.differences import Difference, differences_of
from negotiations.models.bases import Versioned
from negotiations.queries.changes import CHANGE, Change, changes_for
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader

_MOST = 200


@dataclass(frozen=True, slots=True)
class Overtaken:
    """`columns` that differ, `last` change of the row, and its version now."""

    columns: list[Difference]
    last: Change
    version: int


def overtaken(row: Versioned, seen: int, reader: Reader) -> Overtaken | None:
    """What has changed since version `seen` of a row; None if nothing this reader may know has."""
    assert isinstance(row, Model)  # noqa: S101 - Versioned is abstract
    changes = _changes_of(row, reader)
    then = next((change for change in changes if (change.after or {}).get("version") == seen), None)
    if then is None or then is changes[0]:
        return None
    since = msgspec.structs.replace(changes[0], before=then.after)
    return Overtaken(differences_of(since), changes[0], int((changes[0].after or {}).get("version", seen)))


def followed(seen: Model | None, newest: Model, reader: Reader) -> Overtaken | None:
    """What a row recorded meanwhile says, beside the one that was the newest of its kind when the form was drawn."""
    now = _changes_of(newest, reader)
    then = _changes_of(seen, reader) if seen else []
    if not now:
        return None
    since = msgspec.structs.replace(now[0], before=then[0].after if then else None)
    return Overtaken(differences_of(since), now[0], newest.pk)


def _changes_of(row: Model, reader: Reader) -> list[Change]:
    of_it = changes_for(reader.user).filter(noun=row._meta.model_name, object_id=row.pk)
    return read(of_it.order_by("-sequence")[:_MOST], CHANGE, reader)
