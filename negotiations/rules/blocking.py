"""What must happen first: the conditions that hold a proposal up, and circles of them that wait for each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A condition as the graph sees it: whether it is still open, and whether it blocks its proposal by itself."""

    id: int
    open: bool
    blocks: bool


def blockers_of(conditions: Iterable[Node], needs: Mapping[int, Iterable[int]]) -> list[int]:
    """The open conditions that hold a proposal up: those that block, and every open one that these wait for.

    `conditions` are all that may be reached, `needs` maps a condition to those it waits for. Ids come nearest first,
    each once; circles end where they close.
    """
    nodes = {node.id: node for node in conditions}
    queue = [node.id for node in nodes.values() if node.open and node.blocks]
    found: dict[int, None] = dict.fromkeys(queue)
    for current in queue:
        for other in needs.get(current, ()):
            if other in nodes and nodes[other].open and other not in found:
                found[other] = None
                queue.append(other)
    return list(found)


def circles_in(needs: Mapping[int, Iterable[int]]) -> list[tuple[int, ...]]:
    """Every group of conditions that wait for each other, each in ascending order (Tarjan's components).

    Written without recursion, so that a long chain cannot exhaust the stack.
    """
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    trail: list[int] = []
    on_trail: set[int] = set()
    groups: list[tuple[int, ...]] = []
    for root in needs:
        if root in index:
            continue
        work = [(root, iter(tuple(needs.get(root, ()))))]
        index[root] = low[root] = len(index)
        trail.append(root)
        on_trail.add(root)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    trail.append(other)
                    on_trail.add(other)
                    work.append((other, iter(tuple(needs.get(other, ())))))
                    break
                if other in on_trail:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = _taken_off(trail, on_trail, node)
                    if len(group) > 1 or node in set(needs.get(node, ())):
                        groups.append(tuple(sorted(group)))
    return sorted(groups)


def _taken_off(trail: list[int], on_trail: set[int], until: int) -> list[int]:
    group = []
    while True:
        node = trail.pop()
        on_trail.discard(node)
        group.append(node)
        if node == until:
            return group
