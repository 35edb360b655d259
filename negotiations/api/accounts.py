from __future__ import annotations

from negotiations.api.records import Records
from negotiations.api.writes.accounts import GIVE_ACCOUNT, WITHDRAW_ACCOUNT
from negotiations.api.writes.operations import writable
from negotiations.filters.accounts import AccountFilters
from negotiations.queries.accounts import ACCOUNT


@writable(create=GIVE_ACCOUNT, withdraw=WITHDRAW_ACCOUNT)
class Accounts(Records):
    """What each party says a deal is; newest first."""

    shape = ACCOUNT
    filters = AccountFilters
    order = ("-stated_at",)
    dated = True
