"""Putting actors on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from negotiations.actions.names import refresh_search
from negotiations.actions.permission import require_role, require_within
from negotiations.actions.recording import action, add, amend, revise
from negotiations.enums import ActorType, NameKind
from negotiations.models import Negotiation, Party, PartyMembership, PartyName, User
from negotiations.rules.folding import folded

_REVISABLE = frozenset(
    {
        "name",
        "actor_type",
        "iso_alpha3",
        "gleditsch_ward",
        "ucdp_id",
        "wikidata_id",
        "contested",
        "neutral_note",
        "display_order",
    }
)


@action
def register_party(
    *,
    name: str,
    actor_type: ActorType,
    actor: User | None,
    now: datetime,
    iso_alpha3: str = "",
    gleditsch_ward: int | None = None,
    ucdp_id: int | None = None,
    wikidata_id: str = "",
    contested: bool = False,
    neutral_note: str = "",
    display_order: int = 0,
    negotiation: Negotiation | None = None,
    names: Sequence[tuple[str, str, NameKind]] = (),
) -> Party:
    """Record an actor and its other names, each as (name, language tag, why it has it)."""
    require_role(actor, negotiation)
    party = Party(
        negotiation=negotiation,
        name=name,
        actor_type=actor_type,
        iso_alpha3=iso_alpha3,
        gleditsch_ward=gleditsch_ward,
        ucdp_id=ucdp_id,
        wikidata_id=wikidata_id,
        contested=contested,
        neutral_note=neutral_note,
        display_order=display_order,
        search_text=folded(name, iso_alpha3, *(other for other, _, _ in names)),
    )
    add(party, kind="party.registered", actor=actor, now=now)
    for other, language, kind in names:
        add(PartyName(party=party, name=other, language=language, kind=kind), actor=actor, now=now)
    return party


@action
def join_group(
    *,
    party: Party,
    group: Party,
    actor: User | None,
    now: datetime,
    since_on: date | None = None,
    until_on: date | None = None,
) -> PartyMembership:
    """Record that an actor belongs to a coalition or organisation, for a time."""
    home = party.negotiation or group.negotiation
    require_role(actor, home)
    require_within(home, party=party, group=group)
    membership = PartyMembership(party=party, group=group, since_on=since_on, until_on=until_on)
    return add(membership, actor=actor, now=now)


@action
def revise_party(
    *, party: Party, actor: User | None, now: datetime, reason: str, version: int | None = None, **changes: Any
) -> Party:
    """Change how an actor is named, coded or ordered."""
    require_role(actor, party.negotiation)
    revise(party, columns=_REVISABLE, changes=changes, actor=actor, now=now, reason=reason, version=version)
    refresh_search(party)
    return party


@action
def name_party(
    *,
    party: Party,
    name: str,
    language: str,
    actor: User | None,
    now: datetime,
    kind: NameKind = NameKind.ALTERNATIVE,
) -> PartyName:
    """Record one more name of an actor, in its language (BCP 47 tag)."""
    require_role(actor, party.negotiation)
    added = add(PartyName(party=party, name=name, language=language, kind=kind), actor=actor, now=now)
    refresh_search(party)
    return added


@action
def leave_group(*, membership: PartyMembership, until_on: date, actor: User | None, now: datetime) -> PartyMembership:
    """Record the last day on which an actor belonged to a group; the row stays."""
    require_role(actor, membership.party.negotiation or membership.group.negotiation)
    return amend(membership, kind="partymembership.ended", actor=actor, now=now, until_on=until_on)
