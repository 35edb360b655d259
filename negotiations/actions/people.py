"""Putting persons and their offices on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from negotiations.actions.permission import require_role, require_within
from negotiations.actions.recording import action, add
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
