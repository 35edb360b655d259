"""Statements for a page and the rows beside it: compiled once for what a person may see, run with one value or another.

Putting such a statement together costs more than running it. Only its text is kept; what a person may see is judged by
the database each time it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression, Field, QuerySet

from negotiations.models import User
from negotiations.models.known_values import known_value, replaced_columns
from negotiations.models.scoping import ScopedQuerySet
from negotiations.queries.any_of import IDS, given
from negotiations.queries.instants import as_texts, reader_of
from negotiations.queries.shapes import Reader, Shape, Then

Rows = list[tuple[Any, ...]]
Columns = list[Sequence[Any]]
Build = Callable[..., QuerySet[Any, Any]]
Convert = Callable[[Sequence[Any]], Sequence[Any]]
_MOST = 4096


class Given(Expression):
    """A value of this column that is known when the statement runs: the `place`-th of those it runs with."""

    def __init__(self, place: int, column: Field[Any, Any]) -> None:
        super().__init__(output_field=column)
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class Page:
    """A page whose statement is the same whenever `known_by` is; `values` are those that it is run with.

    `build` answers its queryset, where the statement is not `kept` yet; without `known_by` it never is.
    """

    build: Callable[[], QuerySet[Any]]
    known_by: Hashable = None
    values: tuple[Any, ...] = ()
    kept: Kept = field(default_factory=lambda: _pages)

    def columns(self, shape: Shape[Any], paths: tuple[str, ...], reader: Reader) -> Columns:
        """The columns of the shape and those at these paths, in the page's order."""
        key = (self.known_by, shape, paths, reader.user.asked_by_scope, connection.vendor)
        statement = self.kept.get(key, _UNKNOWN)
        if statement is _UNKNOWN:
            columns = as_texts(shape.model, (*shape.paths(reader.then), *paths))
            statement = _compiled(self.build().values_list(*columns))
            if self.known_by is not None:
                _keep(key, statement, self.kept)
        if statement is None:
            return []
        with connection.cursor() as cursor:
            statement.send(cursor, self.values)
            return statement.columns(cursor)


