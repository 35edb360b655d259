"""How every action writes: one transaction, one Change row for each row written, in one chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F

from config.request_id import request_id
from config.seals import seal
from negotiations.actions.gathering import gathering
from negotiations.errors import InvalidValueError, StaleVersionError
from negotiations.models import ChainHead, Change, Claim, Negotiation, ReferenceCounter, User
from negotiations.models.bases import Searched
from negotiations.models.snapshots import GENESIS, beginning, hash_of, snapshot
from negotiations.rules.folding import folded

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run in one transaction that holds the head of the chain from its start.

    The head is taken before any other row, so that two actions can never wait for each other.
    """

    @wraps(function)
    def within(*args: P.args, **kwargs: P.kwargs) -> R:
        if gathering():
            return function(*args, **kwargs)
        with transaction.atomic():
            hold_chain()
            return function(*args, **kwargs)

    return within


def add(
    row: M,
    *,
    actor: User | None,
    now: datetime,
    claim: Claim | None = None,
    reason: str = "",
    kind: str = "",
) -> M:
    """Check and insert a new row, and record it as `kind` (by default "<noun>.recorded")."""
    if hasattr(row, "recorded_at"):
        row.recorded_at = now
        row.recorded_by = actor  # type: ignore[attr-defined]
    _check(row)
    _write(row)
    _append(row, None, kind=kind or f"{_noun(row)}.recorded", actor=actor, now=now, claim=claim, reason=reason)
    return row


def amend(
    row: M,
    *,
    kind: str,
    actor: User | None,
    now: datetime,
    claim: Claim | None = None,
    reason: str = "",
    version: int | None = None,
    **values: Any,
) -> M:
    """Change named columns of a row and record them as `kind`; a row that would stay the same is left alone."""
    return amend_columns(row, values, kind=kind, actor=actor, now=now, claim=claim, reason=reason, version=version)


def amend_columns(
    row: M,
    values: Mapping[str, Any],
    *,
    kind: str,
    actor: User | None,
    now: datetime,
    claim: Claim | None = None,
    reason: str = "",
    version: int | None = None,
) -> M:
    """As `amend`, also where a column has the name of one of its arguments.

    `version` is the one the caller read: another one in the database raises StaleVersionError and nothing is
    written. The columns are read again inside the transaction, so the recorded `before` is what was replaced.
    """
    current = _fresh(row)
    if version is not None and getattr(current, "version", version) != version:
        raise _stale(row, current)
    before = snapshot(current)
    for name, value in values.items():
        setattr(current, name, value)
    if snapshot(current) == before:
        return row
    fields = list(values)
    if hasattr(current, "version"):
        current.version += 1
        fields.append("version")
    _check(current)
    _write(current, update_fields=fields)
    _append(current, before, kind=kind, actor=actor, now=now, claim=claim, reason=reason)
    for name in fields:
        setattr(row, name, getattr(current, name))
    return row


def require_version(row: models.Model, version: int | None) -> None:
    """Refuse with StaleVersionError where the row is no longer the version the caller read; None asks for nothing."""
    current = _fresh(row)
    if version is not None and getattr(current, "version", version) != version:
        raise _stale(row, current)


def revise(
    row: M,
    *,
    columns: frozenset[str],
    changes: Mapping[str, Any],
    actor: User | None,
    now: datetime,
    reason: str,
    version: int | None = None,
) -> M:
    """Amend how a row is described: only `columns` may be named, and a reason is kept as "<noun>.revised"."""
    refused = sorted(set(changes) - columns)
    if refused:
        allowed = ", ".join(sorted(columns))
        name = refused[0][:60]
        raise InvalidValueError(f"{name} cannot be revised here; what can: {allowed}.", field=name)
    if not reason.strip():
        raise InvalidValueError("Say in one line why this is changing.", field="reason")
    kind = f"{_noun(row)}.revised"
    return amend_columns(row, changes, kind=kind, actor=actor, now=now, reason=reason, version=version)


def remove(row: models.Model, *, kind: str, actor: User | None, now: datetime, reason: str = "") -> None:
    """Delete a row that is no fact (a membership, say); its last columns stay in the Change row."""
    current = _fresh(row)
    _append(current, snapshot(current), kind=kind, actor=actor, now=now, reason=reason, gone=True)
    current.delete()


