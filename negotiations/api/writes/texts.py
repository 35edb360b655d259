"""The texts of proposals, as they are sent in."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from negotiations.actions.texts import record_text
from negotiations.api.writes.bounds import Edition, KeptText, Language, Name, PartyKey, ProposalKey, TextKey
from negotiations.api.writes.evidence import OnClaim
from negotiations.api.writes.operations import Operation
from negotiations.api.writes.variants import without
from negotiations.queries.texts import TEXT_DETAIL


class NewText(Struct, forbid_unknown_fields=True, kw_only=True):
    """One version of a text of a proposal; `replaces` is the version before it."""

    proposal: ProposalKey
    name: Name
    claim: OnClaim
    language: Language | UnsetType = UNSET
    edition: Edition | UnsetType = UNSET
    held_by: PartyKey | UnsetType = UNSET
    text: KeptText | UnsetType = UNSET
    replaces: TextKey | UnsetType = UNSET


TextOfProposal = without(NewText, "proposal", called="TextOfProposal", words="One version of a text of this proposal.")

RECORD_TEXT = Operation(
    summary="Record a text of a proposal.", does=record_text, body=NewText, shows=TEXT_DETAIL, made="text"
)
TEXT_OF_PROPOSAL = Operation(
    summary="Record a text of this proposal.",
    does=record_text,
    body=TextOfProposal,
    of="proposal",
    shows=TEXT_DETAIL,
    made="text",
)
