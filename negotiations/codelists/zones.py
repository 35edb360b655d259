"""The names of the IANA time zones."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones


@cache
def time_zones() -> frozenset[str]:
    """Every zone name this machine knows. Listing them reads hundreds of files, so it is done once."""
    return frozenset(available_timezones())
