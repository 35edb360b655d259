"""New rows kept back and written together, where each would take several statements by itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Model

from negotiations.models import ChainHead, Change, Proposal, ReferenceCounter

T = TypeVar("T")
Refresh = Callable[[list[Proposal], datetime], None]


class ApartError(Exception):
    """What was begun has to be undone and carried out one action after the other."""


class Gathering:
    """Rows that were added and are not written yet, each with its key, and the Changes that tell of them.

    They are written before the database is asked for anything else, so that every action reads what the one before
    it wrote. Columns that are worked out for lists, which no action reads, are written at the end, all at once.
    `expected`: about how many rows of a kind there will be.
    """

    def __init__(self, head: ChainHead, expected: int) -> None:
        self.head = head
        self.expected = expected
        self.answers: dict[Hashable, Any] = {}
        self._rows: dict[type[Model], list[Model]] = {}
        self._changes: list[Change] = []
        self._numbers: dict[str, int] = {}
        self._stale: dict[int, tuple[Refresh, Proposal, datetime]] = {}
        self._keys: dict[type[Model], Iterator[int]] = {}
        self._asking = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """What Django runs around each statement."""
        if not self._asking:
            self.write()
        return execute(sql, params, many, context)

    def add(self, row: Model) -> None:
        """Keep a new row back; it has its key from now on."""
        if row.pk is None:
            row.pk = self._key(type(row))
        self._rows.setdefault(type(row), []).append(row)

    def append(self, change: Change) -> None:
        self._changes.append(change)
        self.head.sequence, self.head.hash = change.sequence, change.hash

    def next_number(self, prefix: str) -> int:
        """The next number of a kind of reference."""
        if prefix not in self._numbers:
            with self._itself():
                self._numbers[prefix] = ReferenceCounter.objects.get_or_create(prefix=prefix)[0].last
        self._numbers[prefix] += 1
        return self._numbers[prefix]

    def refresh(self, how: Refresh, proposal: Proposal, now: datetime) -> None:
        """Work a proposal's columns out anew at the end."""
        self._stale[proposal.pk] = (how, proposal, now)

    def write(self) -> None:
        """Write what was kept back; raises IntegrityError where the database refuses a row of it."""
        rows, changes = self._rows, self._changes
        self._rows, self._changes = {}, []
        with self._itself():
            for model, added in rows.items():
                model._base_manager.bulk_create(added)
            for prefix, last in self._numbers.items():
                ReferenceCounter.objects.filter(prefix=prefix).update(last=last)
            if changes:
                Change._base_manager.bulk_create(changes)
                self.head.save(update_fields=["sequence", "hash"])

    def finish(self) -> None:
        """Write what is still kept back, then the columns that follow from it."""
        self.write()
        stale, self._stale = self._stale, {}
        with self._itself():
            for how in dict.fromkeys(how for how, _, _ in stale.values()):
                found = [(proposal, now) for each, proposal, now in stale.values() if each is how]
                how([proposal for proposal, _ in found], max(now for _, now in found))

    def _key(self, model: type[Model]) -> int:
        key = next(self._keys.get(model, iter(())), None)
        if key is None:
            with self._itself():
                self._keys[model] = iter(_unused_keys(model, self.expected))
            key = next(self._keys[model])
        return key

    @contextmanager
    def _itself(self) -> Iterator[None]:
        """Statements that nothing has to be written before."""
        before, self._asking = self._asking, True
        try:
            yield
        finally:
            self._asking = before


_current: ContextVar[Gathering | None] = ContextVar("what_is_gathered", default=None)


def gathering() -> Gathering | None:
    """What the rows of this moment are gathered in, None where each is written at once."""
    return _current.get()


@contextmanager
def gathered(head: ChainHead, *, expected: int) -> Iterator[None]:
    """Keep new rows back within; `head` is the chain's, held already.

    What could not be told from one another by their savepoints is undone as a whole: a refusal, an IntegrityError or
    ApartError that leaves this block leaves nothing written.
    """
    found = Gathering(head, expected)
    with transaction.atomic():
        token = _current.set(found)
        try:
            with connection.execute_wrapper(found):
                yield
                found.finish()
        finally:
            _current.reset(token)


def asked_once(key: Hashable, ask: Callable[[], T]) -> T:
    """What no action that only adds rows can change: asked once for all that is gathered."""
    found = gathering()
    if found is None:
        return ask()
    if key not in found.answers:
        found.answers[key] = ask()
    return found.answers[key]  # type: ignore[no-any-return]


def counted_on(key: Hashable, ask: Callable[[], int]) -> int:
    """One more than there are; of what is gathered each time one more, asked once."""
    number = asked_once(key, ask) + 1
    if found := gathering():
        found.answers[key] = number
    return number


def _unused_keys(model: type[Model], number: int) -> Iterator[int]:
    """Keys that nobody else gets: of PostgreSQL's sequence; SQLite has no other writer while this transaction runs."""
    table, column = model._meta.db_table, str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, column, number])
            return iter([key for (key,) in cursor.fetchall()])
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0]
    return iter(range(last + 1, last + 1 + number))
