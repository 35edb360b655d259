"""How a record that readers get is made of rows: declared once a noun, read by reading.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar, cast

import msgspec
from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from negotiations.models import User
from negotiations.models.known_values import known_value, replaced_columns

Record = TypeVar("Record", bound=msgspec.Struct)
# Dated rows by when they held in the world; undated ones by when they were recorded.
OLDEST_FIRST = (Coalesce("stated_at", "recorded_at").asc(), "recorded_at", "pk")
NEWEST_FIRST = (Coalesce("stated_at", "recorded_at").desc(), "-recorded_at", "-pk")


def or_none(*columns: str) -> dict[str, Any]:
    """Columns in which an empty code means that there is none."""
    return {column: NullIf(column, Value("")) for column in columns}


@dataclass(frozen=True, slots=True)
class Then:
    """The day in the world that is looked at, and what had been recorded by when (None: all that is known now)."""

    as_of: datetime
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, when, and the day that is looked at if it is not today."""

    user: User
    now: datetime
    then: Then | None = None

    def __post_init__(self) -> None:
        if self.then:
            object.__setattr__(self, "user", self.user.knowing(self.then.known_at))


@dataclass(frozen=True)
class Children:
    """Rows that belong to the record: `column` is their path to its id."""

    shape: Shape[Any]
    column: str
    single: bool = False


@dataclass(frozen=True, eq=False)
class Shape(Generic[Record]):
    """What a reader gets of one noun, and where it comes from.

    `struct` begins with `id`, then fields read from columns, then those of `children` and `bulk`, in that order.
    `columns`: field → path or expression, where it is not the column of the same name.
    `refs`: field → shape of the row that `<field>_id` points to; None where the reader may not know of it.
    `bulk`: field → function of ids and reader that answers a value for each id that has one.
    `links`: at least one of these refs must be visible, else the row is left out: a link to nothing visible is no link.
    `then`: field → expression for its value on another day, None where the QuerySet's `as_of` annotates it;
    `timeless` fields exist for today only. What the team may replace in the row is read as the record had it then.
    `rows` answers a scoped queryset; by default `visible_to`.
    """

    struct: type[Record]
    model: type[Model]
    columns: Mapping[str, Any] = field(default_factory=dict)
    refs: Mapping[str, Shape[Any]] = field(default_factory=dict)
    children: Mapping[str, Children] = field(default_factory=dict)
    bulk: Mapping[str, Callable[[list[int], Reader], dict[int, Any]]] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    then: Mapping[str, Callable[[Then], Any] | None] = field(default_factory=dict)
    timeless: tuple[str, ...] = ()
    order: tuple[Any, ...] = ("pk",)
    rows: Callable[[User], QuerySet[Any]] | None = None

    @cached_property
    def height(self) -> int:
        return 1 + max((below.height for below in self._below()), default=0)

    @cached_property
    def worked_out(self) -> frozenset[str]:
        """The `bulk` fields of it and of whatever is inside it."""
        return frozenset((*self.bulk, *(name for below in self._below() for name in below.worked_out)))

    def _below(self) -> list[Shape[Any]]:
        return [*self.refs.values(), *(child.shape for child in self.children.values())]

    @cached_property
    def read_from_columns(self) -> tuple[str, ...]:
        return tuple(name for name in self.struct.__struct_fields__ if name not in {*self.children, *self.bulk})

    @cached_property
    def wants(self) -> tuple[tuple[tuple[Shape[Any], str], int], ...]:
        """Which other rows a row of it wants: their shape, the column they are found by, and where its value stands."""
        held = [((child.shape, child.column), 0) for child in self.children.values()]
        return (*held, *(((ref, "id"), at) for ref, at in self.pointing))

    @cached_property
    def pointing(self) -> tuple[tuple[Shape[Any], int], ...]:
        """The refs, each with where its key stands among the columns."""
        return tuple((ref, self.read_from_columns.index(name)) for name, ref in self.refs.items())

    @cached_property
    def linked(self) -> tuple[int, ...]:
        """Where the links stand among the columns."""
        return tuple(map(self.read_from_columns.index, self.links))

    @cached_property
    def read_beside(self) -> tuple[str, ...]:
        return self.struct.__struct_fields__[len(self.read_from_columns) :]

    def scoped(self, user: User) -> QuerySet[Any]:
        if self.rows:
            return self.rows(user)
        visible: QuerySet[Any] = self.model.objects.visible_to(user)  # type: ignore[attr-defined]
        return visible

    def standing(self, queryset: QuerySet[Any], then: Then | None) -> QuerySet[Any]:
        """The rows that stood on that day, each `then` value annotated as `<field>_then`."""
        if then is None:
            return queryset
        rows: QuerySet[Any] = stood(queryset, then).annotate(**self.annotations(then))
        return rows

    def pointed_to(self, queryset: QuerySet[Any], then: Then | None) -> QuerySet[Any]:
        """Rows that others point to, with each `then` value; they stood on that day if those others did."""
        if None in self.then.values():
            return self.standing(queryset, then)
        rows: QuerySet[Any] = queryset.annotate(**self.annotations(then))
        return rows

    def annotations(self, then: Then | None) -> dict[str, Any]:
        return {f"{name}_then": value(then) for name, value in self.then.items() if value} if then else {}

    @cached_property
    def replaced(self) -> tuple[str, ...]:
        """The fields that are columns of the row itself, in which the team may put something else."""
        own = [name for name in self.read_from_columns if name not in self.then and self._own(name)]
        return tuple(name for name in own if name in replaced_columns(self.model))

    def _own(self, name: str) -> bool:
        return name not in self.columns or isinstance(self.columns[name], NullIf)

    def _known(self, name: str, known_at: datetime) -> Any:
        value = known_value(self.model, name, known_at)
        return NullIf(value, Value("", output_field=value.output_field)) if name in self.columns else value

    def paths(self, then: Then | None) -> list[Any]:
        """Where each field of `read_from_columns` is read; a negotiation always by its reference."""
        given = {"negotiation": "negotiation__reference", **{name: f"{name}_id" for name in self.refs}, **self.columns}
        if then and then.known_at:
            given |= {name: self._known(name, then.known_at) for name in self.replaced}
        if then:
            given |= {name: f"{name}_then" for name in self.then}
        return [given.get(name, name) for name in self.read_from_columns]

    @lru_cache(maxsize=512)  # noqa: B019 - shapes are module constants
    def only(self, names: frozenset[str]) -> Shape[Any]:
        """The same without the fields not named; `id` stays. What is left out is not read."""
        hints = msgspec.structs.fields(self.struct)
        kept = [(each.name, each.type) for each in hints if each.name in names or each.name == "id"]
        wanted = {name for name, _ in kept}

        def among(given: Mapping[str, Any]) -> dict[str, Any]:
            return {name: value for name, value in given.items() if name in wanted}

        return replace(
            self,
            struct=cast("type[Record]", msgspec.defstruct(self.struct.__name__, kept)),
            columns=among(self.columns),
            refs=among(self.refs),
            children=among(self.children),
            bulk=among(self.bulk),
            then=among(self.then),
        )

    def holding(self, others: Mapping[Shape[Any], Shape[Any]]) -> Shape[Record]:
        """The same with other shapes in the place of these, however deep inside it."""
        refs = {name: others.get(ref) or ref.holding(others) for name, ref in self.refs.items()}
        held = {name: replace(child, shape=child.shape.holding(others)) for name, child in self.children.items()}
        same = refs == self.refs and held == self.children
        return self if same else replace(self, refs=refs, children=held)


