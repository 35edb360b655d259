"""Changes that wait for a second person, and what became of those that were decided."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from negotiations import models
from negotiations.enums import ProposedState, ReviewedMove
from negotiations.queries.bounds import Id, Line, Reason, Reference, Version
from negotiations.queries.cited import PROPOSAL_REF, ProposalRef
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.deadlines import DEADLINE_REF, DeadlineRef
from negotiations.queries.shapes import Shape
from negotiations.queries.users import USER_REF, UserRef


class ProposedChange(Struct):
    """What one person proposed and another has to confirm; `asked_for` is the new status, or the new words."""

    id: Id
    negotiation: Reference
    move: ReviewedMove
    proposal: ProposalRef | None
    deadline: DeadlineRef | None
    asked_for: Line
    reason: Reason
    claim: ClaimRef | None
    state: ProposedState
    recorded_by: UserRef | None
    recorded_at: datetime
    decided_by: UserRef | None
    decided_at: datetime | None
    decision_reason: Reason
    version: Version


PROPOSED_CHANGE = Shape(
    ProposedChange,
    models.ProposedChange,
    refs={
        "proposal": PROPOSAL_REF,
        "deadline": DEADLINE_REF,
        "claim": CLAIM_REF,
        "recorded_by": USER_REF,
        "decided_by": USER_REF,
    },
)
