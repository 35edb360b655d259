"""Records that others point to by their reference."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from negotiations import models
from negotiations.enums import EventCategory, Precision
from negotiations.queries.bounds import Id, Line, Reason, Reference, Short
from negotiations.queries.shapes import Shape


class ProposalRef(Struct):
    """A proposal, as other records name it."""

    id: Id
    reference: Reference
    title: Line
    short_title: Short


class ConditionRef(Struct):
    """A condition, as other records name it."""

    id: Id
    reference: Reference
    text: Reason


class EventRef(Struct):
    """An event, as other records name it."""

    id: Id
    title: Line
    category: EventCategory
    occurred_on: date | None
    occurred_at: datetime | None
    occurred_precision: Precision


PROPOSAL_REF = Shape(ProposalRef, models.Proposal)
CONDITION_REF = Shape(ConditionRef, models.Condition)
EVENT_REF = Shape(EventRef, models.Event)
