"""What a search can be narrowed by: the page and the API read the same parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiations.enums import SearchKind
from negotiations.filters.fields import CodeField, DayField, NumberField, ValueField
from negotiations.queries.search import Sought

SEARCHED: dict[str, ValueField] = {
    "q": ValueField(required=True),
    "kind": CodeField(codes=SearchKind),
    "party": NumberField(least=1),
    "since": DayField(),
    "until": DayField(),
}


def sought_for(given: Mapping[str, Any], *, size: int) -> Sought:
    """The values read by these fields, as a question."""
    return Sought(
        given["q"],
        kind=SearchKind(given["kind"]) if given.get("kind") else None,
        party=given.get("party"),
        since=given.get("since"),
        until=given.get("until"),
        size=size,
    )
