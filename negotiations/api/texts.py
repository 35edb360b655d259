from __future__ import annotations

from negotiations.api.records import Records
from negotiations.api.writes.operations import writable
from negotiations.api.writes.texts import RECORD_TEXT
from negotiations.filters.texts import TextFilters
from negotiations.queries.texts import TEXT, TEXT_DETAIL


@writable(create=RECORD_TEXT)
class Texts(Records):
    """The texts of proposals, each version by itself; newest first."""

    shape = TEXT
    whole = TEXT_DETAIL
    filters = TextFilters
    order = ("-recorded_at",)
    dated = True
