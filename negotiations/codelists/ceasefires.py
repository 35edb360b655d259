"""What the ETH/PRIO dataset codes of a truce."""

from __future__ import annotations

from negotiations.codelists.files import contents, scheme_of

CEASEFIRE_SCHEME = scheme_of("ceasefires.toml")


def ceasefire_sides() -> tuple[str, ...]:
    """Who declared it."""
    return tuple(contents("ceasefires.toml")["sides"])


def ceasefire_extents() -> tuple[str, ...]:
    """How much of the fighting it covers."""
    return tuple(contents("ceasefires.toml")["extents"])


def ceasefire_classes() -> tuple[str, ...]:
    """How far its terms go."""
    return tuple(contents("ceasefires.toml")["classes"])


def ceasefire_purposes() -> tuple[str, ...]:
    """The purposes that are flags; any other is free text."""
    return tuple(contents("ceasefires.toml")["purposes"])
