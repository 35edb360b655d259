"""Lists as CSV (RFC 4180, UTF-8): one column for each plain value, however deep it stands in the record.

A text never starts a formula: spreadsheets run what begins with one of FORMULA, so an apostrophe goes before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct, inspect

MEDIA_TYPE = "text/csv"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
# Spreadsheets take a file without it for another encoding.
_MARK = "\ufeff"

Path = tuple[str, ...]


def csv_of(chunks: Iterable[list[Any]], struct: type[Struct], *, question: str) -> Iterator[bytes]:
    """The file chunk by chunk: a line that says what was asked and when, the columns' names, the records."""
    paths = list(columns_of(struct))
    yield _lines([[f"# {question}"], [".".join(path) for path in paths]], before=_MARK)
    for records in chunks:
        yield _lines([_cell(record, path) for path in paths] for record in records)


def table_of(heads: Iterable[str], rows: Iterable[Iterable[Any]], *, question: str) -> Iterator[bytes]:
    """The same of rows of plain values, one at a time."""
    yield _lines([[f"# {question}"], heads], before=_MARK)
    for row in rows:
        yield _lines([[_plain(value) for value in row]])


def columns_of(struct: type[Struct]) -> Iterator[Path]:
    """The path to each plain value, those of records inside it among them; a list is one column, as JSON."""
    described = inspect.type_info(struct)
    assert isinstance(described, inspect.StructType)  # noqa: S101 - a Struct is described as one
    for field in described.fields:
        inner = _record_in(field.type)
        if inner is None:
            yield (field.name,)
        else:
            yield from ((field.name, *rest) for rest in columns_of(inner))


def safe(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _record_in(kind: inspect.Type) -> type[Struct] | None:
    kinds = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
    return next((each.cls for each in kinds if isinstance(each, inspect.StructType)), None)


def _cell(value: Any, path: Path) -> Any:
    for name in path:
        value = getattr(value, name, None)
    return _plain(value)


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    plain = msgspec.to_builtins(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, str):
        return safe(plain)
    return msgspec.json.encode(plain).decode() if isinstance(plain, list | dict) else plain


def _lines(rows: Iterable[Iterable[Any]], before: str = "") -> bytes:
    text = io.StringIO(newline="")
    text.write(before)
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
