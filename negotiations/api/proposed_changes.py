from __future__ import annotations

from negotiations.api.records import Records
from negotiations.api.writes.operations import writable
from negotiations.api.writes.reviewing import DECIDE_CHANGE
from negotiations.filters.proposed_changes import ProposedChangeFilters
from negotiations.queries.proposed_changes import PROPOSED_CHANGE


@writable(decision=DECIDE_CHANGE)
class ProposedChanges(Records):
    """Changes of a status or a deadline that wait for a second person, and those decided; newest first."""

    shape = PROPOSED_CHANGE
    filters = ProposedChangeFilters
    order = ("-recorded_at",)
