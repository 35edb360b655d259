from __future__ import annotations

from negotiations.api.records import Records
from negotiations.filters.accounts import AccountFilters
from negotiations.queries.accounts import ACCOUNT


class Accounts(Records):
    """What each party says a deal is; newest first."""

    shape = ACCOUNT
    filters = AccountFilters
    order = ("-stated_at",)
    dated = True
