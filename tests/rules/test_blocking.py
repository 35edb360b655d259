from hypothesis import given
from hypothesis import strategies as st

from negotiations.rules.blocking import Node, blockers_of, circles_in


def test_a_blocking_condition_and_what_it_waits_for() -> None:
    nodes = [Node(1, open=True, blocks=True), Node(2, open=True, blocks=False), Node(3, open=False, blocks=False)]
    assert blockers_of(nodes, {1: [2, 3]}) == [1, 2]


def test_a_cleared_condition_blocks_nothing() -> None:
    assert blockers_of([Node(1, open=False, blocks=True)], {}) == []


def test_a_circle_ends_where_it_closes() -> None:
    nodes = [Node(1, open=True, blocks=True), Node(2, open=True, blocks=False)]
    assert blockers_of(nodes, {1: [2], 2: [1]}) == [1, 2]


def test_circles_are_named_once_each() -> None:
    assert circles_in({1: [2], 2: [3], 3: [1], 4: [5], 5: [4], 6: [7]}) == [(1, 2, 3), (4, 5)]


def test_a_long_chain_does_not_exhaust_the_stack() -> None:
    assert circles_in({step: [step + 1] for step in range(5000)}) == []


@given(st.dictionaries(st.integers(0, 8), st.lists(st.integers(0, 8), max_size=4), max_size=9))
def test_members_of_a_circle_reach_each_other_and_nobody_else_does(needs: dict[int, list[int]]) -> None:
    def reached(start: int) -> set[int]:
        found: set[int] = set()
        queue = list(needs.get(start, ()))
        while queue:
            node = queue.pop()
            if node not in found:
                found.add(node)
                queue.extend(needs.get(node, ()))
        return found

    everyone = set(needs) | {other for others in needs.values() for other in others}
    expected = {
        tuple(sorted({node} | {other for other in reached(node) if node in reached(other)}))
        for node in everyone
        if node in reached(node)
    }
    assert circles_in(needs) == sorted(expected)
