"""A row as plain values, and the hash that ties each Change to the one before it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from negotiations.models.changes import Change

GENESIS = "0" * 64
# What a Change never holds: secrets, what Parley notes by itself, and how pages look to somebody.
_KEPT_OUT = frozenset({"password", "last_login", "secret_hash", "signing_secret", "former_signing_secret", "display"})
# Columns that were added to rows already on record, each with the value that they had until then.
_LATER: dict[str, Any] = {
    "retracted_at": None,
    "merged_into_id": None,
    "unchecked_after_days": 14,
    "capitals": [],
    "lead_days": [],
    "label": "",
}


def snapshot(row: models.Model) -> dict[str, Any]:
    """The row's own columns as JSON values: days and instants in ISO 8601, instants in UTC."""
    derived = getattr(row, "derived_columns", ())
    return {
        field.attname: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname not in _KEPT_OUT and field.attname not in derived and not _never_said(row, field.attname)
    }


def _never_said(row: models.Model, column: str) -> bool:
    """What came later and is as it was taken for before: changes recorded before there was such a thing stay true."""
    return column in _LATER and getattr(row, column) == _LATER[column]


def hash_of(change: Change) -> str:
    """SHA-256 over the previous hash and the canonical JSON of everything else the Change says."""
    said = {
        "sequence": change.sequence,
        "kind": change.kind,
        "noun": change.noun,
        "object_id": change.object_id,
        "reference": change.reference,
        "negotiation_id": change.negotiation_id,
        "before": change.before,
        "after": change.after,
        "reason": change.reason,
        "actor_id": change.actor_id,
        "claim_id": change.claim_id,
        "recorded_at": _plain(change.recorded_at),
        "request_id": change.request_id,
    }
    return hashlib.sha256(change.previous_hash.encode() + canonical(said)).hexdigest()


def beginning(sealed_from: int) -> str:
    """The text over which the head is sealed: from which change on each bears a seal."""
    return f"sealed from {sealed_from}"


def canonical(value: Any) -> bytes:
    """One spelling of a JSON value, whatever engine it was kept in."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, models.Choices):
        return value.value
    return value
