"""Marking one alert sent and the next in flight: one statement, put together once and run for every mail.

Django builds it, so that who may know is said in one place; only the values differ from mail to mail. PostgreSQL
writes down the attempts in the same statement, one way there and back for each mail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from types import NoneType
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Exists, F, Field, Q, QuerySet, Value, When
from django.db.models.sql import UpdateQuery

from negotiations.enums import AlertState, DeliveryOutcome
from negotiations.models import Alert, Delivery

WHY = "the post writes down what became of everybody's alerts"
# Longer than the mail server may take for every step of one message.
FLIGHT = timedelta(minutes=4)
_ATTEMPT = ("alert", "attempt", "worker", "began_at", "ended_at", "outcome", "code", "answer")
_CLOSING = ("ended_at", "outcome", "code", "answer")
Statement = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Written:
    """An alert as it goes onto the wire: exact bytes, the identifier every copy carries, and whom a digest tells of."""

    alert: Alert
    message_id: str
    wire: bytes
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """A hand-over that the server took, and when."""

    written: Written
    began_at: datetime
    answer: str
    code: int | None
    escalate_at: datetime | None


def take_off(*, accepted: Accepted | None, following: Written | None, owner: str, now: datetime) -> bool:
    """Mark one alert sent and the next in flight. Whether the next may be handed over.

    The next takes off only while `owner` holds it, its reader may know of it, and its deadline stands as it did.
    """
    values = _values(accepted, following, owner, now)
    if not (accepted and accepted.written.members) and not (following and following.members):
        return _move(accepted, following, values)
    with transaction.atomic():
        took_off = _move(accepted, following, values)
        if accepted is not None:
            _members(accepted.written).update(
                state=AlertState.SENT, sent_at=now, answer=values["answer"], escalate_at=accepted.escalate_at
            )
        if following is not None and took_off:
            _members(following).update(message_id=following.message_id)
    return took_off


def open_attempt(alert: Alert, *, owner: str, now: datetime) -> None:
    """Write down that a hand-over of this alert begins."""
    _run(_insert(sent=False, follows=True), _values(None, Written(alert, "", b""), owner, now))


def _move(accepted: Accepted | None, following: Written | None, values: Mapping[str, Any]) -> bool:
    sent, follows = accepted is not None, following is not None
    if connection.vendor == "postgresql":
        moved = {key for (key,) in _run(_move_and_note(sent, follows), values) or ()}
        return following is not None and following.alert.pk in moved
    with transaction.atomic():
        changed = _run(_update(sent, follows), values)
        both = changed in (0, sent + follows)
        took_off = follows and (changed > 0 if both else _is_in_flight(values))
        if sent or took_off:
            _run(_insert(sent=sent, follows=took_off), values)
    return took_off


def _values(accepted: Accepted | None, following: Written | None, owner: str, now: datetime) -> dict[str, Any]:
    """What the statements are given, by name; `done` and `next` are keys of alerts."""
    values: dict[str, Any] = {"owner": owner, "now": now, "flight": now + FLIGHT}
    if accepted is not None:
        alert = accepted.written.alert
        values |= {
            "done": alert.pk,
            "done_attempt": alert.tries + 1,
            "began_at": accepted.began_at,
            "answer": accepted.answer[:1000],
            "code": accepted.code,
            "escalate_at": accepted.escalate_at,
            "late_seconds": alert.late_seconds,
        }
    if following is not None:
        values |= {
            "next": following.alert.pk,
            "next_attempt": following.alert.tries + 1,
            "message_id": following.message_id,
            "wire": following.wire,
        }
    return values


class _Slot(Value):
    """A place in a statement for the value of this name."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


def _slot(name: str, column: str) -> Any:
    field: Any = Alert._meta.get_field(column)
    return _Slot(name, output_field=field)


@cache
def _update(sent: bool, follows: bool) -> Statement:
    """Row `done` becomes sent and row `next` in flight, as far as `owner` holds them and the next is still owed."""
    rows, first, others = Q(pk__in=[]), {}, {}
    if follows:
        key = _slot("next", "id")
        # By its key and not the outer row's: asked once, where PostgreSQL else looks through every alert for each mail.
        owed = Alert.objects.unscoped(reason=WHY).still_owed().filter(pk=key)
        rows |= Q(Exists(owed), pk=key, state=AlertState.LEASED)
        others = {
            "state": AlertState.IN_FLIGHT,
            "lease_owner": _slot("owner", "lease_owner"),
            "lease_until": _slot("flight", "lease_until"),
            "message_id": _slot("message_id", "message_id"),
            "wire": _slot("wire", "wire"),
            "tries": F("tries") + 1,
        }
    if sent:
        rows |= Q(pk=_slot("done", "id"), state=AlertState.IN_FLIGHT)
        first = {
            "state": AlertState.SENT,
            "sent_at": _slot("now", "sent_at"),
            "answer": _slot("answer", "answer"),
            "escalate_at": _slot("escalate_at", "escalate_at"),
            "late_seconds": _slot("late_seconds", "late_seconds"),
            "lease_owner": "",
            "lease_until": None,
            "wire": None,
        }
    held = Alert.objects.unscoped(reason=WHY).filter(rows, lease_owner=_slot("owner", "lease_owner"))
    if sent and follows:  # said once more where an index can answer it
        held = held.filter(pk__in=[_slot("done", "id"), _slot("next", "id")])
    query = held.query.chain(UpdateQuery)
    query.add_update_values(_either(first, others) if first and others else first or others)  # type: ignore[attr-defined]
    sql, values = query.get_compiler(connection=connection).as_sql()
    return sql, tuple(values)


