"""Named persons and the offices they hold."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F
from msgspec import Struct

from negotiations import models
from negotiations.enums import NameKind
from negotiations.queries.bounds import Id, Language, Line, Reference, Version, Wikidata
from negotiations.queries.parties import PARTY_REF, PartyRef
from negotiations.queries.shapes import Children, Shape


class PersonRef(Struct):
    """A person, as other records name them."""

    id: Id
    name: Line


class PersonName(Struct):
    """One more spelling of a name; `language` is a BCP 47 tag."""

    id: Id
    name: Line
    language: Language
    kind: NameKind


class Role(Struct):
    """An office held for a party, from and until a day."""

    id: Id
    party: PartyRef | None
    title: Line
    since_on: date | None
    until_on: date | None


class Person(Struct):
    """A named person. Shared by all staff where `negotiation` is null."""

    id: Id
    negotiation: Reference | None
    name: Line
    wikidata_id: Wikidata
    version: Version
    recorded_at: datetime
    names: list[PersonName]
    roles: list[Role]


PERSON_REF = Shape(PersonRef, models.Person)
PERSON_NAME = Shape(PersonName, models.PersonName, order=("language", "name"))
ROLE = Shape(
    Role,
    models.Role,
    refs={"party": PARTY_REF},
    links=("party",),
    order=(F("since_on").asc(nulls_first=True), "pk"),
)
PERSON = Shape(
    Person,
    models.Person,
    children={"names": Children(PERSON_NAME, "person_id"), "roles": Children(ROLE, "person_id")},
)
