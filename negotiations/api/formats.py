"""The other formats of a list: which there are, how they are asked for, and the answer in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from negotiations.api.problems import Fault, InvalidParameters
from negotiations.api.rendering import ExportRenderer, StructRenderer
from negotiations.enums import EventCategory
from negotiations.exports import atom, csv_table, ics, ndjson
from negotiations.models import Event
from negotiations.queries.keyset import Key, chunks
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader, Shape

MOST_ENTRIES = 5_000


class Csv(ExportRenderer):
    media_type = csv_table.MEDIA_TYPE
    format = "csv"


class Ndjson(ExportRenderer):
    media_type = ndjson.MEDIA_TYPE
    format = "ndjson"


class Ics(ExportRenderer):
    media_type = ics.MEDIA_TYPE
    format = "ics"


class Atom(ExportRenderer):
    media_type = atom.MEDIA_TYPE
    format = "atom"


EVERY_LIST: tuple[type[BaseRenderer], ...] = (StructRenderer, Csv, Ndjson)


class Negotiated(DefaultContentNegotiation):
    """`?format=` goes before `Accept`; a name that is no format here is refused with the other parameters."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        offered = list(renderers)
        first, query = offered[0], request.META["QUERY_STRING"]
        # What nearly every program sends, told without parsing it; a name may be written with signs of percent.
        plain = request.META.get("HTTP_ACCEPT", "*/*") in {"*/*", first.media_type}
        if plain and "format" not in query and "%" not in query:
            return first, first.media_type
        if "format" in request.query_params:
            named = [each for each in offered if each.format == request.query_params["format"]]
            chosen = (named or offered)[0]
            return chosen, chosen.media_type
        chosen, media_type = super().select_renderer(request, offered, format_suffix)
        return chosen, str(media_type)


@dataclass(frozen=True, slots=True)
class Listed:
    """All rows that a question leaves, in its order."""

    rows: QuerySet[Any]
    shape: Shape[Any]
    reader: Reader
    keys: list[Key]

    def chunks(self) -> Iterator[list[Any]]:
        return chunks(self.rows, self.shape, self.reader, self.keys)


def exported(request: Request, noun: str, listed: Listed, tag: str) -> HttpResponseBase:
    """The file, with a weak tag where one can vouch for it; for HEAD without its body."""
    renderer, at = request.accepted_renderer, listed.reader.now.astimezone(UTC)
    name = f"parley-{noun}-{at:%Y%m%dT%H%M%SZ}.{renderer.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Vary": "Accept, Authorization, Cookie"}
    if tag:
        headers["ETag"] = f"W/{tag}"
    media_type = f"{renderer.media_type}; charset=utf-8"
    if request.method == "HEAD":
        return HttpResponse(content_type=media_type, headers=headers)
    if isinstance(renderer, Ics):
        return HttpResponse(_calendar(listed), content_type=media_type, headers=headers)
    if isinstance(renderer, Atom):
        newest = read(listed.rows.order_by("-pk")[: atom.MOST], listed.shape, listed.reader)
        feed = atom.atom_of(newest, address=request.build_absolute_uri(), now=at)
        return HttpResponse(feed, content_type=media_type, headers=headers)
    if isinstance(renderer, Csv):
        question = f"Parley, {request.get_full_path()}, {at:%Y-%m-%dT%H:%M:%SZ}"
        body = csv_table.csv_of(listed.chunks(), listed.shape.struct, question=question)
    else:
        body = ndjson.ndjson_of(listed.chunks())
    return StreamingHttpResponse(body, content_type=media_type, headers=headers)


def _calendar(listed: Listed) -> bytes:
    """The dated rows as entries, of events those that are meetings; more than a calendar can hold are refused."""
    meetings = listed.shape.model is Event
    rows = listed.rows.filter(category=EventCategory.CONSULT) if meetings else listed.rows.select_related("proposal")
    found = list(rows.order_by(*(key.ordering() for key in listed.keys))[: MOST_ENTRIES + 1])
    if len(found) > MOST_ENTRIES:
        detail = f"A calendar holds {MOST_ENTRIES} entries at most; narrow the list with filters."
        raise InvalidParameters([Fault("too_many", detail, parameter="format")])
    kinds = ([], found) if meetings else (found, [])
    return ics.calendar_of(kinds[0], meetings=kinds[1], name="Parley", now=listed.reader.now)