def _either(first: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    """One update in which row `done` takes `first` and the other row takes `others`."""
    columns = {}
    for name in {**first, **others}:
        field: Any = Alert._meta.get_field(name)
        here, there = (_value(values[name], field) if name in values else F(name) for values in (first, others))
        columns[name] = Case(When(pk=_slot("done", "id"), then=here), default=there, output_field=field)
    return columns


def _value(value: Any, field: Any) -> Any:
    return value if hasattr(value, "resolve_expression") else Value(value, output_field=field)


def _attempts(sent: bool, follows: bool) -> list[tuple[Any, ...]]:
    """The attempt that was accepted and the one that begins, as slots and values of the columns of an attempt."""
    closed = (DeliveryOutcome.ACCEPTED, "code", "answer")
    names = [("done", "done_attempt", "owner", "began_at", "now", *closed)] if sent else []
    rows: list[tuple[Any, ...]] = [tuple(names[0])] if names else []
    if follows:
        rows.append(("next", "next_attempt", "owner", "now", None, "", None, ""))
    return [tuple(_place(*pair) for pair in zip(row, _ATTEMPT, strict=True)) for row in rows]


def _place(value: Any, column: str) -> Any:
    field: Any = Delivery._meta.get_field(column)
    given = value is None or value == "" or isinstance(value, DeliveryOutcome)
    return value if given else _Slot(value, output_field=field)


@cache
def _insert(*, sent: bool, follows: bool) -> Statement:
    rows = _attempts(sent, follows)
    places = ", ".join(f"({', '.join(['%s'] * len(_ATTEMPT))})" for _ in rows)
    return f"{_into()} VALUES {places} {_on_conflict()}", tuple(value for row in rows for value in row)


@cache
def _move_and_note(sent: bool, follows: bool) -> Statement:
    """The update, and beside it the attempts: the accepted one in any case, the next only if it took off."""
    update, values = _update(sent, follows)
    typed = "SELECT " + ", ".join(f"%s::{_column(name).db_type(connection)}" for name in _ATTEMPT)
    attempts = [value for row in _attempts(sent, follows) for value in row]
    selects = [typed] if sent else []
    if follows:
        selects.append(f"{typed} WHERE EXISTS (SELECT 1 FROM moved WHERE id = %s)")  # noqa: S608  only names of types
        attempts.append(_slot("next", "id"))
    parts = {"update": update, "note": " ".join((_into(), " UNION ALL ".join(selects), _on_conflict()))}
    sql = "WITH moved AS ({update} RETURNING id), noted AS ({note}) SELECT id FROM moved".format_map(parts)
    return sql, (*values, *attempts)


def _column(name: str) -> Field[Any, Any]:
    field: Any = Delivery._meta.get_field(name)
    return field  # type: ignore[no-any-return]


def _into() -> str:
    columns = ", ".join(f'"{_column(name).column}"' for name in _ATTEMPT)
    return f'INSERT INTO "{Delivery._meta.db_table}" ({columns})'


def _on_conflict() -> str:
    return "ON CONFLICT (alert_id, attempt) DO UPDATE SET " + ", ".join(
        f"{name} = EXCLUDED.{name}" for name in _CLOSING
    )


def _run(statement: Statement, values: Mapping[str, Any]) -> Any:
    """Run it with these values: the rows it answers with, or how many it changed."""
    sql, places = _named(*statement)
    given = {name: _given(values[name], place) if isinstance(place, _Slot) else place for name, place in places.items()}
    with _cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def _given(value: Any, place: _Slot) -> Any:
    """As its column stores it. Whole numbers, texts and nothing go in as they are, and most of a mail is these."""
    return value if type(value) in (int, str, NoneType) else place.output_field.get_db_prep_save(value, connection)


@cache
def _named(sql: str, places: tuple[Any, ...]) -> tuple[str, dict[str, Any]]:
    """The same with each value given once, by name, however often it stands in the statement."""
    names = [place.value if isinstance(place, _Slot) else f"given{number}" for number, place in enumerate(places)]
    called = iter(names)
    return re.sub("%s", lambda _: f"%({next(called)})s", sql), dict(zip(names, places, strict=True))


def _cursor() -> Any:
    """On PostgreSQL one whose statements are planned once for a connection: planning takes longer than the rest."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from psycopg import Cursor  # noqa: PLC0415  only where the database is PostgreSQL

    connection.ensure_connection()
    wrap: Any = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrap(Cursor(connection.connection))


def _is_in_flight(values: Mapping[str, Any]) -> bool:
    held = Alert.objects.unscoped(reason=WHY).filter(pk=values["next"], lease_owner=values["owner"])
    return held.filter(state=AlertState.IN_FLIGHT).exists()


def _members(digest: Written) -> QuerySet[Alert]:
    members = Alert.objects.unscoped(reason=WHY).filter(digested_in=digest.alert, state=AlertState.QUEUED)
    return members.filter(pk__in=digest.members)
