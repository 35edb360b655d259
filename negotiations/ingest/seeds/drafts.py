"""What a file set comes to: drafts in the order in which they can be recorded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Reference:
    """Another draft, by its file set and its key in it: "claims/strike-on-sumy"."""

    file_set: str
    key: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as the file gives it: `on` for month, day and year; `at` (aware) where an hour was given.

    `precision` is one of minute, hour, day, month, year, unknown; `zone` an IANA name.
    """

    on: date | None
    at: datetime | None
    precision: str
    zone: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing to record.

    `file_set` and `key` name it for good; `noun` says which action records it; `values` are that action's
    arguments: text, numbers, flags, days, Moments, References, and lists of these. `fact` is the number that the
    file gives to the fact, if any.
    """

    file_set: str
    key: str
    noun: str
    values: Mapping[str, Any]
    file: str
    line: int
    fact: int | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of what it says; another one under the same key means that the file was rewritten."""
        plain = json.dumps([self.noun, self.values], default=_plain, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FileSet:
    """A folder of seed files: its name and its drafts, each after those that it refers to."""

    name: str
    drafts: tuple[Draft, ...]


def _plain(value: object) -> object:
    if isinstance(value, Reference):
        return {"reference": [value.file_set, value.key]}
    if isinstance(value, Moment):
        return [_plain(value.on), _plain(value.at), value.precision, value.zone]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
