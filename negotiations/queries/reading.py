"""The one read path: whole records as Structs, in one statement for the page and one for each kind of row beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from django.db.models import F, QuerySet

from negotiations.queries import any_of  # noqa: F401 - registers the lookup
from negotiations.queries.shapes import Reader, Shape

Record = TypeVar("Record", bound=msgspec.Struct)
# A shape, and what ties its rows to those that want them: "" for the page, "id" for refs, else a path to the parent.
Key = tuple[Shape[Any], str]
# Records by id, or lists of them by the id of the parent.
Built = dict[Key, dict[int, Any]]


def read(queryset: QuerySet[Any], shape: Shape[Record], reader: Reader) -> list[Record]:
    """The records of a queryset that `visible_to(reader.user)` has passed, in its order.

    Rows beside the page are read as this person may see them: what is hidden is None, or left out, as if it did not
    exist. Where another day is looked at, the queryset has passed `shape.standing(…, reader.then)`.
    """
    return [record for record, _ in read_keyed(queryset, shape, reader, ())]


def read_keyed(
    queryset: QuerySet[Any], shape: Shape[Record], reader: Reader, paths: tuple[str, ...]
) -> list[tuple[Record, tuple[Any, ...]]]:
    """As `read`, each record with the values at these paths beside it: what a cursor is made of."""
    reading = _Reading(reader)
    reading.fetch(shape, "", queryset, paths)
    while reading.wanted:
        reading.fetch_highest()
    width = len(shape.read_from_columns)
    beside = [row[width:] for row in reading.fetched[shape, ""]]
    return list(zip(reading.built()[shape, ""].values(), beside, strict=True))


class _Reading:
    """Fetches from the top down, so that a row many others point to is read once; builds from the bottom up."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.wanted: dict[Key, set[int]] = {}
        self.fetched: dict[Key, list[tuple[Any, ...]]] = {}

    def fetch_highest(self) -> None:
        shape, column = max(self.wanted, key=lambda wanted: wanted[0].height)
        ids = sorted(self.wanted.pop((shape, column)))
        rows = shape.scoped(self.reader.user).filter(**{f"{column}__any_of": ids})
        if column == "id":
            self.fetch(shape, column, shape.pointed_to(rows, self.reader.then).order_by())
        else:
            self.fetch(shape, column, shape.standing(rows, self.reader.then).order_by(*shape.order), (column,))

    def fetch(self, shape: Shape[Any], column: str, queryset: QuerySet[Any], beside: tuple[str, ...] = ()) -> None:
        """Read the shape's columns and, beside them, these paths; note which other rows they want."""
        rows = list(queryset.values_list(*shape.paths(self.reader.then), *(F(path) for path in beside)))
        self.fetched[shape, column] = rows
        for name, ref in shape.refs.items():
            at = shape.read_from_columns.index(name)
            self._want(ref, "id", {row[at] for row in rows})
        for child in shape.children.values():
            self._want(child.shape, child.column, {row[0] for row in rows})

    def _want(self, shape: Shape[Any], column: str, ids: set[Any]) -> None:
        if known := ids - {None}:
            self.wanted[shape, column] = self.wanted.get((shape, column), set()) | known

    def built(self) -> Built:
        built: Built = {}
        for (shape, column), rows in sorted(self.fetched.items(), key=lambda entry: entry[0][0].height):
            refs = [(shape.read_from_columns.index(n), built.get((ref, "id"), {})) for n, ref in shape.refs.items()]
            links = [shape.read_from_columns.index(name) for name in shape.links]
            beside = self._beside(shape, [row[0] for row in rows], built)
            width = len(shape.read_from_columns)
            tied = column not in {"", "id"}
            into = built.setdefault((shape, column), {})
            for row in rows:
                values = list(row[:width])
                for at, records in refs:
                    values[at] = records.get(values[at])
                if links and all(values[at] is None for at in links):
                    continue
                record = shape.struct(*values, *(of(row[0]) for of in beside))
                if tied:
                    into.setdefault(row[-1], []).append(record)
                else:
                    into[row[0]] = record
        return built

    def _beside(self, shape: Shape[Any], ids: list[int], built: Built) -> list[Callable[[int], Any]]:
        """For each field that no column holds, in the order of the Struct: its value for an id."""
        found: list[Callable[[int], Any]] = []
        for name in shape.read_beside:
            if name in shape.bulk:
                found.append(shape.bulk[name](ids, self.reader).get)
                continue
            child = shape.children[name]
            lists = built.get((child.shape, child.column), {})
            found.append({tie: rows[0] for tie, rows in lists.items()}.get if child.single else _or_empty(lists))
        return found


def _or_empty(lists: dict[int, Any]) -> Callable[[int], Any]:
    return lambda tie: lists.get(tie, [])
