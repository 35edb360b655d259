"""Pages by keyset: the place of a row in a total order, so that ties skip nothing and repeat nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec
from django.db.models import F, Field, Model, Q, QuerySet, SmallIntegerField

from negotiations.queries.compiled import Given, Kept, Page
from negotiations.queries.reading import read_keyed
from negotiations.queries.shapes import Reader, Shape

Record = TypeVar("Record", bound=msgspec.Struct)
CHUNK = 500
_PLACE: Field[Any, Any] = SmallIntegerField()
NONE: Mapping[str, Field[Any, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Key:
    """One column of an order; nulls come last whichever way it goes."""

    path: str
    column: Field[Any, Any]
    descending: bool
    nullable: bool

    def ordering(self) -> Any:
        path = F(self.path)
        if not self.nullable:
            return path.desc() if self.descending else path.asc()
        return path.desc(nulls_last=True) if self.descending else path.asc(nulls_last=True)

    def reversed(self) -> Any:
        path = F(self.path)
        if not self.nullable:
            return path.asc() if self.descending else path.desc()
        return path.asc(nulls_first=True) if self.descending else path.desc(nulls_first=True)

    def beyond(self, value: Any, *, backwards: bool) -> Q | None:
        """Rows that come after one with this value (before it, backwards); None when there can be none."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if backwards else None
        beyond = Q(**{f"{self.path}__{'lt' if self.descending != backwards else 'gt'}": value})
        if self.nullable and not backwards:
            beyond |= Q(**{f"{self.path}__isnull": True})
        return beyond

    def at(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after the row with these values, or before it."""

    values: tuple[Any, ...]
    backwards: bool


def keys_for(
    model: type[Model],
    ordering: tuple[str, ...],
    replayed: tuple[str, ...],
    worked_out: Mapping[str, Field[Any, Any]] = NONE,
) -> list[Key]:
    """The columns of an order such as ("-due_at",), ending with the primary key so that no two rows tie.

    Columns in `replayed` are read as they stood on another day, where they may be missing. `worked_out` are no columns:
    the queryset carries each under its name, with values such as the field here holds. Codes that have a place in an
    order of their own come in that order.
    """
    keys = []
    for name in ordering:
        path = "pk" if name.lstrip("-") == "id" else name.lstrip("-")
        if path in worked_out:
            keys.append(Key(path, worked_out[path], name.startswith("-"), nullable=True))
            continue
        column = column_of(model, path)
        then = path in replayed
        read_from = f"{path}_then" if then else path
        if column.get_transform("place"):
            keys.append(Key(f"{read_from}__place", _PLACE, name.startswith("-"), then))
            continue
        keys.append(Key(read_from, column, name.startswith("-"), then or column.null))
        if column.primary_key:
            return keys
    last = bool(keys) and keys[-1].descending
    return [*keys, Key("pk", column_of(model, "pk"), last, False)]


def page_of(queryset: QuerySet[Any], keys: list[Key], place: Place | None, size: int) -> QuerySet[Any]:
    """One row more than the page, from its place on; in reverse order when read backwards."""
    backwards = place is not None and place.backwards
    if place:
        queryset = queryset.filter(_past(keys, place))
    return queryset.order_by(*(key.reversed() if backwards else key.ordering() for key in keys))[: size + 1]


def kept_page(
    rows: Callable[[], QuerySet[Any]], keys: list[Key], place: Place | None, size: int, known_by: Hashable
) -> Page:
    """`page_of` rows that are the same question whenever `known_by` is; None asks anew each time."""
    if place is None:
        return Page(lambda: page_of(rows(), keys, None, size), known_by and (known_by, *keys, size))
    stands = [None if value is None else Given(at, keys[at].column) for at, value in enumerate(place.values)]
    known = (known_by, *keys, size, place.backwards, *(value is None for value in place.values))
    anywhere = Place(tuple(stands), place.backwards)
    return Page(lambda: page_of(rows(), keys, anywhere, size), known_by and known, place.values)


def _past(keys: list[Key], place: Place) -> Q:
    """Rows past the place: by the first column that differs."""
    past, level = Q(pk__in=[]), Q()
    for key, value in zip(keys, place.values, strict=True):
        beyond = key.beyond(value, backwards=place.backwards)
        if beyond is not None:
            past |= level & beyond
        level &= key.at(value)
    first = keys[0]
    if first.nullable or len(keys) == 1:
        return past
    # Said apart so that the index of the first column is entered at the right place.
    bound = "lte" if first.descending != place.backwards else "gte"
    return Q(**{f"{first.path}__{bound}": place.values[0]}) & past


def chunks(
    rows: QuerySet[Any], shape: Shape[Record], reader: Reader, keys: list[Key], size: int = CHUNK
) -> Iterator[list[Record]]:
    """All records of a scoped queryset in this order, `size` at a time.

    Each chunk is a page of its own: no transaction stays open, memory stays the same however many there are, and who
    loses sight of a row while it runs gets it no more.
    """
    paths = tuple(key.path for key in keys)
    place: Place | None = None
    kept: Kept = {}

    def chunk() -> Page:
        return replace(kept_page(lambda: rows, keys, place, size - 1, "this file"), kept=kept)

    while found := read_keyed(chunk(), shape, reader, paths):
        yield [record for record, _ in found]
        if len(found) < size:
            return
        place = Place(found[-1][1], backwards=False)


def column_of(model: type[Model], path: str) -> Field[Any, Any]:
    """The column of this name; "pk" is the key's."""
    return model._meta.pk if path == "pk" else model._meta.get_field(path)  # type: ignore[return-value]
