"""PLOVER event categories, the modes of each, and the contexts that any event may carry."""

from __future__ import annotations

from negotiations.codelists.files import contents, scheme_of

EVENT_SCHEME = scheme_of("plover.toml")


def event_categories() -> tuple[str, ...]:
    """Every category code."""
    return tuple(contents("plover.toml")["categories"])


def modes_of(category: str) -> tuple[str, ...]:
    """The modes of a category; empty where it takes none. KeyError for a code that is no category."""
    return tuple(contents("plover.toml")["categories"][category])


def event_contexts() -> tuple[str, ...]:
    """Every context tag."""
    return tuple(contents("plover.toml")["contexts"])