def next_reference(prefix: str) -> str:
    """The next number of its kind ("P-7"); a number once given is never given again."""
    if gathered := gathering():
        return f"{prefix}-{gathered.next_number(prefix)}"
    ReferenceCounter.objects.get_or_create(prefix=prefix)
    ReferenceCounter.objects.filter(prefix=prefix).update(last=F("last") + 1)
    return f"{prefix}-{ReferenceCounter.objects.get(prefix=prefix).last}"


def _append(
    row: models.Model,
    before: dict[str, Any] | None,
    *,
    kind: str,
    actor: User | None,
    now: datetime,
    claim: Claim | None = None,
    reason: str = "",
    gone: bool = False,
) -> Change:
    head = hold_chain()
    change = Change(
        sequence=head.sequence + 1,
        kind=kind,
        noun=_noun(row),
        object_id=row.pk,
        reference=getattr(row, "reference", ""),
        negotiation_id=_home(row),
        before=before,
        after=None if gone else snapshot(row),
        reason=reason,
        actor=actor,
        claim=claim,
        recorded_at=now,
        request_id=request_id.get()[:64],
        previous_hash=head.hash,
    )
    change.hash = hash_of(change)
    change.seal = seal(change.hash)
    _check(change)
    if gathered := gathering():
        gathered.append(change)
        return change
    change.save(force_insert=True)
    head.sequence, head.hash = change.sequence, change.hash
    head.save(update_fields=["sequence", "hash"])
    return change


def hold_chain() -> ChainHead:
    """The head of the chain, locked until the transaction ends."""
    if gathered := gathering():
        return gathered.head
    first = {"sequence": 0, "hash": GENESIS, "sealed_from": 1, "seal": seal(beginning(1))}
    return ChainHead.objects.select_for_update().get_or_create(pk=1, defaults=first)[0]


def _home(row: models.Model) -> int | None:
    """The negotiation whose members may know of the row, by the path its scope follows; None for shared rows."""
    if isinstance(row, Negotiation):
        return row.pk
    *path, last = getattr(row, "scope_field", "negotiation").split("__")
    for step in path:
        row = getattr(row, step)
    home: int | None = getattr(row, f"{last}_id", None)
    return home


def _noun(row: models.Model) -> str:
    return str(row._meta.model_name)


def _fresh(row: M) -> M:
    manager = type(row)._base_manager  # the row itself was read in scope; this reads its newest columns
    # Its key stays as it is. A tick that is about to insert an alert of it must not wait for this action, which may
    # in turn wait for what the tick holds.
    return manager.select_for_update(no_key=True).get(pk=row.pk)


def _stale(row: models.Model, current: models.Model) -> StaleVersionError:
    found = getattr(current, "version", 0)
    return StaleVersionError(
        f"{row} was changed by somebody else (it is now version {found}); read it again and repeat the change.",
        current=found,
    )


def _check(row: models.Model) -> None:
    """Hold every column to its own bounds before the database does, so that the refusal names the field.

    A row that is pointed to was read before, in scope: it is not looked up once more for each that points to it.
    """
    tied = {field.name for field in row._meta.concrete_fields if field.is_relation and getattr(row, field.attname)}
    try:
        row.clean_fields(exclude=tied)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise InvalidValueError(f"{field}: {messages[0]}"[:500], field=field) from error


def _write(row: models.Model, *, update_fields: list[str] | None = None) -> None:
    if isinstance(row, Searched):
        row.search_text = folded(*row.searched())
        update_fields = update_fields and [*update_fields, "search_text"]
    if update_fields is None and (gathered := gathering()):
        gathered.add(row)
        return
    try:
        with transaction.atomic():
            row.save(force_insert=update_fields is None, update_fields=update_fields)
    except IntegrityError as error:
        raise InvalidValueError(
            f"The record refuses this {row._meta.verbose_name}: {_broken_rule(error)}. Check it against what is "
            "already on record.",
        ) from error


def _broken_rule(error: IntegrityError) -> str:
    """The constraint that was broken, in the words of its name."""
    diagnosis = getattr(getattr(error, "__cause__", None), "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or str(error).rpartition(":")[2].strip()
    return str(name).replace("_", " ")
