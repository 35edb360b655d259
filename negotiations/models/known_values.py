"""What a column of a row held when the record had come up to some moment, taken from the chain of changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, Func, Model, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from negotiations.models.changes import Change


def replaced_columns(model: type[Model]) -> tuple[str, ...]:
    """The columns that actions may fill otherwise in the row itself; a model names them in `replaced`.

    What a QuerySet's `as_of` reads from dated rows (a status, a deadline's date) is not among them.
    """
    return getattr(model, "replaced", ())


def known_value(model: type[Model], column: str, known_at: datetime | None) -> Any:
    """Where to read such a column: in the row, or as it was before the first change recorded after `known_at`."""
    field: Any = model._meta.get_field(column)
    today = F(field.attname)
    if known_at is None:
        return today
    later = Change.objects.unscoped(reason="a column of rows that carry their own scope").filter(
        noun=model._meta.model_name, object_id=OuterRef("pk"), recorded_at__gt=known_at, before__isnull=False
    )
    kind = _plain(field)
    kept = Subquery(later.order_by("sequence").annotate(kept=_Kept(field.attname, kind)).values("kept")[:1])
    if field.null:
        return Case(When(Exists(later), then=kept), default=today, output_field=kind)
    return Coalesce(kept, today, output_field=kind)


def _plain(field: Any) -> Any:
    """The type of its values, without the bounds of the column."""
    if isinstance(field, models.ForeignKey):
        return models.BigIntegerField()
    known = (models.BooleanField, models.DateTimeField, models.DateField, models.IntegerField)
    return next((each() for each in known if isinstance(field, each)), models.TextField())


class _Kept(Func):
    """A column out of the `before` of a Change, in its own type."""

    def __init__(self, column: str, kind: Any) -> None:
        super().__init__(F("before"), output_field=kind)
        self.column, self.kind = column, kind

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        if connection.vendor == "postgresql":
            template = f"((%(expressions)s ->> '{self.column}')::{self.kind.db_type(connection)})"
        else:
            template = f"json_extract(%(expressions)s, '$.{self.column}')"
            if isinstance(self.kind, models.DateTimeField):
                # As the engine keeps moments, which it compares as texts.
                template = f"replace(replace({template}, 'T', ' '), '+00:00', '')"
        return super().as_sql(compiler, connection, template=template, **context)
