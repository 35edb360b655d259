"""A process or track: what everything else belongs to, and where need-to-know is decided."""

from __future__ import annotations

from datetime import time
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from negotiations.enums import DateOrder, FeastReading
from negotiations.models.bases import Recorded, Versioned
from negotiations.models.fields import LineField, ProseField, ZoneField, listed
from negotiations.models.scoping import ScopedQuerySet


class NegotiationQuerySet(ScopedQuerySet["Negotiation"]):
    def scope_field(self) -> str:
        return "pk"

    def open(self) -> Self:
        """Those still being followed."""
        return self.filter(closed_on__isnull=True)


class Negotiation(Recorded, Versioned):
    """Its zone, date order, holiday calendar and feasts are how its deadlines are read (rules/deadlines)."""

    reference = models.CharField(max_length=12, unique=True)
    name = LineField()
    summary = ProseField(blank=True)
    time_zone = ZoneField()
    restricted = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)

    date_order = models.CharField(max_length=3, choices=DateOrder.choices, blank=True)
    holiday_calendar = models.CharField(max_length=40, blank=True)
    counting_rule = models.CharField(max_length=40, blank=True)
    feasts = models.CharField(max_length=10, choices=FeastReading.choices, blank=True)
    close_of_business = models.TimeField(default=time(17))

    stalled_after_days = models.PositiveSmallIntegerField(
        default=14, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    warning_days = models.PositiveSmallIntegerField(
        default=7, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    unchecked_after_days = models.PositiveSmallIntegerField(
        default=14, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    # The capitals concerned (rules/capitals.py), in whose zones a page says the hour of a deadline too.
    capitals = models.JSONField(default=list, blank=True)
    two_person_review = models.BooleanField(default=False)

    objects = NegotiationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            listed("date_order", DateOrder, blank=True),
            listed("feasts", FeastReading, blank=True),
        ]

    def __str__(self) -> str:
        return self.name
