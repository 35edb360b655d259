"""What each party says the deal is; accounts are kept side by side and never averaged."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from negotiations.enums import AccountAttribute
from negotiations.models.bases import Recorded, Retractable, Stated, bounded
from negotiations.models.claims import Claim
from negotiations.models.fields import ProseField, listed
from negotiations.models.known_values import known_value
from negotiations.models.negotiations import Negotiation
from negotiations.models.parties import Party
from negotiations.models.proposals import Proposal
from negotiations.models.scoping import ScopedQuerySet


class AccountQuerySet(ScopedQuerySet["Account"]):
    def as_of(self, moment: datetime, *, known_at: datetime | None = None) -> Self:
        """Accounts given in the world by `moment`, of those recorded by `known_at`."""
        given = Q(stated_at__lte=moment) | Q(stated_at__isnull=True, recorded_at__lte=moment)
        return self.filter(given, recorded_at__lte=known_at) if known_at else self.filter(given)

    def newest(self, given: AccountQuerySet | None = None) -> Self:
        """The last row of each line; of those `given` (by default of all that are recorded).

        A line is followed by its rows and not by `replaces` alone, so that on a past day on which a row in its middle
        had not been stated, those on either side of it do not both stand.
        """
        if given is None:
            given = self.model.objects.unscoped(reason="compares rows of accounts that carry their own scope")
        line = Coalesce(OuterRef("first_id"), OuterRef("pk"))
        return self.filter(~Exists(given.filter(first=line, pk__gt=OuterRef("pk"))))

    def live(self, given: AccountQuerySet | None = None, *, known_at: datetime | None = None) -> Self:
        """What each party says: the last row of a line, unless it takes the account back."""
        return self.newest(given).filter(Exact(known_value(self.model, "withdrawn", known_at), Value(value=False)))

    def beside_another(self) -> Self:
        """Live accounts of a party that holds another one of the same proposal and attribute: actions leave none."""
        live = self.model.objects.unscoped(reason="compares rows of accounts that carry their own scope").live()
        same = live.filter(**{name: OuterRef(name) for name in ("proposal", "party", "attribute")})
        return self.live().filter(Exists(same.exclude(pk=OuterRef("pk"))))


class Account(Recorded, Retractable, Stated):
    """One party's account of one attribute of a proposal.

    `value` is in words; `value_on` holds the day where the attribute is a date, so that days compare as days.
    A party has one line of accounts of an attribute: a revision or a withdrawal is a new row that names the one it
    replaces, and `first` (empty in that row itself) the one with which the line begins. `said` is the value as it is
    compared.
    """

    derived_columns = ("said", "first_id")
    replaced = ("party", "replaces", "withdrawn")

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="party_accounts")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="accounts")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="accounts")
    attribute = models.CharField(max_length=14, choices=AccountAttribute.choices)
    value = ProseField(max_length=2000)
    value_on = models.DateField(null=True, blank=True)
    said = models.TextField(editable=False, default="")
    withdrawn = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    first = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="line")
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
