"""Recording what happened; deadlines counted from an event follow it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from negotiations.actions.deadline_counting import recount_deadlines
from negotiations.actions.permission import require_role, require_within
from negotiations.actions.proposal_standing import refresh_standing
from negotiations.actions.recording import action, add, amend, revise
from negotiations.codelists import EVENT_SCHEME, event_contexts, modes_of
from negotiations.enums import EventCategory, EventMode, EventRole, TreatyAct, Verification
from negotiations.errors import InvalidValueError
from negotiations.models import Claim, Event, EventPart, EventProposal, Negotiation, Party, Person, Proposal, User
from negotiations.models.bases import columns
from negotiations.rules.moments import WorldMoment

_REVISABLE = frozenset(
    {
        "title",
        "summary",
        "place",
        "ordinal",
        "ordinal_note",
        "killed",
        "killed_children",
        "injured",
        "injured_at_least",
        "verification",
    }
)


@action
def record_event(
    *,
    negotiation: Negotiation,
    title: str,
    category: EventCategory,
    occurred: WorldMoment,
    claim: Claim,
    actor: User | None,
    now: datetime,
    mode: EventMode | None = None,
    summary: str = "",
    contexts: Sequence[str] = (),
    treaty_act: TreatyAct | None = None,
    expected: bool = False,
    place: str = "",
    ordinal: int | None = None,
    ordinal_note: str = "",
    killed: int | None = None,
    killed_children: int | None = None,
    injured: int | None = None,
    injured_at_least: bool = False,
    verification: Verification = Verification.UNVERIFIED,
    parts: Sequence[tuple[Party | Person, EventRole]] = (),
    proposals: Sequence[Proposal] = (),
) -> Event:
    """Record a happening with those who took part and the offers it bears on.

    With a `treaty_act` it becomes something deadlines are counted from: those that waited for it get their date.
    """
    require_role(actor, negotiation)
    require_within(negotiation, claim=claim)
    _require_listed(category, mode, contexts)
    event = Event(
        negotiation=negotiation,
        title=title,
        summary=summary,
        category=category,
        mode=mode or "",
        scheme=EVENT_SCHEME,
        contexts=list(contexts),
        treaty_act=treaty_act or "",
        expected=expected,
        place=place,
        ordinal=ordinal,
        ordinal_note=ordinal_note,
        killed=killed,
        killed_children=killed_children,
        injured=injured,
        injured_at_least=injured_at_least,
        verification=verification,
        claim=claim,
        **columns("occurred", occurred),
    )
    add(event, actor=actor, now=now, claim=claim)
    for who, role in parts:
        require_within(negotiation, parts=who)
        side = {"person": who} if isinstance(who, Person) else {"party": who}
        part = EventPart(negotiation=negotiation, event=event, role=role, **side)
        add(part, actor=actor, now=now, claim=claim)
    for proposal in proposals:
        require_within(negotiation, proposals=proposal)
        link = EventProposal(negotiation=negotiation, event=event, proposal=proposal)
        add(link, actor=actor, now=now, claim=claim)
        refresh_standing(proposal, now=now)
    recount_deadlines(event=event, claim=claim, actor=actor, now=now)
    return event


@action
def correct_event(
    *,
    event: Event,
    occurred: WorldMoment,
    reason: str,
    claim: Claim,
    actor: User | None,
    now: datetime,
    version: int | None = None,
) -> Event:
    """Correct when an event happened; every deadline counted from it moves with it, as a dated row of its own."""
    require_role(actor, event.negotiation)
    require_within(event.negotiation, claim=claim)
    amend(
        event,
        kind="event.corrected",
        actor=actor,
        now=now,
        claim=claim,
        reason=reason,
        version=version,
        expected=False,
        **columns("occurred", occurred),
    )
    recount_deadlines(event=event, claim=claim, actor=actor, now=now)
    return event


@action
def revise_event(
    *, event: Event, actor: User | None, now: datetime, reason: str, version: int | None = None, **changes: Any
) -> Event:
    """Change how an event is described or verified; when it happened is put right by `correct_event`."""
    require_role(actor, event.negotiation)
    return revise(event, columns=_REVISABLE, changes=changes, actor=actor, now=now, reason=reason, version=version)


def _require_listed(category: EventCategory, mode: EventMode | None, contexts: Sequence[str]) -> None:
    if mode and mode not in modes_of(category):
        fitting = ", ".join(modes_of(category)) or "none"
        raise InvalidValueError(f"{category} takes no mode “{mode}”; fitting: {fitting}.", field="mode")
    unknown = [context for context in contexts if context not in event_contexts()]
    if unknown:
        raise InvalidValueError(
            f"“{unknown[0][:40]}” is no PLOVER context; choose from {', '.join(event_contexts())}.", field="contexts"
        )
