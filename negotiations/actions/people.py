"""Putting persons and their offices on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from negotiations.actions.names import refresh_search
from negotiations.actions.permission import require_role, require_within
from negotiations.actions.recording import action, add, amend, revise
from negotiations.enums import NameKind
from negotiations.models import Negotiation, Party, Person, PersonName, Role, User
from negotiations.rules.folding import folded


@action
def register_person(
    *,
    name: str,
    actor: User | None,
    now: datetime,
    wikidata_id: str = "",
    negotiation: Negotiation | None = None,
    names: Sequence[tuple[str, str, NameKind]] = (),
) -> Person:
    """Record a person and their other spellings, each as (name, language tag, why they have it)."""
    require_role(actor, negotiation)
    person = Person(
        negotiation=negotiation,
        name=name,
        wikidata_id=wikidata_id,
        search_text=folded(name, *(other for other, _, _ in names)),
    )
    add(person, kind="person.registered", actor=actor, now=now)
    for other, language, kind in names:
        add(PersonName(person=person, name=other, language=language, kind=kind), actor=actor, now=now)
    return person


@action
def hold_role(
    *,
    person: Person,
    party: Party,
    title: str,
    actor: User | None,
    now: datetime,
    since_on: date | None = None,
    until_on: date | None = None,
) -> Role:
    """Record the office a person holds for a party, for a time."""
    home = person.negotiation or party.negotiation
    require_role(actor, home)
    require_within(home, person=person, party=party)
    role = Role(person=person, party=party, title=title, since_on=since_on, until_on=until_on)
    return add(role, actor=actor, now=now)


@action
def revise_person(
    *, person: Person, actor: User | None, now: datetime, reason: str, version: int | None = None, **changes: Any
) -> Person:
    """Change how a person is named or identified."""
    require_role(actor, person.negotiation)
    allowed = frozenset({"name", "wikidata_id"})
    revise(person, columns=allowed, changes=changes, actor=actor, now=now, reason=reason, version=version)
    refresh_search(person)
    return person


@action
def name_person(
    *,
    person: Person,
    name: str,
    language: str,
    actor: User | None,
    now: datetime,
    kind: NameKind = NameKind.TRANSLITERATION,
) -> PersonName:
    """Record one more spelling of a person's name, in its language (BCP 47 tag)."""
    require_role(actor, person.negotiation)
    added = add(PersonName(person=person, name=name, language=language, kind=kind), actor=actor, now=now)
    refresh_search(person)
    return added


@action
def leave_role(*, role: Role, until_on: date, actor: User | None, now: datetime) -> Role:
    """Record the last day on which a person held an office; the row stays."""
    require_role(actor, role.person.negotiation or role.party.negotiation)
    return amend(role, kind="role.ended", actor=actor, now=now, until_on=until_on)
