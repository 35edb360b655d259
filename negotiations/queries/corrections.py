"""Corrections: every later judgement on a claim, with its date and reason; nothing of what it corrects is erased."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from negotiations import models
from negotiations.enums import ClaimStanding
from negotiations.queries.bounds import Id, Reason, Reference
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.shapes import Shape


class Correction(Struct):
    """A claim judged anew: disputed, withdrawn, corrected by another, or supported after all."""

    id: Id
    negotiation: Reference
    standing: ClaimStanding
    reason: Reason
    claim: ClaimRef | None
    corrected_by: ClaimRef | None
    recorded_at: datetime


CORRECTION = Shape(
    Correction,
    models.ClaimMark,
    refs={"claim": CLAIM_REF, "corrected_by": CLAIM_REF},
    order=("-recorded_at", "-pk"),
)
