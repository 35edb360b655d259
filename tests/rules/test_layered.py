"""Columns of a picture: everything stands right of what it waits for, and the same rows give the same picture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from negotiations.rules.layered import layered


def test_each_box_stands_right_of_all_it_waits_for() -> None:
    assert layered(4, {1: [0], 2: [0, 1]}).columns == ((0, 3), (1, (0, 2)), (2,))


def test_a_line_passes_the_columns_between_its_ends() -> None:
    shape = layered(4, {1: [0], 2: [1], 3: [2, 0]})
    assert shape.columns == ((0,), (1, (0, 3)), (2, (0, 3)), (3,))


def test_a_circle_is_closed_by_one_line_back() -> None:
    shape = layered(3, {0: [2], 1: [0], 2: [1]})
    assert (shape.columns, shape.back) == (((0,), (1,), (2,)), frozenset({(2, 0)}))


def test_boxes_stand_beside_what_they_wait_for() -> None:
    assert layered(4, {2: [1], 3: [0]}).columns == ((0, 1), (3, 2))


def test_nothing_is_an_empty_picture() -> None:
    assert layered(0, {}).columns == ()


@given(st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4, unique=True), max_size=8))
def test_every_box_stands_once_and_only_lines_back_run_back(needs: dict[int, list[int]]) -> None:
    shape = layered(8, needs)
    found = [(each, place) for place, entries in enumerate(shape.columns) for each in entries if isinstance(each, int)]
    column = dict(found)
    assert sorted(box for box, _place in found) == list(range(8))
    for box, needed in ((box, each) for box, found in needs.items() for each in found):
        assert ((needed, box) in shape.back) is (column[needed] >= column[box])
