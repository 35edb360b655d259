"""The timeline as a file: every entry of the weeks and kinds that are shown, newest first."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from negotiations.dashboard.files import Row, file_of
from negotiations.dashboard.timeline import Timeline, names_of
from negotiations.enums import Precision
from negotiations.queries.newly_moved import Moved

HEADS = ("on", "at", "precision", "kind", "title", "value", "quotation", "words", "proposals", "source", "via")


class TimelineFile(Timeline):
    """`kind` is "csv" or "json"."""

    kind = "csv"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        asked = self.ask()
        if asked.problems:
            return super().get(request, *args, **kwargs)
        found, kept = self.entries(asked)
        rows = [_row(entry, [reference for reference, _name in names_of(found, of)]) for entry, of in kept]
        return file_of(request, self.kind, "timeline", heads=HEADS, rows=rows, now=self.now)


def _row(entry: Moved, proposals: list[str]) -> Row:
    """`at` in UTC where the source gives an hour; `value` is the new status, trend, stance or outcome, as a code."""
    when = entry.when
    to_the_hour = when.at is not None and when.precision in {"hour", "minute"}
    values = (
        when.on.isoformat() if when.on else None,
        f"{when.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if when.at and to_the_hour else None,
        str(Precision(when.precision)),
        *(entry.kind, entry.title, entry.value or None, entry.quotation or None, entry.words or None),
        *(proposals, entry.source.reference, entry.source.via or None),
    )
    return dict(zip(HEADS, values, strict=True))
