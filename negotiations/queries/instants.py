"""Moments and days as SQLite keeps them, in texts, read in one step where Django takes three."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import DateField, DateTimeField, F, Field, Func, Model

# What is written behind a text: moments are kept in UTC, and do not say so.
_BEHIND: dict[type[Any], str] = {DateTimeField: "+00:00", DateField: ""}


class AsText(Func):
    """A column of moments or days: on SQLite the text of an expression, which the driver leaves as it is."""

    def __init__(self, name: str, column: Field[Any, Any]) -> None:
        super().__init__(F(name), output_field=type(column)())
        self.behind = _BEHIND[type(column)]

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> Any:  # type: ignore[override]
        sql, parameters = compiler.compile(self.source_expressions[0])
        return (f"({sql} || '{self.behind}')", parameters) if connection.vendor == "sqlite" else (sql, parameters)


def as_texts(model: type[Model], columns: Iterable[Any]) -> list[Any]:
    """The columns, those of moments and days as AsText where they are named; expressions stay as they are."""
    kinds = {column.name: column for column in model._meta.concrete_fields if type(column) in _BEHIND}

    def read(each: Any) -> Any:
        if not isinstance(each, str):
            return each
        return AsText(each, kinds[each]) if each in kinds else F(each)

    return list(map(read, columns))


def reader_of(expression: Any) -> Callable[[Sequence[Any]], Sequence[Any]] | None:
    """How a column of moments or days becomes Python's; None for any other."""
    if isinstance(expression, AsText):
        read: Callable[[str], Any] = datetime.fromisoformat if expression.behind else date.fromisoformat
        return lambda column: [each and read(each) for each in column]
    if isinstance(getattr(expression, "output_field", None), DateTimeField):
        return lambda column: [each and _instant(each) for each in column]
    return None


def _instant(kept: datetime | str) -> datetime:
    found = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    return found if found.tzinfo else found.replace(tzinfo=UTC)
