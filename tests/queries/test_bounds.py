"""What readers are promised is what the columns hold: the same bounds, and null where a column can be null."""

from __future__ import annotations

import types
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pytest
from django.db.models import Choices, Field

from negotiations.api.nouns import router
from negotiations.queries.shapes import Shape


def every_shape() -> list[Shape[Any]]:
    found: dict[int, Shape[Any]] = {}

    def gather(shape: Shape[Any]) -> None:
        if id(shape) in found:
            return
        found[id(shape)] = shape
        for below in [*shape.refs.values(), *(child.shape for child in shape.children.values())]:
            gather(below)

    for _, view, _ in router.registry:
        for shape in (view.shape, view.whole or view.shape):
            gather(shape)
    return list(found.values())


COLUMNS = [
    pytest.param(shape, name, id=f"{shape.struct.__name__}.{name}")
    for shape in every_shape()
    for name in shape.read_from_columns
    if name not in {*shape.refs, *shape.columns, "negotiation"}
]


@pytest.mark.parametrize(("shape", "name"), COLUMNS)
def test_a_field_has_the_bounds_of_its_column(shape: Shape[Any], name: str) -> None:
    column: Field[Any, Any] = shape.model._meta.get_field(name)  # type: ignore[assignment]
    kind, null, bounds = taken_apart(get_type_hints(shape.struct, include_extras=True)[name])
    assert null == column.null
    if column.choices:
        assert issubclass(kind, Choices)
        assert {str(value) for value in kind.values} == {str(value) for value, _ in column.choices if value != ""}
    if kind is str and column.max_length:
        assert bounds.max_length == column.max_length


def taken_apart(hint: Any) -> tuple[type, bool, Any]:
    """A field's type, whether it may be null, and its bounds."""
    null, bounds = False, None
    if get_origin(hint) in {Union, types.UnionType}:
        (hint,) = [each for each in get_args(hint) if each is not type(None)]
        null = True
    if get_origin(hint) is Annotated:
        hint, bounds = get_args(hint)
    return hint, null, bounds
