"""What each party says the deal is; accounts are kept side by side and never averaged."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q

from negotiations.enums import AccountAttribute
from negotiations.models.bases import Recorded, Retractable, Stated, bounded
from negotiations.models.claims import Claim
from negotiations.models.fields import ProseField, listed
from negotiations.models.negotiations import Negotiation
from negotiations.models.parties import Party
from negotiations.models.proposals import Proposal
from negotiations.models.scoping import ScopedQuerySet
from negotiations.rules.divergence import said_of


class AccountQuerySet(ScopedQuerySet["Account"]):
    def as_of(self, moment: datetime, *, known_at: datetime | None = None) -> Self:
        """Accounts given in the world by `moment`, of those recorded by `known_at`."""
        given = Q(stated_at__lte=moment) | Q(stated_at__isnull=True, recorded_at__lte=moment)
        return self.filter(given, recorded_at__lte=known_at) if known_at else self.filter(given)

    def live(self) -> Self:
        """What each party says now: neither replaced by a later row nor withdrawn."""
        later = self.model.objects.unscoped(reason="compares rows of accounts that carry their own scope")
        return self.filter(withdrawn=False).exclude(Exists(later.filter(replaces=OuterRef("pk"))))


class Account(Recorded, Retractable, Stated):
    """One party's account of one attribute of a proposal.

    `value` is in words; `value_on` holds the day where the attribute is a date, so that days compare as days.
    A revision or a withdrawal is a new row that names the one it replaces. `said` is the value as it is compared.
    """

    derived_columns = ("said",)

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="party_accounts")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="accounts")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="accounts")
    attribute = models.CharField(max_length=14, choices=AccountAttribute.choices)
    value = ProseField(max_length=2000)
    value_on = models.DateField(null=True, blank=True)
    said = models.TextField(editable=False, default="")
    withdrawn = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="accounts")

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["proposal_id", "attribute", "party_id", "stated_at", "pk"]
        constraints = [
            *bounded("stated"),
            listed("attribute", AccountAttribute),
            CheckConstraint(
                condition=Q(withdrawn=False) | Q(replaces__isnull=False), name="account_withdraws_an_earlier"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attribute}: {self.value[:60]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.said = said_of(self.value, self.value_on)
        super().save(*args, **kwargs)
