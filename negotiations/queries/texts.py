"""The texts of proposals, version by version."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from negotiations import models
from negotiations.models.fields import KEPT_TEXT
from negotiations.queries.bounds import Id, Language, Line, Reference
from negotiations.queries.cited import PROPOSAL_REF, ProposalRef
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.parties import PARTY_REF, PartyRef
from negotiations.queries.shapes import Shape


class Text(Struct):
    """One version of a text of a proposal; `edition` is what people call it, `held_by` who is known to have it.

    `replaces` is the id of the version before it; `content_hash` is the SHA-256 of the copy kept of it, empty for none.
    """

    id: Id
    negotiation: Reference
    proposal: ProposalRef | None
    name: Line
    language: Language
    edition: Annotated[str, Meta(max_length=80)]
    held_by: PartyRef | None
    replaces: Id | None
    content_hash: Annotated[str, Meta(max_length=64)]
    claim: ClaimRef | None
    recorded_at: datetime


class TextDetail(Text):
    """A version of a text, with the copy kept of it."""

    text: Annotated[str, Meta(max_length=KEPT_TEXT)]


_REFS: dict[str, Shape[Any]] = {"proposal": PROPOSAL_REF, "held_by": PARTY_REF, "claim": CLAIM_REF}
TEXT = Shape(Text, models.ProposalText, columns={"replaces": "replaces_id"}, refs=_REFS)
TEXT_DETAIL = Shape(TextDetail, models.ProposalText, columns={"replaces": "replaces_id"}, refs=_REFS)
