"""Bodies carried out: the rows they name are found in the writer's scope, then the action does the rest."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol, runtime_checkable

from django.db.models import Model, QuerySet
from msgspec import Struct, UnsetType

from negotiations.api.problems import Fault, Path, Refusal, pointer
from negotiations.api.writes.bodies import Field, fields_of, items_of
from negotiations.errors import (
    ActionRefusedError,
    AlreadySaidError,
    DeadlineUnclearError,
    ForbiddenMoveError,
    NotPermittedError,
    StaleVersionError,
)
from negotiations.models import (
    Article,
    Claim,
    Condition,
    Deadline,
    Negotiation,
    Party,
    Person,
    Proposal,
    SavedFilter,
    Source,
    User,
)

ABSENT = "This is not on record, or nothing that you may know of."
# Rows that nothing done in the same request changes under their name.
_STEADY = (Negotiation, Party, Person, Source, Article, Claim, User)
# How a row is found whose key is a word.
_BY_WORD: dict[type[Model], str] = {Party: "iso_alpha3"}
_PARTS_OF_A_MOMENT = ("_on", "_at", "_precision", "_zone")


@runtime_checkable
class Becomes(Protocol):
    """A part of a body that becomes one argument of an action."""

    def become(self, writer: Writer, path: Path, home: Negotiation | None) -> Any: ...


@dataclass(slots=True)
class Writer:
    """Who writes and when; what one request names is looked up once."""

    user: User
    now: datetime
    _found: dict[tuple[type[Model], int | str], Model] = field(default_factory=dict)

    def carry_out(
        self,
        action: Callable[..., Any],
        body: Struct,
        path: Path = (),
        leave: frozenset[str] = frozenset(),
        /,
        **given: Any,
    ) -> Any:
        """Call the action with what the body says; `given` are arguments that do not stand in it, `leave` none of it.

        The negotiation is the one given or named, else that of the first row that belongs to one.
        """
        arguments, home = self.arguments(body, path, given, leave)
        takes = _parameters(action)
        if "negotiation" in takes and home is not None:
            arguments = {"negotiation": home, **arguments}
        return self.call(action, path, fields_of(type(body)), **{**arguments, **given})

    def arguments(
        self, body: Struct, path: Path, given: dict[str, Any], leave: frozenset[str] = frozenset()
    ) -> tuple[dict[str, Any], Negotiation | None]:
        """What the body says as arguments of an action, and the negotiation it belongs to."""
        fields = fields_of(type(body))
        values = {name: getattr(body, name) for name in fields if name not in leave}
        # In UTC, since PostgreSQL takes no offset of 16 hours or more.
        values = {name: each.astimezone(UTC) if isinstance(each, datetime) else each for name, each in values.items()}
        said = {name: value for name, value in values.items() if not isinstance(value, UnsetType)}
        named, faults = self._rows(fields, said, path)
        if faults:
            raise Refusal(422, faults)
        home = home_of({**given, **named})
        arguments: dict[str, Any] = {}
        for name, value in said.items():
            at = (*path, name)
            if value is None:
                arguments[name] = _nothing(name, given)
            else:
                arguments[name] = named[name] if name in named else self._argument(value, at, home)
        return arguments, home

    def call(self, action: Callable[..., Any], path: Path, fields: dict[str, Field], **arguments: Any) -> Any:
        """The action's answer; what it refuses is raised as a Refusal that points into the body."""
        try:
            return action(**arguments, actor=self.user, now=self.now)
        except ActionRefusedError as error:
            raise refusal(error, path, fields) from error

    def look_up(self, bodies: Iterable[Struct]) -> None:
        """Find what all of these name in one statement for each kind of row; what is absent is left for `row`."""
        wanted: dict[tuple[type[Model], str], set[int | str]] = {}
        for model, key in (named for body in bodies for named in _named_in(body)):
            wanted.setdefault((model, _lookup(model, key)), set()).add(key)
        for (model, lookup), keys in wanted.items():
            rows = self._visible(model).filter(**{f"{lookup}__in": keys})
            # Of rows that share a key, the first of their order, as `row` finds it.
            self._found |= {(model, getattr(row, lookup)): row for row in reversed(list(rows))}

    def row(self, model: type[Model], key: int | str) -> Model | None:
        """The row of this key among those the writer may know of."""
        if (model, key) in self._found:
            return self._found[model, key]
        found = self._visible(model).filter(**{_lookup(model, key): key}).first()
        if found is not None and model in _STEADY:
            self._found[model, key] = found
        return found

    def _visible(self, model: type[Model]) -> QuerySet[Any]:
        if model is User:
            return User.objects.filter(is_active=True)
        rows: QuerySet[Any] = model.objects.visible_to(self.user)  # type: ignore[attr-defined]
        if model is SavedFilter:
            return rows.filter(owner=self.user) | rows.filter(shared=True)
        if model in (Proposal, Deadline):
            return rows.select_related("negotiation")
        return rows.select_related("negotiation", "proposal") if model is Condition else rows

    def _rows(self, fields: dict[str, Field], said: dict[str, Any], path: Path) -> tuple[dict[str, Any], list[Fault]]:
        """The rows that the body names, and a fault for each that cannot be found."""
        named: dict[str, Any] = {}
        faults: list[Fault] = []
        for name, value in said.items():
            items = items_of(fields[name]) if isinstance(value, list) else None
            if items is not None and items.row:
                found = [self.row(items.row, key) for key in value]
                named[name] = found
                missing = [place for place, row in enumerate(found) if row is None]
                faults += [Fault("unknown", ABSENT, pointer=pointer((*path, name, place))) for place in missing]
            elif fields[name].row and isinstance(value, int | str):
                named[name] = self.row(fields[name].row, value)
                if named[name] is None:
                    faults.append(Fault("unknown", ABSENT, pointer=pointer((*path, name))))
        return named, faults

    def _argument(self, value: Any, path: Path, home: Negotiation | None) -> Any:
        if isinstance(value, list):
            return [self._argument(each, (*path, place), home) for place, each in enumerate(value)]
        if not isinstance(value, Becomes):
            return value
        try:
            return value.become(self, path, home)
        except ActionRefusedError as error:
            raise refusal(error, path, fields_of(type(value))) from error


