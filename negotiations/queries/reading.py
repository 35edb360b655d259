"""The one read path: whole records as Structs, in one statement for the page and one for each kind of row beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, repeat, starmap
from typing import Any

from django.db.models import QuerySet

from negotiations.queries.compiled import Columns, Page, rows_beside
from negotiations.queries.shapes import Reader, Record, Shape

# A shape, and what ties its rows to those that want them: "" for the page, "id" for refs, else a path to the parent.
Key = tuple[Shape[Any], str]
Built = dict[Key, dict[int, Any]]  # records by id, or lists of them by the id of the parent


def read(queryset: QuerySet[Any], shape: Shape[Record], reader: Reader) -> list[Record]:
    """The records of a queryset that `visible_to(reader.user)` has passed, in its order.

    Rows beside the page are read as this person may see them: what is hidden is None, or left out, as if it did not
    exist. Where another day is looked at, the queryset has passed `shape.standing(…, reader.then)`.
    """
    return read_together([(queryset, shape)], reader)[0]


def read_keyed(
    queryset: QuerySet[Any] | Page, shape: Shape[Record], reader: Reader, paths: tuple[str, ...]
) -> list[tuple[Record, tuple[Any, ...]]]:
    """As `read`, each record with the values at these paths beside it: what a cursor is made of."""
    reading = _Reading(reader)
    key, width = reading.page(queryset, shape, paths), len(shape.read_from_columns)
    records = reading.built()[key].values()
    beside = zip(*reading.fetched[key][width:], strict=True) if paths else repeat((), len(records))
    return list(zip(records, beside, strict=True))


def read_together(pages: Iterable[tuple[QuerySet[Any], Shape[Any]]], reader: Reader) -> list[list[Any]]:
    """As `read` for pages of different shapes: what rows of several of them point to is read once."""
    reading = _Reading(reader)
    keys = [reading.page(queryset, shape) for queryset, shape in pages]
    built = reading.built()
    return [list(built[key].values()) for key in keys]


class _Reading:
    """Fetches from the top down, so that a row many others point to is read once; builds from the bottom up."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.wanted: dict[Key, set[int]] = {}
        self.fetched: dict[Key, Columns] = {}

    def page(self, asked: QuerySet[Any] | Page, shape: Shape[Any], paths: tuple[str, ...] = ()) -> Key:
        page = asked if isinstance(asked, Page) else Page(lambda: asked)
        return self.take((shape, ""), page.columns(shape, paths, self.reader))

    def take(self, key: Key, columns: Columns) -> Key:
        """Keep what was read, and note which other rows it wants."""
        self.fetched[key] = columns
        for wanted, at in key[0].wants if columns else ():
            if ids := set(columns[at]) - {None}:
                self.wanted[wanted] = self.wanted.get(wanted, set()) | ids
        return key

    def built(self) -> Built:
        while self.wanted:
            height = max(shape.height for shape, _ in self.wanted)  # none of these points to another
            keys = [key for key in self.wanted if key[0].height == height]
            found = rows_beside([(*key, sorted(self.wanted.pop(key))) for key in keys], self.reader)
            for key, columns in zip(keys, found, strict=True):
                self.take(key, columns)
        built: Built = {key: {} for key in self.fetched}
        full = ((*key, columns) for key, columns in self.fetched.items() if columns)
        for shape, column, columns in sorted(full, key=lambda each: each[0].height):
            values: list[Any] = [*columns]
            ids, ties = values[0], values[-1]
            for ref, at in shape.pointing:
                values[at] = tuple(map(built.get((ref, "id"), {}).get, values[at]))
            values[len(shape.read_from_columns) :] = self._beside(shape, ids, built)
            records: Iterator[Any] = starmap(shape.struct, zip(*values, strict=True))
            if shape.links:
                seen = [any(each) for each in zip(*(values[at] for at in shape.linked), strict=True)]
                ids, ties, records = compress(ids, seen), compress(ties, seen), compress(records, seen)
            if column in {"", "id"}:
                built[shape, column] |= zip(ids, records, strict=True)
            else:
                for tie, record in zip(ties, records, strict=True):
                    built[shape, column].setdefault(tie, []).append(record)
        return built

    def _beside(self, shape: Shape[Any], ids: Sequence[int], built: Built) -> Iterator[list[Any]]:
        """For each field that no column holds, in the order of the Struct: its value for each id."""
        for name in shape.read_beside:
            if child := shape.children.get(name):
                found = [built.get((child.shape, child.column), {}).get(each, []) for each in ids]
                yield [rows[0] if rows else None for rows in found] if child.single else found
            else:
                yield list(map(shape.bulk[name](list(ids), self.reader).get, ids))
