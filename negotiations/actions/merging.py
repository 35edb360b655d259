"""Two records of one party, or of one person, made one.

All that points to the one is moved to the other, by a Change row each, and the one keeps its number: it leads to the
other. Nothing is erased, and `undoing` takes all of it back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from django.db.models import ForeignKey, Model, Q, UniqueConstraint

from negotiations.actions.names import refresh_search
from negotiations.actions.permission import may_write
from negotiations.actions.recording import action, amend, amend_columns
from negotiations.enums import AccountAttribute, MemberRole
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import Account, Party, PartyMembership, PartyName, Person, PersonName, Subscription, User

Actor = TypeVar("Actor", Party, Person)
_WHY = "whoever merges two records moves all that points to them, seen or not"


@action
def merge_parties(*, party: Party, into: Party, reason: str, actor: User | None, now: datetime) -> Party:
    """Make `party` one with `into`, which is kept; what is kept is returned."""
    return _merge(party, into, reason=reason, actor=actor, now=now)


@action
def merge_people(*, person: Person, into: Person, reason: str, actor: User | None, now: datetime) -> Person:
    """Make `person` one with `into`, which is kept; what is kept is returned."""
    return _merge(person, into, reason=reason, actor=actor, now=now)


def may_merge(actor: User, row: Party | Person) -> bool:
    """A lead's right in its negotiation; what all staff share, whoever administers Parley merges."""
    if row.negotiation is None:
        return actor.is_active and actor.is_superuser and actor.confined_to is None
    return may_write(actor, row.negotiation, MemberRole.LEAD)


def _merge(row: Actor, into: Actor, *, reason: str, actor: User | None, now: datetime) -> Actor:
    _require_two(row, into, actor)
    if actor is not None and not may_merge(actor, row):
        raise NotPermittedError("Only a lead of its negotiation merges this; what all staff share, an administrator.")
    if not reason.strip():
        raise InvalidValueError("Say in one line why these two are the same.", field="reason")
    noun = str(row._meta.model_name)
    for field, each in list(_pointing_to(row)):
        what = str(each._meta.model_name)
        if not _clashes(each, field, into):
            amend_columns(each, {field: into}, kind=f"{what}.moved", actor=actor, now=now, reason=reason)
        elif isinstance(each, Subscription):
            amend(each, kind="subscription.ended", actor=actor, now=now, reason=reason, ended_at=now)
        elif not isinstance(each, PartyName | PersonName):  # a name that the other bears already may stay
            raise _refused(each, into)
    amend(row, kind=f"{noun}.merged", actor=actor, now=now, reason=reason, merged_into=into)
    refresh_search(into)
    return into


def _require_two(row: Party | Person, into: Party | Person, actor: User | None) -> None:
    known = type(row).objects.visible_to(actor) if actor else type(row).objects.unscoped(reason=_WHY)
    if known.filter(pk__in=[row.pk, into.pk]).count() != len({row.pk, into.pk}):
        raise InvalidValueError("This is not on record; choose something that is.", field="into")
    if row.pk == into.pk:
        raise InvalidValueError("A record cannot be merged into itself; choose another.", field="into")
    if into.negotiation_id not in {None, row.negotiation_id}:
        raise InvalidValueError(
            "The record that is kept is known only within a negotiation and the other is not; keep the other.",
            field="into",
        )


def _pointing_to(row: Model) -> Iterator[tuple[str, Model]]:
    """Every row that points to this one, retracted or not, with the name of the column."""
    for relation in row._meta.related_objects:
        model = relation.related_model
        if isinstance(relation.field, ForeignKey) and not isinstance(model, str):
            for each in model._base_manager.filter(**{relation.field.name: row}).order_by("pk"):
                yield relation.field.name, each


def _clashes(row: Model, field: str, into: Party | Person) -> bool:
    """Whether the row would say, of the record that is kept, what another row says already."""
    if isinstance(row, PartyMembership):
        other = row.group_id if field == "party" else row.party_id
        if other == into.pk:
            return True
    if isinstance(row, Account):
        live = Account.objects.unscoped(reason=_WHY).live()
        same = {"proposal": row.proposal_id, "attribute": row.attribute}
        return live.filter(pk=row.pk).exists() and live.filter(party=into.pk, **same).exists()
    for rule in row._meta.constraints:
        if not isinstance(rule, UniqueConstraint) or field not in rule.fields:
            continue
        holds = rule.condition or Q()
        values = {name: into.pk if name == field else getattr(row, _column(row, name)) for name in rule.fields}
        rows = type(row)._base_manager.filter(holds)
        if None not in values.values() and rows.filter(pk=row.pk).exists() and rows.filter(**values).exists():
            return True
    return False


def _column(row: Model, name: str) -> str:
    return str(row._meta.get_field(name).attname)  # type: ignore[union-attr]


def _refused(row: Model, into: Party | Person) -> InvalidValueError:
    if isinstance(row, PartyMembership) and into.pk in {row.party_id, row.group_id}:
        told = "One of the two belongs to the other, so they are not the same."
    elif isinstance(row, Account):
        what = AccountAttribute(row.attribute).label
        told = f"Both have given an account of the same proposal ({what}); withdraw one of the two first."
    else:
        told = f"Both stand in the same place: {row._meta.verbose_name} “{row}”. Two records that do are kept apart."
    return InvalidValueError(told, field="into")
