"""What a party or a person is found by: its own names, and those of every record that was merged into it."""

from __future__ import annotations

from collections.abc import Iterator

from negotiations.models import Party, Person
from negotiations.rules.folding import folded


def refresh_search(row: Party | Person) -> None:
    """Work out the words by which an actor is found, after its names or its merging changed."""
    row.search_text = folded(*_names(row))
    row.save(update_fields=["search_text"])


def _names(row: Party | Person) -> Iterator[str]:
    yield row.name
    if isinstance(row, Party):
        yield row.iso_alpha3
    yield from row.names.unscoped(reason="works out a column of its own record").values_list("name", flat=True)
    for merged in type(row)._base_manager.filter(merged_into=row.pk).order_by("pk"):  # read no more, but still a name
        yield from _names(merged)
