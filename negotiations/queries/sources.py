"""Outlets."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from negotiations import models
from negotiations.enums import Ownership
from negotiations.queries.bounds import Address, Id, Language, Line, Reference, Version
from negotiations.queries.shapes import Shape


class SourceRef(Struct):
    """An outlet, as its articles name it."""

    id: Id
    name: Line
    ownership: Ownership


class Source(Struct):
    """An outlet, ministry or organisation that publishes. Shared by all staff where `negotiation` is null."""

    id: Id
    negotiation: Reference | None
    name: Line
    ownership: Ownership
    language: Language
    url: Address
    version: Version
    recorded_at: datetime


SOURCE_REF = Shape(SourceRef, models.Source)
SOURCE = Shape(Source, models.Source)
