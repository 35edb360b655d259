"""What a query string asks for: read strictly, all faults at once, nothing ignored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from negotiations.api.problems import Fault, InvalidParameters
from negotiations.filters.base import RecordFilters
from negotiations.filters.fields import InstantField, ListField, NumberField, ValueField, nearest, shown
from negotiations.queries.expansion import expansions, wider
from negotiations.queries.shapes import Shape, Then

_OF_PAGES = frozenset({"cursor", "page_size", "count"})
PAGE_SIZE = 50
LARGEST_PAGE = 200
_TODAY = "This is kept for today only; leave out as_of."
_WORDS = "Words are searched for as they stand today; leave out known_at, or look for the record by another filter."
_CURSOR = re.compile(r"[A-Za-z0-9_:.=-]{1,2000}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """A valid query string: what remains for the FilterSet is `filters`."""

    filters: dict[str, str]
    ordering: tuple[str, ...]
    names: frozenset[str]
    expand: frozenset[str]
    then: Then | None
    cursor: str
    page_size: int
    exact_count: bool


class CursorField(ValueField):
    """A cursor of an earlier answer."""

    def read(self, text: str) -> str:
        if not _CURSOR.match(text):
            raise ValidationError("This is no cursor; take one from “next” or “previous” of an answer.")
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 2000}


class NamesField(ListField):
    """Names out of a closed list."""

    def __init__(self, *, known: Iterable[str], **options: Any) -> None:
        super().__init__(of=ValueField(), **options)
        self.known = tuple(known)

    def read(self, text: str) -> list[str]:
        names: list[str] = super().read(text)
        for name in names:
            if name not in self.known:
                raise ValidationError(f"{shown(name)} is none of {', '.join(self.known)}.{nearest(name, self.known)}")
        if len(set(names)) < len(names):
            raise ValidationError("A name is given twice.")
        return names

    def schema(self) -> dict[str, Any]:
        named = {"type": "string", "enum": list(self.known)}
        return {"type": "array", "items": named, "minItems": 1, "maxItems": len(self.known), "uniqueItems": True}


class FormatField(NamesField):
    """The name of a format."""

    def read(self, text: str) -> Any:
        if text not in self.known:
            raise ValidationError(f"{shown(text)} is none of {', '.join(self.known)}.")
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.known)}


class ExactField(ValueField):
    """The word “exact”."""

    def read(self, text: str) -> str:
        if text != "exact":
            raise ValidationError("Write count=exact, or leave it out.")
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": ["exact"]}


@lru_cache(256)
def shared_fields(
    shape: Shape[Any],
    *,
    dated: bool,
    whole: Shape[Any] | None = None,
    filters: type[RecordFilters] | None = None,
    then: bool = False,
    formats: tuple[str, ...] = (),
) -> dict[str, ValueField]:
    """The parameters that are no filters: of a list when `filters` are given, else of one record.

    `whole`: the record by itself, whose further fields a list has on request.
    """
    offered = wider(shape, whole or shape)
    fields: dict[str, ValueField] = {
        "fields": NamesField(known=offered.struct.__struct_fields__),
        "omit": NamesField(known=shape.struct.__struct_fields__),
    }
    if paths := expansions(shape, whole or shape):
        fields["expand"] = NamesField(known=paths)
    if dated:
        fields |= {"as_of": InstantField(), "known_at": InstantField()}
    if filters is None:
        return fields
    orders = [sign + name for name in filters.ordered_by(then=then) for sign in ("", "-")]
    return fields | {
        "cursor": CursorField(),
        "page_size": NumberField(least=1, most=LARGEST_PAGE),
        "ordering": NamesField(known=orders),
        "count": ExactField(),
        "format": FormatField(known=formats),
    }


def asked(
    query: QueryDict,
    shape: Shape[Any],
    *,
    dated: bool,
    filters: type[RecordFilters] | None,
    order: tuple[str, ...],
    whole: Shape[Any] | None = None,
    formats: tuple[str, ...] = (),
    all_rows: bool = False,
) -> Asked:
    """Read a query string for a list (or, without `filters`, for one record); raises InvalidParameters.

    A list of `all_rows`, as exports are, has no pages: what speaks of them is refused, and its rows come by id unless
    an order is asked for, so that rows moved meanwhile are neither left out nor repeated.
    """
    then = dated and ("as_of" in query or "known_at" in query)
    fields = shared_fields(shape, dated=dated, whole=whole, filters=filters, then=then, formats=formats)  # type: ignore[arg-type]  # a class is its own key
    if all_rows:
        fields = {name: field for name, field in fields.items() if name not in _OF_PAGES}
    known = then and "known_at" in query
    offered = {n: each.field for n, each in filters.offered(then=then, known=known).items()} if filters else {}
    today = {name: each.field for name, each in filters.base_filters.items()} if filters else {}
    faults = _misused(query, {**fields, **offered}, today)
    given: dict[str, Any] = {}
    for name, field in {**fields, **offered}.items():
        if name in query and not any(fault.parameter == name for fault in faults):
            try:
                given[name] = field.clean(query[name])
            except ValidationError as error:
                faults += [Fault("invalid", message[:500], parameter=name) for message in error.messages]
    ordering = tuple(given.get("ordering") or (("id",) if all_rows else _today_only(order, fields)))
    if len({name.lstrip("-") for name in ordering}) < len(ordering):
        faults.append(Fault("invalid", "A column is given in both directions.", parameter="ordering"))
    expand = frozenset(given.get("expand") or ())
    names = _chosen(given, shape, expand, then=then)
    faults += [
        Fault("left_out", f"{path.partition('.')[0]} is not among the fields asked for.", parameter="expand")
        for path in sorted(expand)
        if path.partition(".")[0] not in names
    ]
    if faults:
        raise InvalidParameters(faults)
    return Asked(
        filters={name: str(query[name]) for name in offered if name in query},
        ordering=ordering,
        names=names,
        expand=expand,
        then=Then(given.get("as_of") or given["known_at"], given.get("known_at")) if then else None,
        cursor=given.get("cursor", ""),
        page_size=given.get("page_size", PAGE_SIZE),
        exact_count="count" in given,
    )


def day_asked(query: QueryDict) -> Then | None:
    """The day that is looked at, for routes that take nothing else; raises InvalidParameters."""
    given = values_asked(query, {"as_of": InstantField(), "known_at": InstantField()})
    return Then(given.get("as_of") or given["known_at"], given.get("known_at")) if given else None


def values_asked(query: QueryDict, fields: Mapping[str, ValueField]) -> dict[str, Any]:
    """The values given for these parameters, and for no other; raises InvalidParameters."""
    faults, given = _misused(query, fields, {}), {}
    faults += [
        Fault("missing", "This parameter is needed.", parameter=name)
        for name, each in fields.items()
        if each.required and name not in query
    ]
    for name in set(fields) & set(query) if not faults else ():
        try:
            given[name] = fields[name].clean(query[name])
        except ValidationError as error:
            faults += [Fault("invalid", message[:500], parameter=name) for message in error.messages]
    if faults:
        raise InvalidParameters(faults)
    return given


def refuse_parameters(query: QueryDict) -> None:
    """For routes that take none."""
    if faults := _misused(query, {}, {}):
        raise InvalidParameters(faults)


def _misused(query: QueryDict, known: Mapping[str, ValueField], today: Mapping[str, ValueField]) -> list[Fault]:
    """Parameters that do not exist, exist only for `today`, are given twice or have no value."""
    faults = []
    for name, values in query.lists():
        if name not in known and name in today:
            faults.append(Fault("today_only", _WORDS if name == "q" else _TODAY, parameter=name))
        elif name not in known:
            near = nearest(name, known)
            faults.append(Fault("unknown", f"There is no such parameter here.{near}", parameter=name[:100]))
        elif len(values) > 1:
            faults.append(Fault("repeated", "Give it once; several values go in one, with commas.", parameter=name))
        elif not values[0].strip():
            faults.append(Fault("empty", "Give a value, or leave the parameter out.", parameter=name))
    return faults


def _today_only(order: tuple[str, ...], fields: dict[str, ValueField]) -> tuple[str, ...]:
    """The list's usual order, without columns that another day does not have."""
    ordering = fields.get("ordering")
    known = ordering.known if isinstance(ordering, NamesField) else ()
    return tuple(name for name in order if name in known)


def _chosen(given: dict[str, Any], shape: Shape[Any], expand: frozenset[str], *, then: bool) -> frozenset[str]:
    """The fields to send: those named, else the usual and the expanded ones; none that another day does not have."""
    left_out = {*(given.get("omit") or ()), *(shape.timeless if then else ())}
    usual = {*shape.struct.__struct_fields__, *(path.partition(".")[0] for path in expand)}
    return frozenset({*(given.get("fields") or usual)} - left_out)
