"""The tokens of one text as the productions see them: look-ahead, phrases, memory, a bound on work."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from negotiations.rules.deadlines.lexer import Kind, Token, tokens_of
from negotiations.rules.deadlines.reading import Hit

T = TypeVar("T")

MOST_STEPS = 12_000  # productions tried in one text; a long news sentence takes some hundreds


class Text:
    """A tokenised text. running: it is prose, where "may" and "second" are mostly not times."""

    def __init__(self, source: str, *, running: bool) -> None:
        self.source = source
        self.tokens = tokens_of(source)
        self.running = running
        self.steps = 0
        self._memory: dict[tuple[Callable[[Text, int], Hit | None], int], Hit | None] = {}

    def __getitem__(self, index: int) -> Token:
        return self.tokens[index] if 0 <= index < len(self.tokens) else self.tokens[-1]

    def __len__(self) -> int:
        return len(self.tokens) - 1

    def word(self, index: int) -> str:
        return self[index].text

    def is_in(self, index: int, words: "frozenset[str] | Mapping[str, object]") -> bool:
        return self[index].text in words

    def skip(self, index: int, *words: str) -> int:
        """The index after the run of these words (or marks) that stands at index."""
        while self[index].text in words and self[index].kind is not Kind.END:
            index += 1
        return index

    def joined(self, index: int) -> int:
        """The index after a hyphen that ties two words together ("mid-April", "30-day")."""
        return index + 1 if self[index].text == "-" and not self[index + 1].spaced else index

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
        if self.steps > MOST_STEPS:
            return None
        self._memory[key] = None  # a production that meets itself at the same place finds nothing there
        hit = production(self, index)
        self._memory[key] = hit
        return hit

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
            words = [word.rstrip("'") for word in phrase.split()]
            self._by_first.setdefault(words[0], []).append((words, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    @property
    def first_words(self) -> frozenset[str]:
        return frozenset(self._by_first)

    def at(self, text: Text, index: int) -> tuple[T, int] | None:
        """The value of the longest phrase at index and the index after it, or None."""
        for words, value in self._by_first.get(text.word(index), ()):
            after = _after_words(text, index, words)
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
