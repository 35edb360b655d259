"""What all nouns share: a list that is filtered, ordered and paged, and one record; both need-to-know."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, ClassVar

import msgspec
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.http.response import HttpResponseBase
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param
from rest_framework.viewsets import ViewSet

from config import clock
from negotiations.actions.reads import record_reads
from negotiations.api import pagination
from negotiations.api.asking import Asked, asked
from negotiations.api.authentication import asker
from negotiations.api.conditional import body_tag, revision_tag, tagged, unchanged
from negotiations.api.formats import EVERY_LIST, Listed, Negotiated, exported
from negotiations.api.parsing import MergePatch, StrictJson
from negotiations.api.rendering import ExportRenderer
from negotiations.filters.base import RecordFilters
from negotiations.models import Negotiation
from negotiations.queries import keyset
from negotiations.queries.compiled import Given, Page
from negotiations.queries.expansion import expanded, wider
from negotiations.queries.reading import read_keyed
from negotiations.queries.shapes import Reader, Shape

_KEPT = 512  # query strings


class Records(ViewSet):
    """The reading half of a noun's routes; what can be written is added by `writable`.

    `shape` is a row of its list, `whole` one record (by default the same). `dated`: rows can be read as of another
    day. `unchained`: some of what is shown changes without a Change, so that the revision cannot vouch for it.
    `personal`: rows are each reader's own and belong to no negotiation. `order` is the list's usual order; an `endless`
    list grows at its end, so it always has a next page.
    """

    shape: ClassVar[Shape[Any]]
    whole: ClassVar[Shape[Any] | None] = None
    filters: ClassVar[type[RecordFilters]]
    order: ClassVar[tuple[str, ...]] = ("id",)
    dated: ClassVar[bool] = False
    personal: ClassVar[bool] = False
    unchained: ClassVar[bool] = False
    endless: ClassVar[bool] = False
    start: ClassVar[tuple[Any, ...]] = (0,)
    formats: ClassVar[tuple[type[BaseRenderer], ...]] = EVERY_LIST
    content_negotiation_class = Negotiated
    # Bulk fields and filters whose answer depends on the hour.
    clocked: ClassVar[frozenset[str]] = frozenset({"momentum", "overdue", "due_by", "stuck", "to_check"})
    parser_classes = (StrictJson, MergePatch)
    lookup_field = "pk"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[1-9][0-9]{0,17}"

    def get_renderers(self) -> builtins.list[BaseRenderer]:
        """A list comes in each of its formats, anything else as JSON."""
        return [each() for each in (self.formats if self.action == "list" else self.formats[:1])]

    def list(self, request: Request) -> HttpResponseBase:
        exports = isinstance(request.accepted_renderer, ExportRenderer)
        query = _listed(type(self), request.META["QUERY_STRING"], exports=exports)  # type: ignore[arg-type]
        shape = self._shape(query, self.shape)
        if exports:
            return self._export(request, query, shape)
        tag = "" if self._by_clock(shape, query) else revision_tag(request, asker(request))
        if tag and (same := unchanged(request, tag)):
            return same
        body = msgspec.json.encode(self._page(request, query, shape))
        return tagged(request, body, "application/json", tag)

    def retrieve(self, request: Request, **lookup: Any) -> HttpResponseBase:
        whole = self.whole or self.shape
        query = _by_itself(type(self), request.META["QUERY_STRING"])  # type: ignore[arg-type]
        reader = self._reader(request, query)
        shape = self._shape(query, whole)
        column = self.lookup_field
        one = Given(0, keyset.column_of(whole.model, column))
        page = Page(
            lambda: whole.standing(whole.scoped(reader.user), query.then).filter(**{column: one}),
            known_by=None if query.then else whole,
            values=(lookup[self.lookup_url_kwarg],),
        )
        version = "version" in whole.struct.__struct_fields__
        found = read_keyed(
            page,
            shape,
            reader,
            (*(("version",) if version else ()), *self._home()),
        )
        if not found:
            raise Http404
        record, beside = found[0]
        self._note_reads(request, found, getattr(record, "reference", None) or f"{self.basename} {record.id}")
        body = msgspec.json.encode(record)
        return tagged(request, body, "application/json", body_tag(body, beside[0] if version else None))

    def filtered(self, query: Asked, reader: Reader) -> QuerySet[Any]:
        """The rows that the filters leave, of those the reader may see."""
        rows = self.shape.standing(self.shape.scoped(reader.user), reader.then)
        kept: QuerySet[Any] = self.filters(query.filters, rows, reader=reader, only=query.filters).qs
        return self.filters.with_orders(kept, query.ordering)

    def _page(self, request: Request, query: Asked, shape: Shape[Any]) -> dict[str, Any]:
        reader = self._reader(request, query)
        keys = self._keys(query)
        asked_for = tuple(sorted(query.filters.items()))
        bound_to = repr((request.path, list(asked_for), query.ordering, query.then))
        place = pagination.place_at(query.cursor, keys, bound_to)
        known_by = (self.filters, asked_for) if not query.then and self.filters.steady(query.filters) else None
        page = keyset.kept_page(lambda: self.filtered(query, reader), keys, place, query.page_size, known_by)
        read = read_keyed(page, shape, reader, (*(key.path for key in keys), *self._home()))
        more = len(read) > query.page_size
        found = [(record, beside[: len(keys)]) for record, beside in read[: query.page_size]]
        self._note_reads(request, read[: query.page_size], f"list of {self.basename}")
        backwards = place is not None and place.backwards
        if backwards:
            found.reverse()

        def link(values: tuple[Any, ...], *, back: bool) -> str:
            cursor = pagination.cursor_at(keyset.Place(values, back), bound_to)
            return replace_query_param(request.build_absolute_uri(), "cursor", cursor)

        onwards, before = more or backwards, more if backwards else place is not None
        answer: dict[str, Any] = {
            "next": link(found[-1][1], back=False) if found and (onwards or self.endless) else None,
            "previous": link(found[0][1], back=True) if found and before else None,
        }
        if self.endless and not found:
            answer["next"] = link(place.values if place else self.start, back=False)
        if query.exact_count:
            answer["count"] = self.filtered(query, reader).count()
        return {**answer, "results": [record for record, _ in found]}

    def _shape(self, query: Asked, shape: Shape[Any]) -> Shape[Any]:
        """What is read: the fields asked for, with the records that are wanted in full inside them."""
        offered = wider(shape, self.whole or shape) if shape is self.shape else shape
        return expanded(offered.only(query.names), query.expand, then=query.then is not None)

    def _home(self) -> tuple[str, ...]:
        """The paths to a row's negotiation and to whether it is restricted; they cost no statement."""
        if self.personal:
            return ()
        if self.shape.model is Negotiation:
            return ("pk", "restricted")
        path = getattr(self.shape.model, "scope_field", "negotiation")
        return (f"{path}__id", f"{path}__restricted")

    def _note_reads(self, request: Request, found: Iterable[tuple[Any, tuple[Any, ...]]], what: str) -> None:
        """Keep on record that something of a restricted negotiation was read."""
        if not self.personal and (homes := {beside[-2] for _, beside in found if beside[-1]}):
            record_reads(user=asker(request), reads=[(home, what) for home in sorted(homes)], now=clock.now())

    def _export(self, request: Request, query: Asked, shape: Shape[Any]) -> HttpResponseBase:
        reader = self._reader(request, query)
        # An answer that follows the clock is vouched for until the minute is over.
        minute = f"{reader.now:%Y%m%d%H%M}" if self._by_clock(shape, query) else ""
        tag = "" if self.unchained else revision_tag(request, reader.user, minute)
        if tag and (same := unchanged(request, tag)):
            return same
        listed = Listed(self.filtered(query, reader), shape, reader, self._keys(query))
        if request.method != "HEAD" and not self.personal:
            home, restricted = self._home()
            homes = listed.rows.filter(**{restricted: True}).order_by().values_list(home, flat=True).distinct()
            record_reads(user=reader.user, reads=[(pk, f"file of {self.basename}") for pk in homes], now=reader.now)
        return exported(request, self.basename, listed, tag)

    def _keys(self, query: Asked) -> builtins.list[keyset.Key]:
        model = self.shape.model
        replayed = self.filters.read_then(model, query.then)
        return keyset.keys_for(model, query.ordering, replayed, self.filters.order_fields())

    def _by_clock(self, shape: Shape[Any], query: Asked) -> bool:
        return self.unchained or bool(self.clocked & {*shape.worked_out, *query.filters})

    def _reader(self, request: Request, query: Asked) -> Reader:
        return Reader(asker(request), clock.now(), query.then)


@lru_cache(_KEPT)
def _listed(view: type[Records], query: str, *, exports: bool) -> Asked:
    """What a list's query string asks for: read once, since many ask the same again and again."""
    return asked(
        _parameters(query),
        view.shape,
        whole=view.whole,
        dated=view.dated,
        filters=view.filters,
        order=view.order,
        formats=tuple(each.format for each in view.formats),
        all_rows=exports,
    )


@lru_cache(_KEPT)
def _by_itself(view: type[Records], query: str) -> Asked:
    return asked(_parameters(query), view.whole or view.shape, dated=view.dated, filters=None, order=())


def _parameters(query: str) -> QueryDict:
    """As a request reads them: a server passes the bytes on as Latin-1."""
    return QueryDict(query.encode("iso-8859-1"))


class Referenced(Records):
    """Records found by a reference such as P-1."""

    lookup_field = lookup_url_kwarg = "reference"
    lookup_value_regex = "[A-Z]{1,3}-[1-9][0-9]{0,8}"
