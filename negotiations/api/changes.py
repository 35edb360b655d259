from __future__ import annotations

from negotiations.api.formats import EVERY_LIST, Atom
from negotiations.api.records import Records
from negotiations.filters.changes import ChangeFilters
from negotiations.queries.changes import CHANGE


class Changes(Records):
    """Every write, in the order it was recorded; `next` always leads on, so the end of the list can be polled."""

    shape = CHANGE
    filters = ChangeFilters
    order = ("id",)
    endless = True
    formats = (*EVERY_LIST, Atom)
