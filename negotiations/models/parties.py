"""Actors: states, organisations, coalitions; named neutrally, with the names others use beside it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from negotiations.enums import ActorType, NameKind
from negotiations.models.bases import Recorded, Versioned
from negotiations.models.fields import LineField, ProseField, listed
from negotiations.models.negotiations import Negotiation
from negotiations.models.scoping import ScopedQuerySet


class PartyQuerySet(ScopedQuerySet["Party"]):
    pass


class Party(Recorded, Versioned):
    """`negotiation` is empty for an actor all staff share, else the actor is known only within that negotiation."""

    derived_columns = ("search_text",)
    replaced = (
        *("name", "actor_type", "iso_alpha3", "gleditsch_ward", "ucdp_id", "wikidata_id"),
        *("contested", "neutral_note", "display_order"),
    )

    shared_when_null = True

    negotiation = models.ForeignKey(
        Negotiation, null=True, blank=True, on_delete=models.PROTECT, related_name="own_parties"
    )
    name = LineField()
    actor_type = models.CharField(max_length=40, choices=ActorType.choices)
    iso_alpha3 = models.CharField(
        max_length=3, blank=True, validators=[RegexValidator(r"^[A-Z]{3}\Z", "Write three capital letters.")]
    )
    gleditsch_ward = models.PositiveIntegerField(null=True, blank=True, validators=[MaxValueValidator(99_999)])
    ucdp_id = models.PositiveIntegerField(null=True, blank=True, validators=[MaxValueValidator(999_999)])
    wikidata_id = models.CharField(
        max_length=15,
        blank=True,
        validators=[RegexValidator(r"^Q[1-9][0-9]*\Z", "Write an id such as Q212.")],
    )
    contested = models.BooleanField(default=False)
    neutral_note = ProseField(blank=True)
    # The one order of parties on every page: neutral because it is set once, for all.
    display_order = models.PositiveIntegerField(default=0, validators=[MaxValueValidator(999_999)])
    # The record that this one was found to be the same as; a record that was merged is read no more.
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    search_text = models.TextField(blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "parties"
        ordering = ["display_order", "name", "pk"]
        constraints = [
            listed("actor_type", ActorType),
            UniqueConstraint(
                fields=["iso_alpha3"],
                condition=~Q(iso_alpha3="") & Q(negotiation=None),
                name="party_iso_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartyName(Recorded):
    """One more name of an actor, in its language (BCP 47 tag, script included)."""

    scope_field = "party__negotiation"
    shared_when_null = True

    replaced = ("party",)

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="names")
    name = LineField()
    language = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=NameKind.choices, default=NameKind.ALTERNATIVE)

    objects = ScopedQuerySet["PartyName"].as_manager()

    class Meta:
        ordering = ["party_id", "language", "name"]
        constraints = [
            listed("kind", NameKind),
            UniqueConstraint(fields=["party", "language", "name"], name="partyname_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PartyMembership(Recorded):
    """An actor that belongs to a coalition or organisation, for a time."""

    scope_field = "party__negotiation"
    shared_when_null = True
    replaced = ("party", "group", "until_on")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="belongs_to")
    group = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="members")
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    objects = ScopedQuerySet["PartyMembership"].as_manager()

    class Meta:
        ordering = ["group_id", "party_id", "since_on"]
        constraints = [
            UniqueConstraint(fields=["party", "group", "since_on"], name="partymembership_once"),
            CheckConstraint(condition=~Q(party=F("group")), name="partymembership_not_of_itself"),
            CheckConstraint(
                condition=Q(since_on=None) | Q(until_on=None) | Q(until_on__gte=F("since_on")),
                name="partymembership_since_before_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} in {self.group_id}"
