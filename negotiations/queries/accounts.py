"""What each party says a deal is."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from negotiations import models
from negotiations.enums import AccountAttribute, Precision
from negotiations.queries.bounds import Id, Reason, Reference, Zone
from negotiations.queries.cited import PROPOSAL_REF, ProposalRef
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.parties import PARTY_REF, PartyRef
from negotiations.queries.shapes import Shape


class Account(Struct):
    """One party's account of one attribute; `value_on` is its day where the attribute is a date.

    `replaces` is the id of the account it revises, or takes back when `withdrawn`.
    """

    id: Id
    negotiation: Reference
    proposal: ProposalRef | None
    party: PartyRef | None
    attribute: AccountAttribute
    value: Reason
    value_on: date | None
    withdrawn: bool
    replaces: Id | None
    stated_on: date | None
    stated_at: datetime | None
    stated_precision: Precision
    stated_zone: Zone
    claim: ClaimRef | None
    recorded_at: datetime


ACCOUNT = Shape(
    Account,
    models.Account,
    columns={"replaces": "replaces_id"},
    refs={"proposal": PROPOSAL_REF, "party": PARTY_REF, "claim": CLAIM_REF},
)
