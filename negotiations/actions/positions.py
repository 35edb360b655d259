"""Recording where parties and persons stand."""

from __future__ import annotations

from datetime import datetime

from negotiations.actions.permission import require_role, require_within
from negotiations.actions.proposal_standing import refresh_standing
from negotiations.actions.recording import action, add
from negotiations.enums import Stance
from negotiations.errors import InvalidValueError
from negotiations.models import Claim, Condition, Party, Person, Position, Proposal, User
from negotiations.models.bases import columns
from negotiations.rules.moments import WorldMoment


@action
def take_position(
    *,
    party: Party,
    stance: Stance,
    claim: Claim,
    actor: User | None,
    now: datetime,
    proposal: Proposal | None = None,
    condition: Condition | None = None,
    person: Person | None = None,
    dissent: bool = False,
    by_proxy: bool = False,
    note: str = "",
    stated: WorldMoment | None = None,
) -> Position:
    """Record a stance on a proposal or on a condition; the earlier ones stay.

    `person` speaks for the party, or with `dissent` against its line. `by_proxy` marks a stance that somebody else
    ascribes to the party.
    """
    subject = proposal or condition
    if subject is None or (proposal is not None and condition is not None):
        raise InvalidValueError("Name either a proposal or a condition.", field="proposal")
    require_role(actor, subject.negotiation)
    require_within(subject.negotiation, claim=claim, party=party, person=person)
    if dissent and person is None:
        raise InvalidValueError("Name the person who speaks against their party's line.", field="person")
    position = Position(
        negotiation=subject.negotiation,
        proposal=proposal,
        condition=condition,
        party=party,
        person=person,
        stance=stance,
        dissent=dissent,
        by_proxy=by_proxy,
        note=note,
        claim=claim,
        **columns("stated", stated or claim.stated),
    )
    add(position, kind="position.taken", actor=actor, now=now, claim=claim)
    refresh_standing(condition.proposal if condition else subject, now=now)  # type: ignore[arg-type]
    return position
