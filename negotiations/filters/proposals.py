from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from negotiations.enums import InvolvementRole, ProposalKind, ProposalStatus, Stage, SubStage
from negotiations.filters.base import RecordFilters
from negotiations.filters.fields import CodeField, DayField, FlagField, ListField, OwnerField
from negotiations.filters.offers import (
    Through,
    Valued,
    codes,
    days,
    flags,
    instants,
    instants_or_never,
    numbers,
    related,
    words,
)
from negotiations.models import Event, EventProposal, Involvement, Negotiation, Party, Person
from negotiations.models.proposals import ProposalQuerySet
from negotiations.queries.checking import to_check
from negotiations.queries.coming_proposals import due_by
from negotiations.queries.divergences import differing_accounts
from negotiations.queries.momentum import blockers, last_movement, stuck
from negotiations.queries.proposal_names import negotiation_name, owner_name
from negotiations.queries.shapes import Reader, stood, tied
from negotiations.queries.unanswered import positions_on_record, unanswered
from negotiations.queries.watching import running
from negotiations.rules.moments import NO_DATE


class Overdue(Valued):
    """Whether a deadline has passed without an outcome on record."""

    steady = False

    def filter(self, queryset: ProposalQuerySet, value: bool | None) -> ProposalQuerySet:
        now: datetime = self.parent.reader.now
        if value is None:
            return queryset
        return queryset.overdue(now) if value else queryset.exclude(pk__in=queryset.overdue(now).values("pk"))


class DueBy(Valued):
    """By the day on or before which something open falls that has not passed."""

    steady = False

    def filter(self, queryset: ProposalQuerySet, value: date | None) -> ProposalQuerySet:
        return queryset if value is None else queryset.filter(due_by(self.parent.reader, value))


class Divergent(Valued):
    """Whether parties' accounts of the proposal differ, by the accounts the reader may see."""

    def filter(self, queryset: ProposalQuerySet, value: bool | None) -> ProposalQuerySet:
        if value is None:
            return queryset
        differing = differing_accounts(self.parent.reader).order_by().values("proposal")
        return queryset.filter(pk__in=differing) if value else queryset.exclude(pk__in=differing)


class Watching(Valued):
    """Whether the reader watches the proposal itself."""

    def filter(self, queryset: ProposalQuerySet, value: bool | None) -> ProposalQuerySet:
        if value is None:
            return queryset
        mine = running(self.parent.reader.user).filter(proposal__isnull=False).values("proposal")
        return queryset.filter(pk__in=mine) if value else queryset.exclude(pk__in=mine)


class PickedOut(Valued):
    """Whether a proposal is one of those that a reading of the record picks out for the reader."""

    def __init__(self, name: str, picked_out: Callable[[Reader], ProposalQuerySet]) -> None:
        super().__init__(name, kind=FlagField())
        self.picked_out = picked_out

    def filter(self, queryset: ProposalQuerySet, value: bool | None) -> ProposalQuerySet:
        if value is None:
            return queryset
        found = self.picked_out(self.parent.reader).order_by().values("pk")
        return queryset.filter(pk__in=found) if value else queryset.exclude(pk__in=found)


class Stuck(PickedOut):
    """Whether nothing has moved for the days that its negotiation allows."""

    steady = False


class ToCheck(PickedOut):
    """Whether somebody should look at it: for want of an owner, of a check, or of a second source near its date."""

    steady = False


class Owned(Valued):
    """By whom a proposal is looked after; 0 stands for nobody."""

    def filter(self, queryset: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value is None:
            return queryset
        owners = value if isinstance(value, list) else [value]
        return queryset.filter(Q(owner__in=owners) | (Q(owner__isnull=True) if 0 in owners else Q(pk__in=[])))


class HasParty(Through):
    """A party, or one of several, with any part in the proposal, or with the one named by `party_role`."""

    def narrowed(self, queryset: QuerySet[Any], named: QuerySet[Any]) -> QuerySet[Any]:
        seats = tied(_seats(self.parent.reader), self.parent.reader.then, party__in=named)
        if role := self.parent.form.cleaned_data.get("party_role"):
            seats = seats.filter(role=role)
        return queryset.filter(pk__in=seats.order_by().values("proposal"))


class HasRole(Valued):
    """Somebody has this part in the proposal; with `party`, that party."""

    def filter(self, queryset: QuerySet[Any], value: str | None) -> QuerySet[Any]:
        given = self.parent.form.cleaned_data
        if value is None or given.get("party") is not None or given.get("party__in") is not None:
            return queryset
        seats = _seats(self.parent.reader).filter(role=value)
        return queryset.filter(pk__in=seats.order_by().values("proposal"))


def _seats(reader: Reader) -> QuerySet[Involvement]:
    """The parts that the reader may know of, on the day looked at."""
    return stood(Involvement.objects.visible_to(reader.user), reader.then)


class ProposalFilters(RecordFilters):
    offers = (
        related("negotiation", "negotiation", Negotiation, key="reference"),
        flags("negotiation__restricted"),
        codes("status", ProposalStatus),
        codes("kind", ProposalKind),
        codes("stage", Stage),
        codes("sub_stage", SubStage),
        {
            "overdue": Overdue("next_due_at", kind=FlagField()),
            "due_by": DueBy("due_by", kind=DayField()),
            "divergent": Divergent("divergent", kind=FlagField()),
            "watching": Watching("watching", kind=FlagField()),
            "stuck": Stuck("stuck", stuck),
            "to_check": ToCheck("to_check", to_check),
            "unanswered": PickedOut("unanswered", unanswered),
            "owner": Owned("owner", kind=OwnerField()),
            "owner__in": Owned("owner", "in", kind=ListField(of=OwnerField())),
        },
        {
            "party": HasParty("party", Party, by=Involvement, to="proposal"),
            "party__in": HasParty("party", Party, by=Involvement, to="proposal", many=True),
            "party_role": HasRole("party_role", kind=CodeField(codes=InvolvementRole)),
            "person": Through("person", Person, by=Involvement, to="proposal"),
            "event": Through("event", Event, by=EventProposal, to="proposal"),
        },
        instants_or_never("next_due_at", NO_DATE),
        days("opened_on"),
        instants("opened_at"),
        instants("status_since_at"),
        instants("changed_at", null=False),
        instants("recorded_at", null=False),
        numbers("id", least=1, null=False),
        words(),
    )
    orderings = (
        *("next_due_at", "changed_at", "status_since_at", "opened_at", "recorded_at"),
        *("title", "status", "kind", "owner"),
    )
    replayed = ("status", "status_since_at")
    worked_out: ClassVar[dict[str, Callable[[], Any]]] = {
        "last_moved_at": last_movement,
        "positions_on_record": positions_on_record,
        "blockers": blockers,
        "negotiation_name": negotiation_name,
        "owner_name": owner_name,
    }
    # What the record keeps of today alone.
    timeless = ("next_due_at", "changed_at", "stuck", "to_check", "unanswered", "owner")
