"""The capitals in which the hour of a deadline is said too: a zone, or “Washington: America/New_York”.

A zone is called by one city of it, and that city is not always the capital.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

LONGEST_CITY = 60


class Capital(NamedTuple):
    """`city` is empty where the zone says which it is."""

    city: str
    zone: str


def capital(entry: str) -> Capital:
    """An entry in its two parts, as they were written: neither is checked here."""
    city, _colon, zone = entry.rpartition(":")
    return Capital(city.strip(), zone.strip())


def clocks(entries: Iterable[str]) -> tuple[str, ...]:
    """Each entry once; a bare zone not where a capital of the same zone is named, since its clock says the same."""
    once = dict.fromkeys(entries)
    named = {capital(each).zone for each in once if capital(each).city}
    return tuple(each for each in once if capital(each).city or each not in named)
