"""By what proposals are ordered where people read the names: an id says nothing to them."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, ExpressionWrapper, F, Value, When
from django.db.models.functions import Concat


def negotiation_name() -> Any:
    """What the negotiation of a proposal is called."""
    return ExpressionWrapper(F("negotiation__name"), CharField())


def owner_name() -> Any:
    """Who looks after a proposal, by first and last name; null for nobody."""
    name = Concat("owner__first_name", Value(" "), "owner__last_name", output_field=CharField())
    return Case(When(owner__isnull=False, then=name), output_field=CharField())
