"""One assertion found in an article: what every fact in the record rests on."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models

from negotiations.enums import ClaimStanding, Credibility, Evidence
from negotiations.models.bases import Occurred, Recorded, Retractable, Searched, Stated, Versioned, bounded
from negotiations.models.fields import QUOTATION, LineField, ProseField, at_most_one, listed
from negotiations.models.negotiations import Negotiation
from negotiations.models.parties import Party
from negotiations.models.people import Person
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.sources import Article


class ClaimQuerySet(ScopedQuerySet["Claim"]):
    def as_of(self, moment: datetime, *, known_at: datetime | None = None) -> Self:
        """Claims made by `moment` in the world, of those recorded by `known_at`."""
        made = models.Q(stated_at__lte=moment) | models.Q(stated_at__isnull=True)
        return self.filter(made, recorded_at__lte=known_at) if known_at else self.filter(made)

    def standing(self) -> Self:
        """Claims that nobody has withdrawn or replaced."""
        return self.exclude(standing__in=[ClaimStanding.WITHDRAWN, ClaimStanding.CORRECTED])


class Claim(Recorded, Retractable, Versioned, Searched, Stated, Occurred):
    """Asserted by a person, by a party, or (neither set) by the article itself.

    `stated_*` is when it was said, `occurred_*` when what it speaks of happened.
    """

    derived_columns = ("search_text",)

    replaced = ("asserted_by_person", "asserted_by_party")

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="claims")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="claims")
    assertion = ProseField(max_length=2000)
    quotation = ProseField(blank=True, max_length=QUOTATION)
    locator = LineField(blank=True)
    asserted_by_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    asserted_by_party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    evidence = models.CharField(max_length=12, choices=Evidence.choices)
    credibility = models.PositiveSmallIntegerField(choices=Credibility.choices, default=Credibility.UNJUDGED)
    # The latest ClaimMark, kept here so that lists can filter by it.
    standing = models.CharField(max_length=12, choices=ClaimStanding.choices, default=ClaimStanding.SUPPORTED)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-stated_at", "-pk"]
        constraints = [
            *bounded("stated"),
            *bounded("occurred"),
            listed("evidence", Evidence),
            listed("credibility", Credibility),
            listed("standing", ClaimStanding),
            at_most_one("asserted_by_person", "asserted_by_party", name="claim_one_speaker"),
        ]

    def searched(self) -> tuple[str, ...]:
        return (self.assertion, self.quotation)

    def __str__(self) -> str:
        return self.assertion[:80]


class ClaimMark(Recorded):
    """A later judgement on a claim: supported, disputed, withdrawn, or corrected by another claim."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="claim_marks")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="marks")
    standing = models.CharField(max_length=12, choices=ClaimStanding.choices)
    reason = ProseField(max_length=2000)
    corrected_by = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="corrects")

    objects = ScopedQuerySet["ClaimMark"].as_manager()

    class Meta:
        ordering = ["claim_id", "recorded_at", "pk"]
        constraints = [
            listed("standing", ClaimStanding),
            models.CheckConstraint(
                condition=models.Q(standing=ClaimStanding.CORRECTED, corrected_by__isnull=False)
                | (~models.Q(standing=ClaimStanding.CORRECTED) & models.Q(corrected_by__isnull=True)),
                name="claimmark_corrected_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standing}: claim {self.claim_id}"
