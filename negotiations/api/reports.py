"""What a newsroom sends: one document, its claims, and the facts that rest on them."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
from django.http import HttpResponse
from msgspec import Struct
from rest_framework.request import Request
from rest_framework.views import APIView

from negotiations.api.writes.once import Answer
from negotiations.api.writes.operations import carry_out
from negotiations.api.writes.reports import RecordedReport, Report, record_report
from negotiations.api.writes.writer import Writer
from negotiations.api.written import written_alone


class Reports(APIView):
    """Everything that one document reports, recorded together or not at all."""

    sends: ClassVar[tuple[type[Struct], ...]] = (Report, RecordedReport)
    operation: ClassVar[dict[str, Any]] = written_alone(
        "report", "Record a document with its claims and the facts that rest on each.", Report, RecordedReport
    )

    def post(self, request: Request) -> HttpResponse:
        return carry_out(request, Report, _recorded)


def _recorded(writer: Writer, report: Report, held: tuple[str, ...]) -> Answer:
    recorded, home = record_report(writer, report)
    return Answer(201, msgspec.json.encode(recorded), home=home)
