"""The tokens of one text as the productions see them: look-ahead, phrases, memory, a bound on work."""

import re
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from negotiations.rules.deadlines.lexer import Kind, Token, tokens_of
from negotiations.rules.deadlines.reading import Hit

T = TypeVar("T")

_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_BEYOND = 64  # empty tokens after the last one (and so before the first), to look ahead without care
MOST_DEPTH = 60  # productions inside one another: about ten events, each counted from the next
MOST_STEPS = 6_000  # productions tried in one text; a news sentence takes some hundreds


class Text:
    """A tokenised text. running: it is prose, where "may" and "second" are mostly not times."""

    def __init__(self, source: str, *, running: bool) -> None:
        self.source = source
        tokens = tokens_of(source)
        self._length = len(tokens) - 1
        self.tokens = tokens + tokens[-1:] * _BEYOND
        self._words = [token.text for token in self.tokens]
        self.running = running
        self.steps = 0
        self._depth = 0
        self._memory: dict[tuple[Callable[[Text, int], Hit | None], int], Hit | None] = {}

    def __getitem__(self, index: int) -> Token:
        return self.tokens[index]

    def __len__(self) -> int:
        return self._length

    def word(self, index: int) -> str:
        return self._words[index]

    def skip(self, index: int, *words: str) -> int:
        """The index after the run of these words (or marks) that stands at index."""
        while self._words[index] in words and index < self._length:
            index += 1
        return index

    def joined(self, index: int) -> int:
        """The index after a hyphen that ties two words together ("mid-April", "30-day")."""
        return index + 1 if self._words[index] == "-" and not self.tokens[index + 1].spaced else index

    def number(self, index: int) -> int | None:
        """The whole number in digits at index, or None."""
        token = self[index]
        return int(token.text) if token.kind is Kind.NUMBER and token.text.isdecimal() else None

    def ordinal(self, index: int) -> int | None:
        token = self[index]
        return int(token.text[:-2]) if token.kind is Kind.ORDINAL else None

    def read(self, production: Callable[["Text", int], Hit | None], index: int) -> Hit | None:
        """What the production finds at index, worked out once; None when the bound on work is reached."""
        key = (production, index)
        if key in self._memory:
            return self._memory[key]
        self.steps += 1
        if self.steps > MOST_STEPS or self._depth > MOST_DEPTH:
            return None
        self._memory[key] = None  # a production that meets itself at the same place finds nothing there
        self._depth += 1
        hit = production(self, index)
        self._depth -= 1
        self._memory[key] = hit
        return hit

    def spend(self, steps: int) -> None:
        """Charge work that no production shows, such as reading the words of an event."""
        self.steps += steps

    def longest(self, index: int, *productions: Callable[["Text", int], Hit | None]) -> Hit | None:
        """The hit that reads furthest; the earlier production wins a tie."""
        best: Hit | None = None
        for production in productions:
            hit = self.read(production, index)
            if hit is not None and (best is None or hit[1] > best[1]):
                best = hit
        return best


class Phrases(Generic[T]):
    """A table of phrases, matched longest first; a hyphen may stand for a blank between their words."""

    def __init__(self, table: Mapping[str, T]) -> None:
        self._by_first: dict[str, list[tuple[list[str], T]]] = {}
        for phrase, value in table.items():
            words = [word.rstrip("'") for word in _HYPHEN.sub(" ", phrase).split()]
            self._by_first.setdefault(words[0], []).append((words, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    @property
    def first_words(self) -> frozenset[str]:
        return frozenset(self._by_first)

    def at(self, text: Text, index: int) -> tuple[T, int] | None:
        """The value of the longest phrase at index and the index after it, or None."""
        entries = self._by_first.get(text.word(index))
        if entries is None:
            return None
        for words, value in entries:
            after = _after_words(text, index, words) if len(words) > 1 else index + 1
            if after is not None:
                return value, after
        return None


def _after_words(text: Text, index: int, words: list[str]) -> int | None:
    for position, word in enumerate(words):
        if position:
            index = text.joined(index)
        if text.word(index) != word:
            return None
        index = text.skip(index + 1, "'") if word.endswith("s") and text.word(index + 2) in words else index + 1
        index = text.skip(index, ".") if word == "st" else index
    return index
