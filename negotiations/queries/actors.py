"""A party or a person as one page: where they stand, what they said and in which office, whom they met."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from msgspec import Struct
from msgspec.structs import replace

from negotiations import models
from negotiations.enums import EventCategory
from negotiations.models.known_values import known_value
from negotiations.queries.bounds import Id, Line
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.events import EVENT, Event
from negotiations.queries.known_proposals import known_proposals, names
from negotiations.queries.parties import PARTY, Party
from negotiations.queries.people import PERSON, PERSON_REF, Person, PersonRef, Role
from negotiations.queries.positions import POSITION, Position
from negotiations.queries.reading import read
from negotiations.queries.shapes import NEWEST_FIRST, Reader, Shape, stood, tied

POSITIONS, STATEMENTS, MEETINGS, OFFICES = 500, 30, 30, 200


class Office(Struct):
    """Who holds or held an office for a party."""

    id: Id
    person: PersonRef | None
    title: Line
    since_on: date | None
    until_on: date | None


class Said(Struct):
    """A statement, and the office that its speaker held on that day ("" where none is on record)."""

    claim: ClaimRef
    office: str


class Stand(Struct):
    """A proposal, the parts taken in it (codes), and the newest position on each of its matters, newest first.

    `earlier` counts the positions that these replaced.
    """

    reference: str
    name: str
    status: str
    parts: list[str]
    positions: list[Position]
    earlier: int


class Actor(Struct):
    """`statements_count` counts all of which `statements` are the newest; so with meetings."""

    stands: list[Stand]
    statements: list[Said]
    statements_count: int
    meetings: list[Event]
    meetings_count: int


class PartyPage(Struct):
    """A party, those who hold or held an office for it, and what it did."""

    party: Party
    offices: list[Office]
    actor: Actor


class PersonPage(Struct):
    """A person and what they did."""

    person: Person
    actor: Actor


OFFICE = Shape(
    Office,
    models.Role,
    refs={"person": PERSON_REF},
    order=(F("until_on").desc(nulls_first=True), F("since_on").desc(nulls_last=True), "pk"),
)


def party_page(pk: int, reader: Reader) -> PartyPage | None:
    """A constant number of statements; None where this reader knows of no such party on that day."""
    known = PARTY.standing(models.Party.objects.visible_to(reader.user).filter(pk=pk), reader.then)
    found = read(known, PARTY, reader)
    if not found:
        return None
    held = stood(tied(models.Role.objects.visible_to(reader.user), reader.then, party=pk), reader.then)
    offices = read(held.order_by(*OFFICE.order)[:OFFICES], OFFICE, reader)
    on_that_day = (
        tied(models.Role.objects.visible_to(reader.user), reader.then, party=pk, person=OuterRef("speaker"))
        .filter(Q(since_on=None) | Q(since_on__lte=OuterRef("stated_on")))
        .filter(Q(until_on=None) | Q(until_on__gte=OuterRef("stated_on")))
    )
    known_at = reader.then.known_at if reader.then else None
    by = {name: known_value(models.Claim, f"asserted_by_{name}", known_at) for name in ("party", "person")}
    claims: Any = _claims(reader).annotate(by_party=by["party"], speaker=by["person"])
    said = claims.filter(Q(by_party=pk) | Q(Exists(on_that_day)))
    return PartyPage(found[0], offices, _actor({"party": pk}, said, reader))


def person_page(pk: int, reader: Reader) -> PersonPage | None:
    """A constant number of statements; None where this reader knows of no such person on that day."""
    known = PERSON.standing(models.Person.objects.visible_to(reader.user).filter(pk=pk), reader.then)
    found = read(known, PERSON, reader)
    if not found:
        return None
    said = tied(_claims(reader), reader.then, asserted_by_person=pk)
    return PersonPage(found[0], _actor({"person": pk}, said, reader))


def office_on(roles: list[Role], day: date | None) -> str:
    """The offices held on a day, in the order given; "" on a day that is not known."""
    if day is None:
        return ""
    held = [role for role in roles if (role.since_on or day) <= day <= (role.until_on or day)]
    return ", ".join(role.title for role in held)


def _claims(reader: Reader) -> QuerySet[models.Claim]:
    return CLAIM_REF.standing(models.Claim.objects.visible_to(reader.user), reader.then)


def _actor(who: dict[str, int], claims: QuerySet[models.Claim], reader: Reader) -> Actor:
    parts = tied(models.EventPart.objects.visible_to(reader.user), reader.then, **who)
    met = EVENT.standing(
        models.Event.objects.visible_to(reader.user).filter(
            category=EventCategory.CONSULT, pk__in=parts.order_by().values("event")
        ),
        reader.then,
    )
    newest = met.order_by(F("occurred_at").desc(nulls_last=True), "-pk")[:MEETINGS]
    return Actor(
        _stands(who, reader),
        _statements(claims.order_by(*NEWEST_FIRST)[:STATEMENTS], reader),
        claims.count(),
        [_with_others(event, **who) for event in read(newest, EVENT, reader)],
        met.count(),
    )


def _with_others(event: Event, party: int | None = None, person: int | None = None) -> Event:
    """The event without the part of the one whose page it is on; a part is a party's or a person's."""
    own = (party, person)
    parts = [part for part in event.parts if (part.party and part.party.id, part.person and part.person.id) != own]
    return replace(event, parts=parts)


def _statements(rows: QuerySet[models.Claim], reader: Reader) -> list[Said]:
    claims = read(rows, CLAIM_REF, reader)
    speakers = {claim.asserted_by_person.id for claim in claims if claim.asserted_by_person}
    people = PERSON.standing(models.Person.objects.visible_to(reader.user).filter(pk__in=speakers), reader.then)
    roles = {person.id: person.roles for person in read(people, PERSON, reader)}
    offices = [roles.get(claim.asserted_by_person.id, []) if claim.asserted_by_person else [] for claim in claims]
    return [Said(claim, office_on(held, claim.stated_on)) for claim, held in zip(claims, offices, strict=True)]


def _stands(who: dict[str, int], reader: Reader) -> list[Stand]:
    taken = POSITION.standing(tied(models.Position.objects.visible_to(reader.user), reader.then, **who), reader.then)
    positions = read(taken.order_by(*NEWEST_FIRST)[:POSITIONS], POSITION, reader)
    on = [position.condition.id for position in positions if position.condition]
    conditions = models.Condition.objects.visible_to(reader.user).filter(pk__in=on)
    home: dict[int, int] = dict(conditions.values_list("pk", "proposal_id"))
    newest: defaultdict[int, dict[Any, Position]] = defaultdict(dict)
    count: defaultdict[int, int] = defaultdict(int)
    for position in positions:
        matter = position.condition or position.proposal
        proposal = home.get(position.condition.id) if position.condition else position.proposal and position.proposal.id
        if matter and proposal:
            count[proposal] += 1
            speaker = position.person.id if position.person and position.dissent else 0
            newest[proposal].setdefault((matter.reference, speaker), position)
    seats = tied(models.Involvement.objects.visible_to(reader.user), reader.then, **who)
    parts: defaultdict[int, list[str]] = defaultdict(list)
    for proposal, role in stood(seats, reader.then).order_by("role").values_list("proposal_id", "role"):
        parts[proposal].append(role)
    status, due = ("status_then", "due_then") if reader.then else ("status", "next_due_at")
    rows: Any = known_proposals(reader).filter(pk__in={*newest, *parts}).order_by(due, "pk")
    return [
        Stand(reference, short or title, standing, parts[pk], [*newest[pk].values()], count[pk] - len(newest[pk]))
        for pk, reference, short, title, standing in rows.values_list("pk", "reference", *names(reader.then), status)
    ]
