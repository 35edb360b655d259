"""A picture of what waits for what: boxes in columns, each after all it waits for; always the same for the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from negotiations.rules.blocking import circles_in

# A line that passes through a column, as (the box waited for, the box that waits).
Line = tuple[int, int]
Entry = int | Line


@dataclass(frozen=True, slots=True)
class Layered:
    """`columns` hold boxes by number and lines passing through, from top to bottom.

    The lines in `back` close a circle of boxes that wait for each other, and run from right to left.
    """

    columns: tuple[tuple[Entry, ...], ...]
    back: frozenset[Line]


def layered(count: int, needs: Mapping[int, Sequence[int]]) -> Layered:
    """Boxes 0 to `count` - 1, where box n waits for `needs[n]`; one that waits for nothing stands in the first column.

    Within a circle the box with the lower number comes first.
    """
    ring = {box: circle for circle in circles_in(needs) for box in circle}
    lines = [(needed, box) for box in range(count) for needed in needs.get(box, ())]
    closing = {line for line in lines if line[0] in ring.get(line[1], ()) and line[0] >= line[1]}
    column = _columns(count, [line for line in lines if line not in closing])
    back = frozenset(line for line in closing if column[line[0]] >= column[line[1]])
    forward = [line for line in lines if line not in back]
    entries: list[list[Entry]] = [[] for _ in range(max(column, default=-1) + 1)]
    for box in range(count):
        entries[column[box]].append(box)
    for needed, box in forward:
        for passed in range(column[needed] + 1, column[box]):
            entries[passed].append((needed, box))
    for place in range(1, len(entries)):
        entries[place] = _in_line(entries[place], entries[place - 1], forward)
    return Layered(tuple(map(tuple, entries)), back)


def _columns(count: int, forward: Sequence[Line]) -> list[int]:
    """The length of the longest way to each box from one that waits for nothing."""
    column = [0] * count
    waits = [0] * count
    later: dict[int, list[int]] = {}
    for needed, box in forward:
        waits[box] += 1
        later.setdefault(needed, []).append(box)
    ready = [box for box in range(count) if not waits[box]]
    for needed in ready:
        for box in later.get(needed, ()):
            column[box] = max(column[box], column[needed] + 1)
            waits[box] -= 1
            if not waits[box]:
                ready.append(box)
    return column


def _in_line(entries: Sequence[Entry], before: Sequence[Entry], forward: Sequence[Line]) -> list[Entry]:
    """The entries of a column, each as near as can be to the middle of those its lines come from."""
    row = {entry: place for place, entry in enumerate(before)}

    def middle(entry: Entry) -> float:
        lines = [entry] if isinstance(entry, tuple) else [line for line in forward if line[1] == entry]
        places = [row[line] if line in row else row[line[0]] for line in lines if line in row or line[0] in row]
        return sum(places) / len(places) if places else 0.0

    return sorted(entries, key=middle)
