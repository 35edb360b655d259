"""Things that happened: meetings, statements, incidents, signings, violations."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from negotiations.enums import EventCategory, EventMode, EventRole, TreatyAct, Verification
from negotiations.models.bases import Occurred, Recorded, Retractable, Searched, Versioned, bounded
from negotiations.models.claims import Claim
from negotiations.models.fields import LineField, ProseField, exactly_one, listed
from negotiations.models.known_values import known_value
from negotiations.models.negotiations import Negotiation
from negotiations.models.parties import Party
from negotiations.models.people import Person
from negotiations.models.proposals import Proposal
from negotiations.models.scoping import ScopedQuerySet

AT_MOST = [MaxValueValidator(100_000_000)]


class EventQuerySet(ScopedQuerySet["Event"]):
    def as_of(self, moment: datetime, *, known_at: datetime | None = None) -> Self:
        """Events that had happened by `moment`, of those recorded by `known_at`."""
        if known_at is None:
            return self.filter(Q(occurred_at__lte=moment) | Q(occurred_at__isnull=True, recorded_at__lte=moment))
        known = self.filter(recorded_at__lte=known_at).annotate(
            occurred_at_then=known_value(self.model, "occurred_at", known_at)
        )
        undated = Q(("occurred_at_then__isnull", True), recorded_at__lte=moment)
        return known.filter(Q(("occurred_at_then__lte", moment)) | undated)

    def anchors(self) -> Self:
        """Events that deadlines can be counted from."""
        return self.exclude(treaty_act="")


class Event(Recorded, Retractable, Versioned, Searched, Occurred):
    """One PLOVER-coded happening. Casualties are figures with a source, never totals worked out by Parley."""

    derived_columns = ("search_text",)
    replaced = (
        *("title", "summary", "place", "ordinal", "ordinal_note", "expected", "verification"),
        *("killed", "killed_children", "injured", "injured_at_least"),
        *("occurred_on", "occurred_at", "occurred_precision", "occurred_zone"),
    )

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="events")
    title = LineField()
    summary = ProseField(blank=True)
    category = models.CharField(max_length=10, choices=EventCategory.choices)
    mode = models.CharField(max_length=14, choices=EventMode.choices, blank=True)
    scheme = models.CharField(max_length=30)
    contexts = models.JSONField(default=list, blank=True)
    # What the event is to a text, so that deadlines can be counted from it.
    treaty_act = models.CharField(max_length=20, choices=TreatyAct.choices, blank=True)
    expected = models.BooleanField(default=False)
    place = LineField(blank=True)
    ordinal = models.PositiveIntegerField(null=True, blank=True, validators=[MaxValueValidator(10_000)])
    ordinal_note = LineField(blank=True)
    killed = models.PositiveIntegerField(null=True, blank=True, validators=AT_MOST)
    killed_children = models.PositiveIntegerField(null=True, blank=True, validators=AT_MOST)
    injured = models.PositiveIntegerField(null=True, blank=True, validators=AT_MOST)
    injured_at_least = models.BooleanField(default=False)
    verification = models.CharField(max_length=14, choices=Verification.choices, default=Verification.UNVERIFIED)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="events")

    proposals = models.ManyToManyField(Proposal, through="EventProposal", related_name="events")

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_at", "-pk"]
        constraints = [
            *bounded("occurred"),
            listed("category", EventCategory),
            listed("mode", EventMode, blank=True),
            listed("treaty_act", TreatyAct, blank=True),
            listed("verification", Verification),
            CheckConstraint(
                condition=Q(killed_children=None) | Q(killed__gte=F("killed_children")),
                name="event_children_among_the_killed",
            ),
        ]

    def searched(self) -> tuple[str, ...]:
        return (self.title, self.summary, self.place)

    def __str__(self) -> str:
        return self.title


class EventPart(Recorded):
    """A party's or a person's part in an event: actor, target, participant or host."""

    replaced = ("party", "person")

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="event_parts")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="parts")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="event_parts")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="event_parts")
    role = models.CharField(max_length=12, choices=EventRole.choices)

    objects = ScopedQuerySet["EventPart"].as_manager()

    class Meta:
        ordering = ["event_id", "role", "pk"]
        constraints = [
            listed("role", EventRole),
            exactly_one("party", "person", name="eventpart_party_or_person"),
            UniqueConstraint(fields=["event", "party", "role"], name="eventpart_once_per_party"),
            UniqueConstraint(fields=["event", "person", "role"], name="eventpart_once_per_person"),
        ]

    def __str__(self) -> str:
        return self.role


class EventProposal(Recorded):
    """An event that bears on a proposal."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="event_proposals")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="bears_on")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="event_links")

    objects = ScopedQuerySet["EventProposal"].as_manager()

    class Meta:
        ordering = ["event_id", "proposal_id"]
        constraints = [UniqueConstraint(fields=["event", "proposal"], name="eventproposal_once")]

    def __str__(self) -> str:
        return f"{self.event_id} on {self.proposal_id}"
