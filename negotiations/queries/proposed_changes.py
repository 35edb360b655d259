"""Changes that wait for a second person, and what became of those that were decided."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from msgspec import Struct

from negotiations import models
from negotiations.enums import MemberRole, ProposedState, ReviewedMove
from negotiations.queries.bounds import Id, Line, Reason, Reference, Version
from negotiations.queries.cited import PROPOSAL_REF, ProposalRef
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.deadlines import DEADLINE_REF, DeadlineRef
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader, Shape
from negotiations.queries.users import USER_REF, UserRef

AT_MOST = 50


class ProposedChange(Struct):
    """What one person proposed and another has to confirm.

    `asked_for` is the new status, or the new words and the day they come to; with the title of what is new.
    """

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


def waiting_for(reader: Reader) -> list[ProposedChange]:
    """What this person may confirm or decline, oldest first: proposed by others, where they may write."""
    writing = models.Membership.objects.unscoped(reason="roles decide who confirms").held_by(reader.user)
    homes = Q(negotiation__in=writing.exclude(role=MemberRole.READER).values("negotiation"))
    if reader.user.is_staff:
        homes |= Q(negotiation__restricted=False)
    rows = models.ProposedChange.objects.visible_to(reader.user).waiting().filter(homes)
    return read(rows.exclude(recorded_by=reader.user).order_by("pk")[:AT_MOST], PROPOSED_CHANGE, reader)
