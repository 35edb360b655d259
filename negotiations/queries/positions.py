"""Where parties, and persons, stand on a proposal or a condition."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from negotiations import models
from negotiations.enums import Precision, Stance
from negotiations.queries.bounds import Id, Reason, Reference, Zone
from negotiations.queries.cited import CONDITION_REF, PROPOSAL_REF, ConditionRef, ProposalRef
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.parties import PARTY_REF, PartyRef
from negotiations.queries.people import PERSON_REF, PersonRef
from negotiations.queries.shapes import Shape


class Position(Struct):
    """A stance on exactly one of proposal and condition.

    `person` speaks for the party, or against its line when `dissent`; `by_proxy` marks what another ascribes to it.
    """

    id: Id
    negotiation: Reference
    proposal: ProposalRef | None
    condition: ConditionRef | None
    party: PartyRef | None
    person: PersonRef | None
    stance: Stance
    dissent: bool
    by_proxy: bool
    note: Reason
    stated_on: date | None
    stated_at: datetime | None
    stated_precision: Precision
    stated_zone: Zone
    claim: ClaimRef | None
    recorded_at: datetime


POSITION = Shape(
    Position,
    models.Position,
    refs={
        "proposal": PROPOSAL_REF,
        "condition": CONDITION_REF,
        "party": PARTY_REF,
        "person": PERSON_REF,
        "claim": CLAIM_REF,
    },
)
