from __future__ import annotations

from negotiations.api.authentication import SessionLogin
from negotiations.api.records import Records
from negotiations.api.writes.operations import writable
from negotiations.api.writes.tokens import MAKE_TOKEN, REVOKE_TOKEN
from negotiations.filters.tokens import TokenFilters
from negotiations.queries.tokens import TOKEN


@writable(create=MAKE_TOKEN, destroy=REVOKE_TOKEN)
class Tokens(Records):
    """Your own tokens. Only whoever has signed in themselves comes here: no token makes or finds another."""

    authentication_classes = (SessionLogin,)
    personal = True
    shape = TOKEN
    filters = TokenFilters
    order = ("id",)
    unchained = True  # being used is no change of the record
