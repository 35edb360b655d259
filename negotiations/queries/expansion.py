"""Records with others inside them in full: which can be asked for, and the shape that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from types import GenericAlias
from typing import Any

import msgspec
from django.db.models import Model

from negotiations.queries.articles import ARTICLE
from negotiations.queries.claims import CLAIM
from negotiations.queries.conditions import CONDITION
from negotiations.queries.deadlines import DEADLINE
from negotiations.queries.events import EVENT
from negotiations.queries.negotiations import NEGOTIATION
from negotiations.queries.parties import PARTY
from negotiations.queries.people import PERSON
from negotiations.queries.proposals import PROPOSAL
from negotiations.queries.shapes import Shape
from negotiations.queries.sources import SOURCE

# A record named inside another, in full: as the list of its own noun has it.
NOUNS: dict[type[Model], Shape[Any]] = {
    shape.model: shape
    for shape in (ARTICLE, CLAIM, CONDITION, DEADLINE, EVENT, NEGOTIATION, PARTY, PERSON, PROPOSAL, SOURCE)
}


def inside(shape: Shape[Any]) -> dict[str, Shape[Any]]:
    """The fields that hold other records, each with their shape."""
    return {**shape.refs, **{name: child.shape for name, child in shape.children.items()}}


def in_full(shape: Shape[Any]) -> Shape[Any] | None:
    """The shape of the same rows in full; None where that is no noun, or is this one."""
    noun = NOUNS.get(shape.model)
    return noun if noun is not shape else None


@cache
def wider(shape: Shape[Any], whole: Shape[Any]) -> Shape[Any]:
    """A row of a list with the fields that only the record by itself has otherwise, at its end."""
    fields = msgspec.structs.fields(shape.struct)
    own = {each.name for each in fields}
    more = [each for each in msgspec.structs.fields(whole.struct) if each.name not in own]
    if not more:
        return shape
    made = msgspec.defstruct(shape.struct.__name__, [(each.name, each.type) for each in (*fields, *more)])
    children, bulk = {**whole.children, **shape.children}, {**whole.bulk, **shape.bulk}
    return replace(shape, struct=made, children=children, bulk=bulk)


def heavier(shape: Shape[Any], whole: Shape[Any]) -> tuple[str, ...]:
    """The fields that a list has on request only."""
    fields: tuple[str, ...] = wider(shape, whole).struct.__struct_fields__
    return fields[len(shape.struct.__struct_fields__) :]


@cache
def expansions(shape: Shape[Any], whole: Shape[Any]) -> tuple[str, ...]:
    """What `expand` may name for a row of `shape`: `field`, and one step further `field.field`."""
    return tuple(dict.fromkeys((*heavier(shape, whole), *_steps(wider(shape, whole)))))


def _steps(shape: Shape[Any]) -> Iterator[str]:
    for name, held in inside(shape).items():
        if in_full(held):
            yield name
        for further, there in inside(in_full(held) or held).items():
            if in_full(there):
                yield f"{name}.{further}"


@lru_cache(maxsize=512)
def expanded(shape: Shape[Any], paths: frozenset[str], *, then: bool) -> Shape[Any]:
    """The shape with the records at these paths in full; on another day without what is kept for today only."""
    fields: dict[str, Shape[Any]] = {}
    for name, further in _grouped(paths).items():
        held = inside(shape).get(name)
        if held is None:
            continue
        full = in_full(held)
        if full and then:
            full = full.only(frozenset(full.struct.__struct_fields__) - {*full.timeless})
        fields[name] = expanded(full or held, further, then=then)
    return _holding(shape, fields) if fields else shape


def _grouped(paths: Iterable[str]) -> dict[str, frozenset[str]]:
    steps = [path.partition(".") for path in sorted(paths)]
    return {name: frozenset(rest for first, _, rest in steps if rest and first == name) for name, _, _ in steps}


def _holding(shape: Shape[Any], held: dict[str, Shape[Any]]) -> Shape[Any]:
    """The shape with these shapes at its fields."""
    refs = {name: held.get(name, ref) for name, ref in shape.refs.items()}
    children = {
        name: replace(child, shape=held[name]) if name in held else child for name, child in shape.children.items()
    }
    kinds: dict[str, Any] = {
        name: GenericAlias(list, shape.struct) if name in children else shape.struct | None
        for name, shape in held.items()
    }
    named = [(each.name, kinds.get(each.name, each.type)) for each in msgspec.structs.fields(shape.struct)]
    return replace(shape, struct=msgspec.defstruct(shape.struct.__name__, named), refs=refs, children=children)
