"""What a text says in somebody's own words, and whom it names: found by plain rules, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Pairs of quotation marks; the straight ones open and close alike.
_MARKS = {"“": "”", "«": "»", "„": "“", '"': '"'}
_SHORT = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "gen",
        "col",
        "lt",
        "sen",
        "rep",
        "gov",
        "u.s",
        "u.n",
        "u.k",
        "e.g",
        "i.e",
        "no",
    ]
)
_END = re.compile(r"[.!?…]+[”»\"“’')]*(?=\s)|\n\s*\n|\n")
_WORD = re.compile(r"[^\W_]+(?:[’'ʼ-][^\W_]+)*")
LONGEST_QUOTATION = 600
# Words of people coming together; "met the conditions" and the like are left to the reader.
_MEETING = re.compile(
    r"\b(?:met (?:with|in|at|on|for|by|his|her|their)|(?:will|would|to|and) meet|meets? with"
    r"|(?:held|hold|holding) (?:talks|a meeting|consultations)|(?:round of|had|peace) talks"
    r"|spoke (?:by|on the) (?:tele)?phone|summit)\b",
    re.IGNORECASE,
)
# “…”, he said: as far as a name may stand from words and still be taken for their speaker.
_BESIDE = 25


@dataclass(frozen=True, slots=True)
class Span:
    """text[start:end]."""

    start: int
    end: int

    def within(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Named:
    """Where a text names somebody: `key` is what the name stands for."""

    span: Span
    key: str


def sentences(text: str) -> list[Span]:
    """The sentences of a text, without the blanks around them; a line break ends one."""
    spans, start = [], 0
    for end in _END.finditer(text):
        before = text[start : end.start()].rpartition(" ")[2].casefold()
        shortened = before in _SHORT or (len(before) == 1 and before.isalpha())
        if end.group().startswith(".") and shortened:
            continue
        spans.append(_trimmed(text, start, end.end()))
        start = end.end()
    spans.append(_trimmed(text, start, len(text)))
    return [span for span in spans if span.start < span.end]


def quotations(text: str) -> list[Span]:
    """Words within quotation marks, the marks left out; none runs over a line break."""
    spans, at = [], 0
    while at < len(text):
        closes = _MARKS.get(text[at])
        end = text.find(closes, at + 1, at + LONGEST_QUOTATION + 2) if closes else -1
        if end < 0 or "\n" in text[at:end]:
            at += 1
            continue
        inside = _trimmed(text, at + 1, end)
        # A comma or full stop before the closing mark belongs to the sentence around it.
        while inside.end > inside.start and text[inside.end - 1] in ",.;":
            inside = Span(inside.start, inside.end - 1)
        if _WORD.search(inside.within(text)):
            spans.append(inside)
        at = end + 1
    return spans


def named(text: str, names: Mapping[str, str]) -> list[Named]:
    """Every place at which one of these names stands, the longest where several begin there; names → key."""
    by_first: dict[str, list[tuple[list[str], str]]] = {}
    for name, key in names.items():
        words = _words(name)
        if words:
            by_first.setdefault(words[0], []).append((words, key))
    for options in by_first.values():
        options.sort(key=lambda option: -len(option[0]))
    written = [(match.start(), match.end(), _plain(match.group())) for match in _WORD.finditer(text)]
    found, at = [], 0
    while at < len(written):
        for words, key in by_first.get(written[at][2], ()):
            here = [word for _, _, word in written[at : at + len(words)]]
            if here == words:
                last = written[at + len(words) - 1]
                found.append(Named(Span(written[at][0], last[1]), key))
                at += len(words) - 1
                break
        at += 1
    return found


def surnames(full: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The last words of people's names, where they stand for one person alone: name → key."""
    keys: dict[str, set[str]] = {}
    for name, key in full:
        words = name.split()
        if len(words) > 1 and len(words[-1]) > 3:
            keys.setdefault(words[-1], set()).add(key)
    return {name: next(iter(several)) for name, several in keys.items() if len(several) == 1}


def speaker(quotation: Span, sentence: Span, found: Iterable[Named]) -> str:
    """Whom the sentence lets say the quotation: who stands right beside it, or is alone in being named; else ""."""
    here = [each for each in found if sentence.start <= each.span.start and each.span.end <= sentence.end]
    outside = {each: _distance(quotation, each.span) for each in here if _distance(quotation, each.span) > 0}
    near = [each.key for each, far in sorted(outside.items(), key=lambda item: item[1]) if far <= _BESIDE]
    alone = {each.key for each in outside}
    return near[0] if near else next(iter(alone)) if len(alone) == 1 else ""


def of_meeting(sentence: str) -> bool:
    """Whether a sentence tells of people who met, spoke or will meet."""
    return _MEETING.search(sentence) is not None


def located(text: str, passage: str) -> Span | None:
    """Where words stand in a text, however they are broken into lines; None where they do not."""
    words = passage.split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return Span(*found.span()) if found else None


def _distance(one: Span, other: Span) -> int:
    """Characters between two spans; 0 where they meet."""
    return max(other.start - one.end, one.start - other.end, 0)


def _words(name: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(name)]


def _plain(word: str) -> str:
    """As it is written, but for case and the genitive's ’s."""
    folded = word.casefold().replace("’", "'").replace("ʼ", "'")
    return folded.removesuffix("'s")


def _trimmed(text: str, start: int, end: int) -> Span:
    inside = text[start:end]
    return Span(start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip()))
