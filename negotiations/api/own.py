from __future__ import annotations

from negotiations.api.authentication import SessionLogin
from negotiations.api.records import Records


class Own(Records):
    """What people set up for themselves. No token comes here: one that is confined would escape through it."""

    authentication_classes = (SessionLogin,)
    personal = True
    unchained = True  # being used is no change of the record