def stood(queryset: QuerySet[Any], then: Then | None) -> QuerySet[Any]:
    """The rows of that day by the QuerySet's own rule; else by when the row, or its claim, was stated or recorded."""
    if then is None:
        return queryset
    if own := getattr(queryset, "as_of", None):
        rows: QuerySet[Any] = own(then.as_of, known_at=then.known_at)
        return rows
    columns = {column.name for column in queryset.model._meta.concrete_fields}
    stated = next((path for path, column in _STATED.items() if column in columns), None)
    if stated:
        stood = Q(**{f"{stated}__lte": then.as_of}) | Q(**{stated: None}, recorded_at__lte=then.as_of)
        queryset = queryset.filter(stood)
    return queryset.filter(recorded_at__lte=then.known_at) if then.known_at and "recorded_at" in columns else queryset


def tied(queryset: QuerySet[Any], then: Then | None, **to: Any) -> QuerySet[Any]:
    """The rows that point to these (`party=7`, `party__in=…`), on a day as it was known as they pointed then."""
    known_at = then.known_at if then else None
    for path, value in to.items():
        name, *lookup = path.split("__", 1)
        if known_at and name in replaced_columns(queryset.model):
            queryset = queryset.annotate(**{f"{name}_tied": known_value(queryset.model, name, known_at)})
            name = f"{name}_tied"
        queryset = queryset.filter(**{"__".join((name, *lookup)): value})
    return queryset


_STATED = {"stated_at": "stated_at", "claim__stated_at": "claim"}
