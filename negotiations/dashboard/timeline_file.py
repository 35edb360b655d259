"""The timeline as a file: every entry of the weeks and kinds shown, newest first; or its dates as a calendar."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from negotiations.dashboard.files import Row, file_of
from negotiations.dashboard.timeline import Timeline, names_of
from negotiations.enums import Precision
from negotiations.exports.ics import MEDIA_TYPE, calendar_of
from negotiations.queries.newly_moved import Moved
from negotiations.queries.timeline import calendar_entries

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


class TimelineCalendar(Timeline):
    """The deadlines and meetings among them, as a calendar file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        asked = self.ask()
        if asked.problems:
            context = self.get_context_data(asked=asked, problems=asked.problems, **kwargs)
            return self.render_to_response(context, status=400)
        deadlines, meetings = calendar_entries(self.reading(), *self.span(asked))
        body = calendar_of(
            [] if "deadline" in asked.hidden else deadlines,
            meetings=[] if "meeting" in asked.hidden else meetings,
            name=_("Timeline on %(day)s") % {"day": self.day.on.isoformat()} if self.day else _("Timeline"),
            now=self.now,
        )
        named = f'attachment; filename="parley-timeline-{asked.window.start}.ics"'
        return HttpResponse(body, content_type=f"{MEDIA_TYPE}; charset=utf-8", headers={"Content-Disposition": named})


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
