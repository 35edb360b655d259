"""Rows that were read as they stand, put back to what the record held in them at some moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import ForeignKey, Model, Prefetch, prefetch_related_objects

from negotiations.models.known_values import known_value, replaced_columns

_WHY = "the columns of rows that were read under their own scope, and what they named"


def put_back(rows: Iterable[Model], known_at: datetime) -> None:
    """Put into these rows, and those that were read along with them, what was on record at `known_at`.

    Who was merged since is named again by what named them then. A few statements for each kind of row, however many.
    """
    level: dict[type[Model], dict[int, list[Model]]] = _by_kind(rows)
    while level:
        for kind, alike in level.items():
            _put_back(kind, alike, known_at)
        level = _by_kind(
            each for alike in level.values() for same in alike.values() for row in same for each in _named_by(row)
        )


def _by_kind(rows: Iterable[Model]) -> dict[type[Model], dict[int, list[Model]]]:
    found: defaultdict[type[Model], defaultdict[int, list[Model]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[type(row)][row.pk].append(row)
    return {kind: dict(alike) for kind, alike in found.items()}


def _named_by(row: Model) -> Iterable[Model]:
    """What was read along with a row."""
    for field in row._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.is_cached(row) and getattr(row, field.name) is not None:
            yield getattr(row, field.name)


def _put_back(kind: Any, rows: dict[int, list[Model]], known_at: datetime) -> None:
    fields = [kind._meta.get_field(name) for name in replaced_columns(kind)]
    if not fields:
        return
    held = kind.objects.unscoped(reason=_WHY, known_at=known_at).filter(pk__in=rows)
    columns = [known_value(kind, field.name, known_at) for field in fields]
    for pk, *values in held.values_list("pk", *columns):
        for row in rows[pk]:
            for field, value in zip(fields, values, strict=True):
                if getattr(row, field.attname) != value:
                    setattr(row, field.attname, value)
    for field in fields:
        _name_again(field, [row for alike in rows.values() for row in alike], known_at)


def _name_again(field: Any, rows: list[Model], known_at: datetime) -> None:
    """Read what a column names now that it was put back, where it names another row than before."""
    if field.is_relation:
        named = field.related_model.objects.unscoped(reason=_WHY, known_at=known_at)
        anew = [row for row in rows if getattr(row, field.attname) and not field.is_cached(row)]
        prefetch_related_objects(anew, Prefetch(field.name, queryset=named))
