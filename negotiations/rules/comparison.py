"""Two offers side by side: which of their conditions are the same, which changed, which only one of them has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negotiations.enums.proposals import Alignment
from negotiations.rules.folding import folded

# Conditions without an issue code are the same matter only if so much of their words is shared.
_ALIKE = 0.5
# More words than this, multiplied, are not compared one by one: only the beginning and the end that are shared.
_MOST = 40_000


@dataclass(frozen=True, slots=True)
class Worded:
    """One condition as it is compared: its issue code ("" for none), its words, and its other terms by name."""

    key: int
    code: str
    text: str
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both texts (SAME), or in one only."""

    where: Alignment
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands opposite: `runs` marks the words of a changed text, `differing` names the other terms that differ."""

    here: int | None
    there: int | None
    outcome: Alignment
    runs: tuple[Run, ...] = ()
    differing: tuple[str, ...] = ()


def aligned(here: Sequence[Worded], there: Sequence[Worded]) -> list[Pair]:
    """Every condition of both once: those of `here` in their order, then those only the other one has.

    Conditions of one issue code are the same matter, the most alike in words opposite each other. Without a code they
    are only where most of the words agree.
    """
    partners: dict[int, Worded] = {}
    for code in dict.fromkeys(each.code for each in here):
        ours, theirs = ([each for each in side if each.code == code] for side in (here, there))
        partners |= _partners(ours, theirs, least=0 if code else _ALIKE)
    pairs = [_pair(each, partners.get(each.key)) for each in here]
    taken = {each.key for each in partners.values()}
    return pairs + [Pair(None, each.key, Alignment.ONLY_THERE) for each in there if each.key not in taken]


def marked(here: str, there: str) -> tuple[Run, ...]:
    """The words of both texts in one line: those shared, those only here, those only there."""
    ours, theirs = here.split(), there.split()
    start = _shared(ours, theirs)
    end = _shared(ours[start:][::-1], theirs[start:][::-1])
    middle = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    words = [(Alignment.SAME, word) for word in ours[:start]]
    words += _woven(*middle) if len(middle[0]) * len(middle[1]) <= _MOST else _replaced(*middle)
    words += [(Alignment.SAME, word) for word in ours[len(ours) - end :]]
    runs: list[Run] = []
    for where, word in words:
        if runs and runs[-1].where is where:
            runs[-1] = Run(where, f"{runs[-1].text} {word}")
        else:
            runs.append(Run(where, word))
    return tuple(runs)


def _partners(ours: list[Worded], theirs: list[Worded], *, least: float) -> dict[int, Worded]:
    alike = sorted(
        ((-_likeness(one, other), i, j) for i, one in enumerate(ours) for j, other in enumerate(theirs)),
    )
    found: dict[int, Worded] = {}
    taken: set[int] = set()
    for likeness, i, j in alike:
        if ours[i].key not in found and j not in taken and -likeness >= least:
            found[ours[i].key] = theirs[j]
            taken.add(j)
    return found


def _likeness(one: Worded, other: Worded) -> float:
    """The share of the words of both that both have, from 0 to 1."""
    ours, theirs = ({*folded(each.text).split()} for each in (one, other))
    return len(ours & theirs) / (len(ours | theirs) or 1)


def _pair(here: Worded, there: Worded | None) -> Pair:
    if there is None:
        return Pair(here.key, None, Alignment.ONLY_HERE)
    theirs = dict(there.terms)
    differing = tuple(name for name, value in here.terms if theirs.get(name) != value)
    same = folded(here.text).split() == folded(there.text).split()
    if same and not differing:
        return Pair(here.key, there.key, Alignment.SAME)
    runs = () if same else marked(here.text, there.text)
    return Pair(here.key, there.key, Alignment.CHANGED, runs, differing)


def _shared(ours: list[str], theirs: list[str]) -> int:
    """How many words both begin with."""
    count = 0
    while count < min(len(ours), len(theirs)) and ours[count] == theirs[count]:
        count += 1
    return count


def _replaced(ours: list[str], theirs: list[str]) -> list[tuple[Alignment, str]]:
    return [(Alignment.ONLY_HERE, word) for word in ours] + [(Alignment.ONLY_THERE, word) for word in theirs]


def _woven(ours: list[str], theirs: list[str]) -> list[tuple[Alignment, str]]:
    """By the longest sequence of words that both have."""
    longest = [[0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            met = ours[i] == theirs[j]
            longest[i][j] = longest[i + 1][j + 1] + 1 if met else max(longest[i + 1][j], longest[i][j + 1])
    words, i, j = [], 0, 0
    while i < len(ours) and j < len(theirs):
        if ours[i] == theirs[j]:
            words.append((Alignment.SAME, ours[i]))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            words.append((Alignment.ONLY_HERE, ours[i]))
            i += 1
        else:
            words.append((Alignment.ONLY_THERE, theirs[j]))
            j += 1
    return words + _replaced(ours[i:], theirs[j:])
