"""Cursors: the place of a row in an order, as text for the next question."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.core.signing import BadSignature, Signer

from negotiations.api.problems import Fault, InvalidParameters
from negotiations.queries.keyset import Key, Place

_signer = Signer(salt="negotiations.api.cursor")


def cursor_at(place: Place, bound_to: str) -> str:
    """A place as opaque text that no other filter or order accepts."""
    values = [value.isoformat() if isinstance(value, date | datetime) else value for value in place.values]
    return _signer.sign_object([_digest(bound_to), place.backwards, values])


def place_at(cursor: str, keys: list[Key], bound_to: str) -> Place | None:
    """The place a cursor stands for; raises InvalidParameters for one that is not ours, or of another list."""
    if not cursor:
        return None
    try:
        digest, backwards, values = _signer.unsign_object(cursor)
    except (BadSignature, ValueError):
        raise _refused("This is no cursor; take one from “next” or “previous” of an answer.") from None
    if digest != _digest(bound_to) or len(values) != len(keys):
        raise _refused("This cursor belongs to another filter or order; start again without it.")
    read = tuple(
        None if value is None else key.column.to_python(value) for key, value in zip(keys, values, strict=True)
    )
    return Place(read, bool(backwards))


def _refused(detail: str) -> InvalidParameters:
    return InvalidParameters([Fault("invalid", detail, parameter="cursor")])


def _digest(bound_to: str) -> str:
    return hashlib.sha256(bound_to.encode()).hexdigest()[:16]
