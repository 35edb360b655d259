"""What a page shows, as a file: CSV or JSON, with what was asked and when in its head."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from negotiations.exports import csv_table, json_document

Row = dict[str, Any]


def file_of(
    request: HttpRequest, kind: str, noun: str, *, heads: Iterable[str], rows: Iterable[Row], now: datetime
) -> StreamingHttpResponse:
    """The rows as they come, each with the fields of `heads` in their order; `kind` is "csv" or "json"."""
    at = now.astimezone(UTC)
    question = {"query": request.get_full_path(), "at": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
    headers = {"Content-Disposition": f'attachment; filename="parley-{noun}-{at:%Y%m%dT%H%M%SZ}.{kind}"'}
    if kind == "json":
        document = json_document.document_of(rows, noun=noun, **question)
        return StreamingHttpResponse(document, content_type=json_document.MEDIA_TYPE, headers=headers)
    body = csv_table.table_of(heads, (row.values() for row in rows), question=f"Parley {' '.join(question.values())}")
    return StreamingHttpResponse(body, content_type=f"{csv_table.MEDIA_TYPE}; charset=utf-8", headers=headers)
