"""One spelling to search by: no case, no marks."""

from __future__ import annotations

import unicodedata


def folded(*texts: str) -> str:
    """The texts joined, without case or combining marks, so that "Élan" is found by "elan" on every database."""
    decomposed = unicodedata.normalize("NFKD", " ".join(text for text in texts if text))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()