@dataclass(frozen=True, slots=True)
class Scope:
    """A person, equal to any other of whom `visible_to` asks the same and hears the same."""

    asked: tuple[Any, ...]
    user: User = field(compare=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """The text of a statement, its parameters with IDS among them, and how its values become Python's."""

    sql: str
    parameters: tuple[Any, ...]
    converters: tuple[tuple[int, Convert], ...]

    def send(self, cursor: Any, values: Sequence[Any]) -> None:
        """Run it with these ids, or with the values that stand for its Given."""
        database = cursor.db
        cursor.execute(self.sql, [_put(each, values, database) for each in self.parameters])

    def columns(self, cursor: Any) -> Columns:
        """What was found, column by column; nothing at all where there are no rows."""
        columns: list[Any] = list(zip(*cursor.fetchall(), strict=True))
        for at, convert in self.converters if columns else ():
            columns[at] = convert(columns[at])
        return columns


Kept = dict[Hashable, Statement | None]
_pages: Kept = {}
_UNKNOWN = Statement("", (), ())


def _keep(key: Hashable, statement: Statement | None, kept: Kept) -> None:
    if len(kept) >= _MOST:
        kept.clear()
    kept[key] = statement


def _put(parameter: Any, values: Sequence[Any], database: Any) -> Any:
    if parameter is IDS:
        return given(values, database)
    if isinstance(parameter, Given):
        return parameter.output_field.get_db_prep_value(values[parameter.place], database)
    return parameter


def rows_beside(wanted: Iterable[tuple[Shape[Any], str, list[int]]], reader: Reader) -> list[Columns]:
    """The rows of each shape whose `column` is among the ids, as `rows_of` orders them; sent together if possible."""
    return _together([(_statement(shape, column, reader), ids) for shape, column, ids in wanted])


def _together(sent: Sequence[tuple[Statement | None, Sequence[int]]]) -> list[Columns]:
    """What each statement finds for its ids."""
    together = len(sent) > 1 and connection.vendor == "postgresql"
    cursors = [_cursor() for _ in sent]
    with connection.connection.pipeline() if together else nullcontext():
        for cursor, (statement, ids) in zip(cursors, sent, strict=True):
            if statement:
                statement.send(cursor, ids)
    found = [
        statement.columns(cursor) if statement else [] for cursor, (statement, _) in zip(cursors, sent, strict=True)
    ]
    for cursor in cursors:
        cursor.close()
    return found


def _cursor() -> Any:
    """A cursor whose statement PostgreSQL plans once and keeps, on connections that are kept; see docs/performance.md.

    For lists of ids alone: one plan serves them all, while the best plan for a filter depends on its value.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:  # what is planned already shows no text
        return connection.cursor()
    from psycopg import Cursor  # noqa: PLC0415 - only there

    connection.ensure_connection()
    return connection._prepare_cursor(Cursor(connection.connection))  # type: ignore[attr-defined]


def rows_for(build: Build, ids: Sequence[int], user: User) -> Rows:
    """The rows of another queryset of values, built of IDS and the person alone."""
    (found,) = _together([(_kept(build, (IDS,), Scope(user.asked_by_scope, user), connection.vendor), ids)])
    return list(zip(*found, strict=True))


def rows_of_each(builds: Sequence[Build], ids: Sequence[int], reader: Reader) -> list[Rows]:
    """As `rows_for`, of several querysets, built of another day too if one is looked at; sent together if possible."""
    found = _together([(_built(build, (IDS,), reader), ids) for build in builds])
    return [list(zip(*columns, strict=True)) for columns in found]


def rows_given(build: Build, asked: tuple[Hashable, ...], values: Sequence[Any], reader: Reader) -> Rows:
    """The same of a queryset that is built of what is `asked`, and runs with `values` for its Given."""
    statement = _built(build, asked, reader)
    if statement is None:
        return []
    with connection.cursor() as cursor:
        statement.send(cursor, values)
        return list(zip(*statement.columns(cursor), strict=True))


def _built(build: Build, asked: tuple[Hashable, ...], reader: Reader) -> Statement | None:
    if reader.then:
        return _compiled(build(*asked, reader.user, reader.then))
    return _kept(build, asked, Scope(reader.user.asked_by_scope, reader.user), connection.vendor)


def rows_of(shape: Shape[Any], column: str, ids: Any, user: User, then: Then | None = None) -> QuerySet[Any, Any]:
    """The shape's columns, and for rows tied to a parent its id beside them."""
    known = then.known_at if then else None
    tied = shape.scoped(user)
    if known and column.removesuffix("_id") in replaced_columns(shape.model):
        tied = tied.annotate(tied_to=known_value(shape.model, column.removesuffix("_id"), known))
        column = "tied_to"
    rows = tied.filter(**{f"{column}__any_of": ids})
    if column == "id":
        return shape.pointed_to(rows, then).order_by().values_list(*as_texts(shape.model, shape.paths(then)))
    columns = as_texts(shape.model, (*shape.paths(then), column))
    return shape.standing(rows, then).order_by(*shape.order).values_list(*columns)


def _statement(shape: Shape[Any], column: str, reader: Reader) -> Statement | None:
    if reader.then:
        return _compiled(rows_of(shape, column, IDS, reader.user, reader.then))
    return _kept(rows_of, (shape, column, IDS), Scope(reader.user.asked_by_scope, reader.user), connection.vendor)


@lru_cache(_MOST)
def _kept(build: Build, arguments: tuple[Any, ...], scope: Scope, vendor: str) -> Statement | None:
    return _compiled(build(*arguments, scope.user))


def _compiled(rows: QuerySet[Any, Any]) -> Statement | None:
    """The statement of a queryset; None where it can have no rows."""
    if isinstance(rows, ScopedQuerySet):
        rows._require_scope()
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    converters = compiler.get_converters([each for each, _, _ in compiler.select])
    kept = [(at, _convert(functions, of)) for at, (functions, of) in converters.items()]
    return Statement(sql, tuple(parameters), tuple(kept))


def _convert(functions: Iterable[Callable[..., Any]], expression: Any) -> Convert:
    """What Django makes of the values of a column; moments and days on SQLite in fewer steps."""
    if connection.vendor == "sqlite" and (read := reader_of(expression)):
        return read
    steps = [partial(function, expression=expression, connection=connection) for function in functions]

    def convert(column: Sequence[Any]) -> Sequence[Any]:
        for step in steps:
            column = tuple(map(step, column))
        return column

    return convert
