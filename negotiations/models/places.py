"""Codes that have a place in an order of their own."""

from __future__ import annotations

from django.db.models import SmallIntegerField, Transform
from django.utils.deconstruct import deconstructible

from negotiations.enums import ProposalStatus


@deconstructible
class Place(Transform):
    """`status__place`: how far a proposal has come in its life, by the order of the list of statuses.

    The codes stand in the statement itself: an index over them is used only where the statement says the same. So a
    new status needs the index made anew.
    """

    lookup_name = "place"
    output_field = SmallIntegerField()
    _PLACES = " ".join(f"WHEN '{code}' THEN {place}" for place, code in enumerate(ProposalStatus.values))
    template = f"CASE %(expressions)s {_PLACES} END"
