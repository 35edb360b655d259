"""Recording the texts of a proposal."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from negotiations.actions.permission import require_role, require_within
from negotiations.actions.recording import action, add
from negotiations.errors import InvalidValueError
from negotiations.models import Claim, Party, Proposal, ProposalText, User

WHY = "whether a text has a newer version already"


@action
def record_text(
    *,
    proposal: Proposal,
    name: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
    language: str = "",
    edition: str = "",
    held_by: Party | None = None,
    text: str = "",
    replaces: ProposalText | None = None,
    reason: str = "",
) -> ProposalText:
    """Record one version of a text of a proposal; `replaces` is the version of the same text before it.

    `text` is kept as it is given; it may be empty, where only its existence is known.
    """
    require_role(actor, proposal.negotiation)
    require_within(proposal.negotiation, claim=claim, held_by=held_by)
    if replaces is not None:
        _require_newest(replaces, proposal)
    row = ProposalText(
        negotiation=proposal.negotiation,
        proposal=proposal,
        name=name,
        language=language,
        edition=edition,
        held_by=held_by,
        text=text,
        content_hash=sha256(text.encode()).hexdigest() if text else "",
        replaces=replaces,
        claim=claim,
    )
    kind = "proposaltext.replaced" if replaces else "proposaltext.recorded"
    return add(row, kind=kind, actor=actor, now=now, claim=claim, reason=reason)


def _require_newest(earlier: ProposalText, proposal: Proposal) -> None:
    if earlier.proposal_id != proposal.pk:
        raise InvalidValueError(
            "A text takes the place of one of the same proposal; choose that one.", field="replaces"
        )
    if ProposalText.objects.unscoped(reason=WHY).filter(replaces=earlier, retracted_at=None).exists():
        raise InvalidValueError("This text has a newer version already; name that one.", field="replaces")
