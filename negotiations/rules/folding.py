"""One spelling to search by: no case, no marks, nothing but words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# As far as any engine's index takes a word.
_LONGEST = 60
_WORD = re.compile(r"[^\W_]+")
# A word as it is written, its combining marks (Latin, Hebrew, Arabic) included.
_WRITTEN = re.compile(r"(?:[^\W_][\u0300-\u036f\u0591-\u05c7\u064b-\u0652]*)+")
_AROUND = 90


def folded(*texts: str) -> str:
    """The words of the texts with one blank between them, without case or combining marks.

    "Élan-vital" is found by "elan" on every database.
    """
    decomposed = unicodedata.normalize("NFKD", " ".join(text for text in texts if text))
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()
    return " ".join(word[:_LONGEST] for word in _WORD.findall(bare))


def marked(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a word that begins with one of these folded words."""
    pieces, at = [], 0
    for start, end in _found(text, words):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


def excerpt(text: str, words: Sequence[str]) -> str:
    """The text around its first matching word, cut between words; "" where none matches."""
    found = next(iter(_found(text, words)), None)
    if found is None:
        return ""
    start, end = max(0, found[0] - _AROUND), min(len(text), found[1] + 2 * _AROUND)
    cut = " ".join(text[start:end].split())
    if start:
        cut = f"… {cut.partition(' ')[2] or cut}"
    return f"{cut.rpartition(' ')[0] or cut} …" if end < len(text) else cut


def _found(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where words of the text begin with one of the folded words."""
    begins = tuple(words)
    return [
        (each.start(), each.end())
        for each in (_WRITTEN.finditer(text) if begins else ())
        if folded(each.group()).startswith(begins)
    ]
