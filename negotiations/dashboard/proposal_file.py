"""The list of proposals as a file: the rows, columns and order that the page shows, and what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from negotiations.dashboard.files import Row, file_of
from negotiations.dashboard.filtered import Asked
from negotiations.dashboard.proposal_list import ProposalList
from negotiations.models.proposals import ProposalQuerySet
from negotiations.queries.proposal_lines import ProposalLine, proposal_lines
from negotiations.queries.shapes import Reader

CHUNK = 500


class ProposalFile(ProposalList):
    """`kind` is "csv" or "json"; `?ref=P-1&ref=P-2` leaves those alone. All rows, page or no page."""

    kind = "csv"
    besides = (*ProposalList.besides, "ref", "all")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        asked = self.ask()
        rows, problems = self.narrowed(self.unless_asked(self.known(), asked), asked)
        if problems:
            return super().get(request, *args, **kwargs)
        if (chosen := request.GET.getlist("ref")) and "all" not in request.GET:
            rows = rows.filter(reference__in=chosen)
        reader, columns = self.reading(), ("title", *self.shown(asked))
        found = _rows(list(rows.values_list("pk", flat=True)), self.known(), reader, columns)
        heads = [field for column in columns for field in FIELDS[column]]
        return file_of(request, self.kind, "proposals", heads=heads, rows=found, now=self.now)

    def export(self, asked: Asked) -> dict[str, str]:
        return {}


def _rows(ids: list[int], known: ProposalQuerySet, reader: Reader, columns: Iterable[str]) -> Iterator[Row]:
    """The rows in the order of `ids`, read some hundred at a time."""
    fields = {name: read for column in columns for name, read in FIELDS[column].items()}
    for first in range(0, len(ids), CHUNK):
        some = ids[first : first + CHUNK]
        lines = {line.id: line for line in proposal_lines(known.filter(pk__in=some), reader)}
        for key in some:
            if line := lines.get(key):
                yield {name: read(line) for name, read in fields.items()}


def _moment(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else None


# The fields of each column, by the names that the API has for them where it has them.
FIELDS: dict[str, dict[str, Callable[[ProposalLine], Any]]] = {
    "title": {
        "reference": lambda line: line.reference,
        "title": lambda line: line.title,
        "short_title": lambda line: line.short_title,
        "summary": lambda line: line.summary,
    },
    "status": {"status": lambda line: line.status},
    "movement": {
        "momentum": lambda line: line.momentum or None,
        "last_moved_at": lambda line: _moment(line.moved_at),
        "trend": lambda line: line.trend or None,
    },
    "next": {
        "next_due_at": lambda line: _moment(line.next.at) if line.next else None,
        "next_due_kind": lambda line: line.next.kind if line.next else None,
        "next_due_zone": lambda line: line.next.zone if line.next else None,
    },
    "positions": {
        "conditions": lambda line: len(line.units),
        "positions_on_record": lambda line: line.on_record,
        "positions_possible": lambda line: line.cells,
    },
    "blocked": {"blocked_by": lambda line: list(line.blocked_by)},
    "owner": {"owner": lambda line: line.owner or None},
    "negotiation": {"negotiation": lambda line: line.negotiation},
    "kind": {"kind": lambda line: line.kind},
    "opened": {
        "opened_on": lambda line: line.opened.on.isoformat() if line.opened.on else None,
        "opened_precision": lambda line: line.opened.precision.value,
    },
    "changed": {"changed_at": lambda line: _moment(line.changed_at)},
}