def _lookup(model: type[Model], key: int | str) -> str:
    return "pk" if isinstance(key, int) else _BY_WORD.get(model, "reference")


def _named_in(body: Struct) -> Iterator[tuple[type[Model], int | str]]:
    """Every row that a body names, by its model and key; those that bodies inside it name as well."""
    for name, described in fields_of(type(body)).items():
        value = getattr(body, name)
        items = items_of(described) if isinstance(value, list) else None
        for each in value if isinstance(value, list) else [value]:
            named = items.row if items else described.row
            if isinstance(each, Struct):
                yield from _named_in(each)
            elif named and isinstance(each, int | str):
                yield named, each


def home_of(rows: dict[str, Any]) -> Negotiation | None:
    """The negotiation that the rows name or belong to."""
    if isinstance(home := rows.get("negotiation"), Negotiation):
        return home
    belonging = (getattr(row, "negotiation", None) for row in rows.values() if isinstance(row, Model))
    return next((home for home in belonging if isinstance(home, Negotiation)), None)


def _nothing(name: str, given: dict[str, Any]) -> str | None:
    """What null is in the column of the record in the address: codes are empty where there is none."""
    for row in given.values():
        columns = {column.name: column for column in row._meta.concrete_fields} if isinstance(row, Model) else {}
        if name in columns and not columns[name].null:
            return ""
    return None


def refusal(error: ActionRefusedError, path: Path, fields: dict[str, Field]) -> Refusal:
    """What an action refused, as a problem that points to the field of the body."""
    if isinstance(error, NotPermittedError):
        return Refusal(403, [Fault(error.code, error.reason[:500])])
    if isinstance(error, StaleVersionError):
        return Refusal(412, [Fault(error.code, error.reason[:500])])
    reason = error.reason
    if isinstance(error, DeadlineUnclearError):
        labels = [each.label for each in getattr(error.refusal, "readings", ())]
        reason += f" Say in read_as which is meant: {'; '.join(labels)}." if labels else ""
    if isinstance(error, AlreadySaidError):
        reason += f" Send “replaces”: {error.account}, or first POST /api/v1/accounts/{error.account}/withdraw/."
    steps = [] if error.field in ("", "negotiation") and error.field not in fields else [_field(error.field, fields)]
    status = 409 if isinstance(error, ForbiddenMoveError | AlreadySaidError) else 422
    return Refusal(status, [Fault(error.code, reason[:500], pointer=pointer((*path, *steps)))])


def _field(name: str, fields: dict[str, Field]) -> str:
    """The field of the body behind a column: `stated_on` is a part of `stated`."""
    for part in _PARTS_OF_A_MOMENT:
        if name not in fields and name.removesuffix(part) in fields:
            return name.removesuffix(part)
    return name


@cache
def _parameters(action: Callable[..., Any]) -> frozenset[str]:
    return frozenset(inspect.signature(action).parameters)
