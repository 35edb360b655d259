"""Write long tables of words as plain text: one string, cut at its blanks or bars."""

from typing import TypeVar

T = TypeVar("T")


def in_order(words: str) -> list[str]:
    """The words of a string, in order."""
    return words.split()


def listed(words: str) -> frozenset[str]:
    """The words of a string, to look one up in."""
    return frozenset(words.split())


def phrases(table: str, value: T) -> dict[str, T]:
    """The phrases of a string, cut at its bars, each with the same value."""
    return dict.fromkeys(table.split("|"), value)
