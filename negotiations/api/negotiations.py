from __future__ import annotations

from negotiations.api.records import Referenced
from negotiations.filters.negotiations import NegotiationFilters
from negotiations.queries.negotiations import NEGOTIATION, NEGOTIATION_DETAIL


class Negotiations(Referenced):
    """Processes and tracks, by name."""

    shape = NEGOTIATION
    whole = NEGOTIATION_DETAIL
    filters = NegotiationFilters
    order = ("name",)
    unchained = True  # the name of a team changes outside the record
