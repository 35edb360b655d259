"""Where parties, and persons, stand on a proposal or a condition, day by day."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q

from negotiations.enums import Stance
from negotiations.models.bases import Recorded, Retractable, Stated, bounded
from negotiations.models.claims import Claim
from negotiations.models.conditions import Condition
from negotiations.models.fields import ProseField, exactly_one, listed
from negotiations.models.negotiations import Negotiation
from negotiations.models.parties import Party
from negotiations.models.people import Person
from negotiations.models.proposals import Proposal
from negotiations.models.scoping import ScopedQuerySet


class PositionQuerySet(ScopedQuerySet["Position"]):
    def as_of(self, moment: datetime, *, known_at: datetime | None = None) -> Self:
        """Positions taken in the world by `moment`, of those recorded by `known_at`."""
        taken = Q(stated_at__lte=moment) | Q(stated_at__isnull=True, recorded_at__lte=moment)
        return self.filter(taken, recorded_at__lte=known_at) if known_at else self.filter(taken)

    def official(self) -> Self:
        """The party's own line: no person's dissent, no word of another on its behalf."""
        return self.filter(dissent=False, by_proxy=False)


class Position(Recorded, Retractable, Stated):
    """A stance on exactly one of proposal and condition.

    `person` speaks for the party, or against its line when `dissent` is set. `by_proxy` marks a stance that
    somebody else ascribes to the party.
    """

    replaced = ("party", "person")

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="positions")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="positions")
    condition = models.ForeignKey(Condition, null=True, blank=True, on_delete=models.PROTECT, related_name="positions")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="positions")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="positions")
    stance = models.CharField(max_length=24, choices=Stance.choices)
    dissent = models.BooleanField(default=False)
    by_proxy = models.BooleanField(default=False)
    note = ProseField(max_length=2000, blank=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="positions")

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["-stated_at", "-pk"]
        constraints = [
            *bounded("stated"),
            listed("stance", Stance),
            exactly_one("proposal", "condition", name="position_on_proposal_or_condition"),
            CheckConstraint(
                condition=Q(dissent=False) | Q(person__isnull=False), name="position_dissent_names_a_person"
            ),
        ]
        indexes = [
            # Each without the rows that are on the other: SQLite takes an index of mostly null rows for useless,
            # and looked through all positions for every proposal of a page.
            models.Index(
                fields=["proposal", "party", "stated_at"],
                name="position_proposal_party",
                condition=Q(proposal__isnull=False),
            ),
            models.Index(
                fields=["condition", "party", "stated_at"],
                name="position_condition_party",
                condition=Q(condition__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.stance
