"""A change of a status or a deadline that waits for a second person, where a negotiation asks for two."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q

from negotiations.enums import ProposedState, ReviewedMove
from negotiations.models.bases import Recorded, Versioned
from negotiations.models.claims import Claim
from negotiations.models.deadlines import Deadline
from negotiations.models.fields import LineField, ProseField, listed
from negotiations.models.negotiations import Negotiation
from negotiations.models.proposals import Proposal
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.users import User


class ProposedChangeQuerySet(ScopedQuerySet["ProposedChange"]):
    def waiting(self) -> Self:
        """Those that nobody has decided on."""
        return self.filter(state=ProposedState.WAITING)


class ProposedChange(Recorded, Versioned):
    """`arguments` is what the action was called with, `seen_version` the version of the row it would change.

    `recorded_by` proposed it. `asked_for` says in one line what it would become: a status, or the words of a date.
    """

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="proposed_changes")
    move = models.CharField(max_length=20, choices=ReviewedMove.choices)
    proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="proposed_changes"
    )
    deadline = models.ForeignKey(
        Deadline, null=True, blank=True, on_delete=models.PROTECT, related_name="proposed_changes"
    )
    asked_for = LineField(blank=True)
    reason = ProseField(max_length=2000, blank=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="proposed_changes")
    arguments = models.JSONField(default=dict)
    seen_version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ProposedState.choices, default=ProposedState.WAITING)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = ProseField(max_length=2000, blank=True)

    objects = ProposedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            listed("move", ReviewedMove),
            listed("state", ProposedState),
            CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="proposedchange_decided_or_waiting",
            ),
            CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("recorded_by")) | Q(state="declined"),
                name="proposedchange_confirmed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["proposal"], condition=Q(state="waiting"), name="proposedchange_waiting")]

    def __str__(self) -> str:
        return f"{self.move}: {self.asked_for}"
