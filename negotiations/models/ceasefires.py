"""What is coded of a truce, after the ETH/PRIO Civil Conflict Ceasefire dataset."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q

from negotiations.enums import CeasefireClass, CeasefireExtent, CeasefireSide
from negotiations.models.bases import Recorded, Versioned
from negotiations.models.claims import Claim
from negotiations.models.fields import LineField, listed
from negotiations.models.negotiations import Negotiation
from negotiations.models.proposals import Proposal
from negotiations.models.scoping import ScopedQuerySet


class Ceasefire(Recorded, Versioned):
    """One coding of one proposal. Declared, in effect and ended are three dates; an open end has no term."""

    replaced = (
        *("scheme", "side", "extent", "ceasefire_class", "written", "open_ended", "term_days"),
        *("for_peace_process", "humanitarian", "holiday", "election", "other_purpose"),
        *("mediated", "implementation_mechanism", "enforcement"),
        *("declared_on", "effective_on", "ended_on", "claim"),
    )

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="ceasefires")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="ceasefire")
    scheme = models.CharField(max_length=30)
    side = models.CharField(max_length=14, choices=CeasefireSide.choices)
    extent = models.CharField(max_length=10, choices=CeasefireExtent.choices)
    ceasefire_class = models.CharField(max_length=30, choices=CeasefireClass.choices)
    written = models.BooleanField(null=True, blank=True)
    open_ended = models.BooleanField(default=False)
    term_days = models.PositiveIntegerField(null=True, blank=True, validators=[MaxValueValidator(36_500)])
    for_peace_process = models.BooleanField(default=False)
    humanitarian = models.BooleanField(default=False)
    holiday = models.BooleanField(default=False)
    election = models.BooleanField(default=False)
    other_purpose = LineField(blank=True)
    mediated = models.BooleanField(null=True, blank=True)
    implementation_mechanism = models.BooleanField(null=True, blank=True)
    enforcement = models.BooleanField(null=True, blank=True)
    declared_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="ceasefires")

    objects = ScopedQuerySet["Ceasefire"].as_manager()

    class Meta:
        ordering = ["proposal_id"]
        constraints = [
            listed("side", CeasefireSide),
            listed("extent", CeasefireExtent),
            listed("ceasefire_class", CeasefireClass),
            CheckConstraint(condition=Q(open_ended=False) | Q(term_days=None), name="ceasefire_open_end_has_no_term"),
        ]

    def __str__(self) -> str:
        return f"{self.extent} {self.side} ceasefire"
