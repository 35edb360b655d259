"""Named persons and the offices they hold for a party."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from negotiations.enums import NameKind
from negotiations.models.bases import Recorded, Versioned
from negotiations.models.fields import LineField, listed
from negotiations.models.negotiations import Negotiation
from negotiations.models.parties import Party
from negotiations.models.scoping import ScopedQuerySet


class Person(Recorded, Versioned):
    """`negotiation` is empty for a person all staff may see, else known only within that negotiation."""

    derived_columns = ("search_text",)
    replaced = ("name", "wikidata_id")

    shared_when_null = True

    negotiation = models.ForeignKey(
        Negotiation, null=True, blank=True, on_delete=models.PROTECT, related_name="own_people"
    )
    name = LineField()
    wikidata_id = models.CharField(
        max_length=15,
        blank=True,
        validators=[RegexValidator(r"^Q[1-9][0-9]*\Z", "Write an id such as Q212.")],
    )
    # The record that this one was found to be the same as; a record that was merged is read no more.
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    search_text = models.TextField(blank=True)

    objects = ScopedQuerySet["Person"].as_manager()

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class PersonName(Recorded):
    """One more spelling of a person's name, in its language (BCP 47 tag, script included)."""

    scope_field = "person__negotiation"
    shared_when_null = True

    replaced = ("person",)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    name = LineField()
    language = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=NameKind.choices, default=NameKind.ALTERNATIVE)

    objects = ScopedQuerySet["PersonName"].as_manager()

    class Meta:
        ordering = ["person_id", "language", "name"]
        constraints = [
            listed("kind", NameKind),
            UniqueConstraint(fields=["person", "language", "name"], name="personname_once"),
        ]

    def __str__(self) -> str:
        return self.name


class RoleQuerySet(ScopedQuerySet["Role"]):
    def held_on(self, day: date) -> Self:
        """Offices held on a day: a statement shows the office of its own day."""
        return self.filter(
            Q(since_on__isnull=True) | Q(since_on__lte=day), Q(until_on__isnull=True) | Q(until_on__gte=day)
        )


class Role(Recorded):
    """An office a person holds or held for a party."""

    scope_field = "person__negotiation"
    shared_when_null = True
    replaced = ("person", "party", "until_on")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="offices")
    title = LineField()
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["person_id", "since_on", "pk"]
        constraints = [
            UniqueConstraint(fields=["person", "party", "title", "since_on"], name="role_once"),
            CheckConstraint(
                condition=Q(since_on=None) | Q(until_on=None) | Q(until_on__gte=F("since_on")),
                name="role_since_before_until",
            ),
        ]

    def __str__(self) -> str:
        return self.title
