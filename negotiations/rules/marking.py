"""Passages of a kept text: where each quotation stands, word for word."""

from __future__ import annotations

from collections.abc import Mapping


def marked(text: str, quotations: Mapping[int, str]) -> list[tuple[str, int | None]]:
    """The text in pieces, each with the key of the quotation that it is, None between them.

    A quotation is marked where it first stands; of two that overlap, the one that begins earlier, then the longer.
    """
    found = [(text.find(words), -len(words), key) for key, words in quotations.items() if words]
    pieces: list[tuple[str, int | None]] = []
    done = 0
    for start, length, key in sorted(found):
        if start >= done:
            pieces += [(text[done:start], None), (text[start : start - length], key)]
            done = start - length
    return [(piece, key) for piece, key in [*pieces, (text[done:], None)] if piece]
