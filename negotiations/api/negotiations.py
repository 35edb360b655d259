from __future__ import annotations

from negotiations.api.records import Referenced
from negotiations.api.writes.negotiations import ADMIT_MEMBER, DISMISS_MEMBER, OPEN_NEGOTIATION, REVISE_NEGOTIATION
from negotiations.api.writes.operations import writable
from negotiations.filters.negotiations import NegotiationFilters
from negotiations.queries.negotiations import NEGOTIATION, NEGOTIATION_DETAIL


@writable(create=OPEN_NEGOTIATION, partial_update=REVISE_NEGOTIATION, members=ADMIT_MEMBER, member=DISMISS_MEMBER)
class Negotiations(Referenced):
    """Processes and tracks, by name."""

    shape = NEGOTIATION
    whole = NEGOTIATION_DETAIL
    filters = NegotiationFilters
    order = ("name",)
    unchained = True  # the name of a team changes outside the record
