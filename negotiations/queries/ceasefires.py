"""What is coded of a truce, after the ETH/PRIO dataset."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import CeasefireClass, CeasefireExtent, CeasefireSide
from negotiations.queries.bounds import Id, Line, Scheme, Version
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.shapes import Shape


class Ceasefire(Struct):
    """Declared, in effect and ended are three dates; an open-ended truce has no `term_days`. Null means not coded."""

    id: Id
    scheme: Scheme
    side: CeasefireSide
    extent: CeasefireExtent
    ceasefire_class: CeasefireClass
    written: bool | None
    open_ended: bool
    term_days: Annotated[int, Meta(ge=0, le=36_500)] | None
    for_peace_process: bool
    humanitarian: bool
    holiday: bool
    election: bool
    other_purpose: Line
    mediated: bool | None
    implementation_mechanism: bool | None
    enforcement: bool | None
    declared_on: date | None
    effective_on: date | None
    ended_on: date | None
    claim: ClaimRef | None
    version: Version
    recorded_at: datetime


CEASEFIRE = Shape(Ceasefire, models.Ceasefire, refs={"claim": CLAIM_REF})
