from __future__ import annotations

from negotiations.api.own import Own
from negotiations.api.writes.operations import writable
from negotiations.api.writes.tokens import MAKE_TOKEN, REVOKE_TOKEN
from negotiations.filters.tokens import TokenFilters
from negotiations.queries.tokens import TOKEN


@writable(create=MAKE_TOKEN, revoke=REVOKE_TOKEN)
class Tokens(Own):
    """Your own tokens. Only whoever has signed in themselves comes here: no token makes or finds another."""

    shape = TOKEN
    filters = TokenFilters
